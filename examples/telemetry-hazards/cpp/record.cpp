#include "telemetry/include/record.hpp"

#include <atomic>

namespace {
std::atomic<long long> counted{0};
std::atomic<double> latest{0.0};
} // namespace

void telemetry_record(int count) { counted += count; }
void telemetry_record(double measure) { latest = measure; }
void telemetry_forget(long) { latest = 0.0; }
