#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rust/cxx.h"

/// In the global namespace, with names that Rust or cxx have taken.
class String {
public:
  const std::string &str() const noexcept { return text_; }
  void match(rust::Str pattern, std::uint32_t In);
  std::unique_ptr<std::string> type() const;

private:
  std::string text_ = "plain";
};

struct ring_buffer {
  std::uint32_t count;
  std::uint32_t capacity;
};

using Samples = std::vector<double>;
using Id = std::uint64_t;
typedef const std::string ConstText;

std::unique_ptr<String> new_string();
std::unique_ptr<ring_buffer> new_ring_buffer(Id capacity);
Id capacity_of(const ring_buffer *buffer) noexcept;
void grow(ring_buffer *buffer, std::size_t by) noexcept;
ring_buffer *same(ring_buffer *buffer) noexcept;

double total(const Samples &samples) noexcept;
std::unique_ptr<Samples> samples(std::int8_t count);
void append(std::vector<std::string> &names, const std::string &name);
std::unique_ptr<std::vector<std::string>> no_names();
std::unique_ptr<std::vector<String>> strings();

rust::String upper(rust::Str text);
rust::Vec<std::uint16_t> codes(const rust::String &text);
std::uint64_t sum(rust::Slice<const std::uint32_t> values) noexcept;
void fill(rust::Slice<std::uint8_t> bytes, std::uint8_t with) noexcept;
rust::Str longest(rust::Str left, rust::Str right, std::uint32_t) noexcept;
std::array<std::int32_t, 3> rotated(std::array<std::int32_t, 3> values) noexcept;
std::size_t lengthOf(const char *text) noexcept;
std::size_t length(ConstText &text) noexcept;
void increment(std::int32_t &value, float by) noexcept;
std::ptrdiff_t distance(std::intptr_t from, std::uintptr_t to) noexcept;

std::int32_t parse(const std::string &text);
std::int32_t parse(rust::Str text);
std::int32_t parse(const std::string &text, std::int32_t base);

extern "C" {
std::int32_t plain_c_function(std::int32_t value);
}

// Refused, each for its own reason.
std::string by_value();
void takes_view(std::string_view text);
long variable_size(unsigned long value);
void rvalue(std::string &&text);
int variadic(const char *format, ...);
void callback(void (*function)(int));
void any(void *data);
std::string_view viewed();
