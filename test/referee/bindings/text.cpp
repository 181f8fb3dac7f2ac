#include "text.hpp"

#include <cstring>
#include <numeric>

void String::match(rust::Str pattern, std::uint32_t In) {
  text_.clear();
  for (std::uint32_t i = 0; i < In; i++) text_.append(pattern.data(), pattern.size());
}
std::unique_ptr<std::string> String::type() const { return std::make_unique<std::string>("String"); }

std::unique_ptr<String> new_string() { return std::make_unique<String>(); }
std::unique_ptr<ring_buffer> new_ring_buffer(Id capacity) {
  return std::make_unique<ring_buffer>(ring_buffer{0, static_cast<std::uint32_t>(capacity)});
}
Id capacity_of(const ring_buffer *buffer) noexcept { return buffer->capacity; }
void grow(ring_buffer *buffer, std::size_t by) noexcept { buffer->capacity += static_cast<std::uint32_t>(by); }
ring_buffer *same(ring_buffer *buffer) noexcept { return buffer; }

double total(const Samples &samples) noexcept { return std::accumulate(samples.begin(), samples.end(), 0.0); }
std::unique_ptr<Samples> samples(std::int8_t count) {
  return std::make_unique<Samples>(static_cast<std::size_t>(count), 1.5);
}
void append(std::vector<std::string> &names, const std::string &name) { names.push_back(name); }
std::unique_ptr<std::vector<std::string>> no_names() { return std::make_unique<std::vector<std::string>>(); }
std::unique_ptr<std::vector<String>> strings() { return std::make_unique<std::vector<String>>(2); }

rust::String upper(rust::Str text) {
  std::string result(text);
  for (char &letter : result) letter = static_cast<char>(std::toupper(letter));
  return result;
}
rust::Vec<std::uint16_t> codes(const rust::String &text) {
  rust::Vec<std::uint16_t> result;
  for (char letter : text) result.push_back(static_cast<std::uint16_t>(letter));
  return result;
}
std::uint64_t sum(rust::Slice<const std::uint32_t> values) noexcept {
  return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}
void fill(rust::Slice<std::uint8_t> bytes, std::uint8_t with) noexcept {
  for (std::uint8_t &byte : bytes) byte = with;
}
rust::Str longest(rust::Str left, rust::Str right, std::uint32_t) noexcept {
  return left.size() >= right.size() ? left : right;
}
std::array<std::int32_t, 3> rotated(std::array<std::int32_t, 3> values) noexcept {
  return {values[1], values[2], values[0]};
}
std::size_t lengthOf(const char *text) noexcept { return std::strlen(text); }
std::size_t length(ConstText &text) noexcept { return text.size(); }
void increment(std::int32_t &value, float by) noexcept { value += static_cast<std::int32_t>(by); }
std::ptrdiff_t distance(std::intptr_t from, std::uintptr_t to) noexcept {
  return static_cast<std::ptrdiff_t>(to) - from;
}

std::int32_t parse(const std::string &text) { return std::stoi(text); }
std::int32_t parse(rust::Str text) { return parse(std::string(text)); }
std::int32_t parse(const std::string &text, std::int32_t base) { return std::stoi(text, nullptr, base); }

extern "C" std::int32_t plain_c_function(std::int32_t value) { return value * 2; }

std::string by_value() { return {}; }
void takes_view(std::string_view) {}
long variable_size(unsigned long value) { return static_cast<long>(value); }
void rvalue(std::string &&) {}
int variadic(const char *, ...) { return 0; }
void callback(void (*)(int)) {}
void any(void *) {}
std::string_view viewed() { return {}; }
