#include "corners.hpp"

// Defines `rust::Vec<Far>`.
#include "bindings-referee/src/corners_bridge.rs.h"

namespace corners {

rust::Vec<Far> fars() {
  rust::Vec<Far> result;
  result.push_back(Far::Least);
  return result;
}

rust::Vec<char> bytes() {
  rust::Vec<char> result;
  result.push_back('b');
  return result;
}

} // namespace corners
