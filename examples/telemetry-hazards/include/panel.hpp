#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "label.hpp"
#include "rust/cxx.h"

namespace telemetry {

// Defined by the bridge, src/bridge.rs.
enum class Quantity : std::uint8_t;
struct Summary;

/// The latest values of one sensor; the oldest is overwritten first.
class Window {
public:
  Window(Quantity quantity, Label label) noexcept;

  /// `next_` points into `values_`: a moved window has to aim it at its own.
  Window(Window &&other) noexcept;

  void observe(double value) noexcept;
  Summary summarize() const noexcept;
  Label label() const;

private:
  std::array<double, 8> values_{};
  double *next_ = values_.data();
  std::size_t count_ = 0;
  Quantity quantity_;
  Label label_;
};

/// One window for each sensor, numbered in the order in which they were added.
class Panel {
public:
  /// Throws std::length_error when there are no numbers left.
  std::uint16_t add(Quantity quantity, rust::Str label);

  /// Both throw std::out_of_range for a sensor that was never added.
  Window &window(std::uint16_t sensor);
  const Window &window(std::uint16_t sensor) const;

private:
  std::vector<Window> windows_;
};

std::unique_ptr<Panel> new_panel();

} // namespace telemetry
