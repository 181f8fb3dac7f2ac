// The statistics are ours, the sorted values are Rust's: zngur lets this file call them.
#include <quantiles.h>

using rust::telemetry::quantiles::Band;
using rust::telemetry::quantiles::Quantiles;

/// Tukey's fences: whatever lies further out than one and a half times the interquartile range.
Band rust::exported_functions::typical_band(rust::Ref<Quantiles> quantiles) {
  const double lower = quantiles.at(0.25);
  const double upper = quantiles.at(0.75);
  const double reach = 1.5 * (upper - lower);
  return Band(lower - reach, upper + reach);
}
