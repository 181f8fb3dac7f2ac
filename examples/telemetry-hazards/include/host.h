/* What the core asks of the program around it. Implemented in Rust: src/host.rs. */
#ifndef TELEMETRY_HOST_H
#define TELEMETRY_HOST_H

#include "ring.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `severity` is that of RFC 5424; `text` is UTF-8, `length` bytes long and not terminated. */
void telemetry_host_log(int32_t severity, const char *text, size_t length);

/* `sample` is about to be overwritten; it is valid for this call only. */
void telemetry_host_dropped(const TelemetrySample *sample);

#ifdef __cplusplus
}
#endif

#endif
