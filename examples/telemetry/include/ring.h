/* The sample ring: a C interface, so that firmware written in C can feed it too. */
#ifndef TELEMETRY_RING_H
#define TELEMETRY_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One reading of one sensor. Mirrored by hand in src/ring.rs: change both together. */
typedef struct TelemetrySample {
  uint16_t sensor;
  int64_t at_ms;
  double value;
  bool estimated;
} TelemetrySample;

typedef struct TelemetryRing TelemetryRing;

/* Null where there is no memory for so many samples, or where `capacity` is 0. */
TelemetryRing *telemetry_ring_new(size_t capacity);
void telemetry_ring_free(TelemetryRing *ring);

/* Overwrites the oldest sample of a full ring, after handing it to `telemetry_host_dropped`. */
void telemetry_ring_push(TelemetryRing *ring, const TelemetrySample *sample);

size_t telemetry_ring_length(const TelemetryRing *ring);

/* Moves up to `capacity` samples to `out`, oldest first, and returns how many. */
size_t telemetry_ring_drain(TelemetryRing *ring, TelemetrySample *out, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
