#include "telemetry/include/ring.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

#include "telemetry/include/host.h"
#include "telemetry/include/lease.hpp"

static_assert(sizeof(TelemetrySample) == 32 && alignof(TelemetrySample) == 8);
static_assert(offsetof(TelemetrySample, at_ms) == 8 && offsetof(TelemetrySample, value) == 16);
static_assert(offsetof(TelemetrySample, estimated) == 24);

namespace {
constexpr std::int32_t severity_warning = 4; // RFC 5424, 6.2.1

/// How many leases each slot has.
std::array<std::atomic<int>, 16> shares{};
} // namespace

TelemetryLease::TelemetryLease(std::uint32_t slot) noexcept : slot(slot) { ++shares[slot % shares.size()]; }
TelemetryLease::TelemetryLease(const TelemetryLease &other) noexcept : TelemetryLease(other.slot) {}
TelemetryLease::~TelemetryLease() { --shares[slot % shares.size()]; }

struct TelemetryRing {
  std::unique_ptr<TelemetrySample[]> samples;
  std::size_t capacity;
  bool overwriting;
  std::size_t oldest = 0;
  std::size_t length = 0;
  std::uint64_t dropped = 0;
  std::optional<TelemetryLease> lease = std::nullopt;

  TelemetrySample &at(std::size_t age) { return samples[(oldest + age) % capacity]; }

  TelemetrySample &take_oldest() {
    TelemetrySample &sample = at(0);
    oldest = (oldest + 1) % capacity;
    --length;
    return sample;
  }
};

TelemetryRing *telemetry_ring_new(size_t capacity, bool overwriting) {
  if (capacity == 0) return nullptr;
  std::unique_ptr<TelemetrySample[]> samples(new (std::nothrow) TelemetrySample[capacity]);
  if (!samples) return nullptr;
  return new (std::nothrow) TelemetryRing{std::move(samples), capacity, overwriting};
}

void telemetry_ring_free(TelemetryRing *ring) { delete ring; }

void telemetry_ring_push(TelemetryRing *ring, const TelemetrySample *sample) {
  if (ring->length == ring->capacity) {
    constexpr std::string_view message = "the ring is full, a sample is lost";
    telemetry_host_log(severity_warning, message.data(), message.size());
    telemetry_host_dropped(ring->overwriting ? &ring->take_oldest() : sample);
    ++ring->dropped;
    if (!ring->overwriting) return;
  }
  ring->at(ring->length) = *sample;
  ++ring->length;
}

size_t telemetry_ring_length(const TelemetryRing *ring) { return ring->length; }

void telemetry_ring_status(const TelemetryRing *ring, TelemetryStatus *out) {
  *out = TelemetryStatus{ring->dropped, static_cast<std::uint32_t>(ring->length), ring->overwriting};
}

size_t telemetry_ring_expire(TelemetryRing *ring, int64_t before_ms) {
  size_t expired = 0;
  for (; ring->length > 0 && ring->at(0).at_ms < before_ms; ++expired) ring->take_oldest();
  return expired;
}

void telemetry_ring_clear(TelemetryRing *ring) { ring->length = 0; }

void telemetry_ring_attach(TelemetryRing *ring, TelemetryLease lease) { ring->lease.emplace(lease); }

size_t telemetry_ring_drain(TelemetryRing *ring, TelemetrySample *out, size_t capacity) {
  size_t drained = 0;
  while (drained < capacity && ring->length > 0) out[drained++] = ring->take_oldest();
  return drained;
}
