#include "telemetry/include/ring.h"

#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include "telemetry/include/host.h"

static_assert(sizeof(TelemetrySample) == 32 && alignof(TelemetrySample) == 8);
static_assert(offsetof(TelemetrySample, at_ms) == 8 && offsetof(TelemetrySample, value) == 16);
static_assert(offsetof(TelemetrySample, estimated) == 24);

namespace {
constexpr std::int32_t severity_warning = 4; // RFC 5424, 6.2.1
}

struct TelemetryRing {
  std::unique_ptr<TelemetrySample[]> samples;
  std::size_t capacity;
  std::size_t oldest = 0;
  std::size_t length = 0;

  TelemetrySample &at(std::size_t age) { return samples[(oldest + age) % capacity]; }

  TelemetrySample &take_oldest() {
    TelemetrySample &sample = at(0);
    oldest = (oldest + 1) % capacity;
    --length;
    return sample;
  }
};

TelemetryRing *telemetry_ring_new(size_t capacity) {
  if (capacity == 0) return nullptr;
  std::unique_ptr<TelemetrySample[]> samples(new (std::nothrow) TelemetrySample[capacity]);
  if (!samples) return nullptr;
  return new (std::nothrow) TelemetryRing{std::move(samples), capacity};
}

void telemetry_ring_free(TelemetryRing *ring) { delete ring; }

void telemetry_ring_push(TelemetryRing *ring, const TelemetrySample *sample) {
  if (ring->length == ring->capacity) {
    constexpr std::string_view message = "the ring is full, its oldest sample is lost";
    telemetry_host_log(severity_warning, message.data(), message.size());
    telemetry_host_dropped(&ring->take_oldest());
  }
  ring->at(ring->length) = *sample;
  ++ring->length;
}

size_t telemetry_ring_length(const TelemetryRing *ring) { return ring->length; }

size_t telemetry_ring_drain(TelemetryRing *ring, TelemetrySample *out, size_t capacity) {
  size_t drained = 0;
  while (drained < capacity && ring->length > 0) out[drained++] = ring->take_oldest();
  return drained;
}
