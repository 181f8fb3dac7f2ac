#include "telemetry/include/panel.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "telemetry/src/bridge.rs.h"

namespace telemetry {

Window::Window(Quantity quantity, Label label) noexcept
    : quantity_(quantity), label_(std::move(label)) {}

Window::Window(Window &&other) noexcept
    : values_(other.values_), next_(values_.data() + (other.next_ - other.values_.data())),
      count_(other.count_), quantity_(other.quantity_), label_(std::move(other.label_)) {}

void Window::observe(double value) noexcept {
  *next_ = value;
  if (++next_ == values_.data() + values_.size()) next_ = values_.data();
  count_ = std::min(count_ + 1, values_.size());
}

Summary Window::summarize() const noexcept {
  if (count_ == 0) return Summary{quantity_, 0, 0.0, 0.0, 0.0};
  const auto first = values_.begin();
  const auto last = std::next(first, static_cast<std::ptrdiff_t>(count_));
  const auto [lowest, highest] = std::minmax_element(first, last);
  const double mean = std::accumulate(first, last, 0.0) / static_cast<double>(count_);
  return Summary{quantity_, count_, *lowest, mean, *highest};
}

Label Window::label() const { return label_; }

std::uint16_t Panel::add(Quantity quantity, rust::Str label) {
  const std::size_t sensor = windows_.size();
  if (sensor > std::numeric_limits<std::uint16_t>::max()) throw std::length_error("too many sensors");
  windows_.emplace_back(quantity, Label(std::string(label)));
  return static_cast<std::uint16_t>(sensor);
}

Window &Panel::window(std::uint16_t sensor) { return windows_.at(sensor); }
const Window &Panel::window(std::uint16_t sensor) const { return windows_.at(sensor); }

std::unique_ptr<Panel> new_panel() { return std::make_unique<Panel>(); }

} // namespace telemetry
