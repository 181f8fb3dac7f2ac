#pragma once

#include <string>
#include <utility>

namespace telemetry {

/// The name under which a sensor appears in reports.
class Label {
public:
  explicit Label(std::string text) : text_(std::move(text)) {}

  const std::string &text() const noexcept { return text_; }

private:
  std::string text_;
};

} // namespace telemetry
