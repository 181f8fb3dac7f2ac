#pragma once

#include <memory>
#include <string>

#include "label.hpp"
#include "rust/cxx.h"

namespace telemetry {

struct Summary;

/// Where the report is written: a titled text that grows line by line.
class Sink {
public:
  explicit Sink(std::string title);

  void append(rust::Str line);
  void append(const Label &sensor, const Summary &summary);

  const std::string &text() const noexcept { return text_; }

private:
  std::string text_;
};

std::unique_ptr<Sink> new_sink(rust::Str title);

} // namespace telemetry
