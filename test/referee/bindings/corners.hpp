#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rust/cxx.h"

namespace corners {

/// What is in an inline namespace is named without it.
inline namespace v2 {

enum Flags : unsigned { None, One = 1u, All = 0xffffffffu };

enum class Letter : char { a = 'a', in = 'i' };

enum class Far : std::int64_t { Least = -0x7fffffffffffffffll - 1, Greatest = 0x7fffffffffffffffll };

class Item {
public:
  Item() = default;
  explicit Item(std::int32_t number) : number_(number) {}
  std::int32_t number() const noexcept { return number_; }
  void renumber(std::int32_t number) noexcept { number_ = number; }
  const Item &least(const Item &other) const noexcept { return number_ <= other.number_ ? *this : other; }
  const std::string &or_else(const std::string &fallback) const noexcept { return name_.empty() ? fallback : name_; }

private:
  std::int32_t number_ = 0;
  std::string name_;
};

inline std::unique_ptr<Item> make(std::int32_t number) { return std::make_unique<Item>(number); }

} // namespace v2

union Word {
  std::uint32_t whole;
  std::uint16_t half[2];
};

inline std::int32_t peek(const std::unique_ptr<Item> &item) noexcept { return item ? item->number() : -1; }
inline void replace(std::unique_ptr<Item> &item, std::int32_t number) noexcept { item = make(number); }
inline std::size_t count(const std::vector<Letter> &letters) noexcept { return letters.size(); }
inline std::unique_ptr<std::vector<Letter>> letters() { return std::make_unique<std::vector<Letter>>(3, Letter::in); }
rust::Vec<Far> fars();
inline void raise(rust::Slice<Flags> flags) noexcept {
  for (Flags &flag : flags) flag = All;
}
inline void flip(Flags &flags) noexcept { flags = flags == All ? None : All; }
inline std::shared_ptr<std::uint64_t> counter() { return std::make_shared<std::uint64_t>(5); }
inline std::unique_ptr<Word> word(std::uint32_t whole) { return std::make_unique<Word>(Word{whole}); }
inline std::uint32_t whole(const Word &word) noexcept { return word.whole; }
inline double sum(const std::array<double, 2> &pair) noexcept { return pair[0] + pair[1]; }
inline const Item *first(const Item *const *items, std::size_t count) noexcept { return count > 0 ? items[0] : nullptr; }
inline std::size_t size(const std::string *text) noexcept { return text->size(); }
inline std::int32_t sum_of_three(std::int32_t, std::int32_t, std::int32_t last = 3) noexcept { return last; }
inline std::int32_t setValue(std::int32_t a) noexcept { return a; }
inline std::int32_t set_value(std::int32_t a) noexcept { return -a; }

inline std::size_t sizeAt(const std::vector<double> *numbers) noexcept { return numbers->size(); }
inline void terminate(char *text) noexcept { *text = 0; }
rust::Vec<char> bytes();
inline std::shared_ptr<std::string> label() { return std::make_shared<std::string>("label"); }

template <typename T> class Base {
public:
  void hidden() {}
};

/// `value_mut` is taken before the pair of `value` could have it.
class Pair {
public:
  std::int32_t &value() noexcept { return value_; }
  const std::int32_t &value() const noexcept { return value_; }
  std::int32_t value_mut() const noexcept { return -1; }
  static std::unique_ptr<Pair> make() { return std::make_unique<Pair>(); }

private:
  std::int32_t value_ = 6;
};

class Left {
public:
  std::int32_t shared() const noexcept { return 1; }
  std::int32_t left() const noexcept { return 2; }
};

class Right {
public:
  std::int32_t shared() const noexcept { return 3; }
};

class Both : public Left, public Right, public Base<int> {
public:
  static std::shared_ptr<Both> create() { return std::make_shared<Both>(); }
};

} // namespace corners
