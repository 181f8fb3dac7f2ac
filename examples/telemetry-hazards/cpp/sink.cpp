#include "telemetry/include/sink.hpp"

#include <iomanip>
#include <sstream>
#include <utility>

#include "telemetry/src/bridge.rs.h"

namespace telemetry {

Sink::Sink(std::string title) : text_(std::move(title)) { text_ += '\n'; }

void Sink::append(rust::Str line) {
  text_.append(line.data(), line.size());
  text_ += '\n';
}

void Sink::append(const Label &sensor, const Summary &summary) {
  std::ostringstream line;
  line << std::left << std::setw(10) << sensor.text() << std::right << std::fixed
       << std::setprecision(1) << std::setw(3) << summary.count << " values " << std::setw(7)
       << summary.lowest << " .. " << summary.highest << ' ' << unit(summary.quantity) << ", mean "
       << summary.mean << '\n';
  text_ += line.str();
}

std::unique_ptr<Sink> new_sink(rust::Str title) {
  return std::make_unique<Sink>(std::string(title));
}

} // namespace telemetry
