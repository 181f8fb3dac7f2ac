//! The name of a sensor, as C++ keeps it: include/label.hpp.

use cxx::{ExternType, kind, type_id};

/// As large as `telemetry::Label`, so that it can be taken out of C++ without an allocation.
#[repr(C)]
pub struct Label {
    text: [usize; 4],
}

// SAFETY: a label is only ever moved, and to move its bytes is enough.
unsafe impl ExternType for Label {
    type Id = type_id!("telemetry::Label");
    type Kind = kind::Trivial;
}
