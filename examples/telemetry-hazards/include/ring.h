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

/* What a ring has done so far. Mirrored in src/ring.rs. */
typedef struct TelemetryStatus {
  uint64_t dropped;
  uint32_t length;
  bool overwriting;
} TelemetryStatus;

typedef struct TelemetryRing TelemetryRing;

/* Null where there is no memory for so many samples, or where `capacity` is 0. A ring that does not
   overwrite refuses new samples when it is full. */
TelemetryRing *telemetry_ring_new(size_t capacity, bool overwriting);
void telemetry_ring_free(TelemetryRing *ring);

/* Hands the sample that a full ring loses, its oldest or the new one, to `telemetry_host_dropped`. */
void telemetry_ring_push(TelemetryRing *ring, const TelemetrySample *sample);

size_t telemetry_ring_length(const TelemetryRing *ring);
void telemetry_ring_status(const TelemetryRing *ring, TelemetryStatus *out);

/* Forgets the samples that are older than `before_ms`, and returns how many. */
size_t telemetry_ring_expire(TelemetryRing *ring, int64_t before_ms);

/* Forgets every sample. */
void telemetry_ring_clear(TelemetryRing *ring);

/* Moves up to `capacity` samples to `out`, oldest first, and returns how many. */
size_t telemetry_ring_drain(TelemetryRing *ring, TelemetrySample *out, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
