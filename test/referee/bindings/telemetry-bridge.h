// What the bridge of examples/telemetry defines, for its C++ alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace telemetry {

enum class Quantity : std::uint8_t { Temperature, Pressure, Humidity };

struct Summary {
  Quantity quantity;
  std::size_t count;
  double lowest;
  double mean;
  double highest;
};

inline const char *unit(Quantity) { return "?"; }

} // namespace telemetry
