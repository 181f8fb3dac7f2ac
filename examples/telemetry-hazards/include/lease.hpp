#pragma once

#include <cstdint>

#include "ring.h"

/// A share in a slot of the collector, which is free again when the last share of it is gone.
struct TelemetryLease {
  explicit TelemetryLease(std::uint32_t slot) noexcept;
  TelemetryLease(const TelemetryLease &other) noexcept;
  TelemetryLease &operator=(const TelemetryLease &) = delete;
  ~TelemetryLease();

  std::uint32_t slot;
};

extern "C" {

/// The ring keeps the slot until it is freed.
void telemetry_ring_attach(TelemetryRing *ring, TelemetryLease lease);
}
