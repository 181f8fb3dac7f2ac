#pragma once

/// Counts, and measures, outside any ring.
void telemetry_record(int count);
void telemetry_record(double measure);

/// Drops what was noted of a sensor.
void telemetry_forget(long sensor);
