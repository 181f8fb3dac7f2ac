//! The sample ring of include/ring.h, declared by hand, and a safe owner for it.

use std::marker::{PhantomData, PhantomPinned};
use std::mem::{align_of, offset_of, size_of};
use std::ptr::NonNull;

/// One reading of one sensor; mirrors `TelemetrySample` of include/ring.h.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TelemetrySample {
    pub sensor: u16,
    pub at_ms: i64,
    pub value: f64,
    pub estimated: bool,
}

// The same numbers as in cpp/ring.cpp.
const _: () = {
    assert!(size_of::<TelemetrySample>() == 32 && align_of::<TelemetrySample>() == 8);
    assert!(offset_of!(TelemetrySample, at_ms) == 8 && offset_of!(TelemetrySample, value) == 16);
    assert!(offset_of!(TelemetrySample, estimated) == 24);
};

/// Only ever behind a pointer: C++ alone knows what is inside.
#[repr(C)]
struct TelemetryRing {
    _opaque: [u8; 0],
    _not_send_nor_unpin: PhantomData<(*mut u8, PhantomPinned)>,
}

unsafe extern "C" {
    fn telemetry_ring_new(capacity: usize) -> *mut TelemetryRing;
    fn telemetry_ring_free(ring: *mut TelemetryRing);
    fn telemetry_ring_push(ring: *mut TelemetryRing, sample: *const TelemetrySample);
    fn telemetry_ring_length(ring: *const TelemetryRing) -> usize;
    fn telemetry_ring_drain(
        ring: *mut TelemetryRing,
        out: *mut TelemetrySample,
        capacity: usize,
    ) -> usize;
}

/// A bounded queue of samples that forgets the oldest when it is full.
pub struct Ring(NonNull<TelemetryRing>);

impl Ring {
    /// `None` where there is no memory for so many samples, or where `capacity` is 0.
    pub fn with_capacity(capacity: usize) -> Option<Self> {
        // SAFETY: takes any number; what it returns is ours until `drop`.
        NonNull::new(unsafe { telemetry_ring_new(capacity) }).map(Self)
    }

    pub fn push(&mut self, sample: &TelemetrySample) {
        // SAFETY: the ring lives as long as `self`, and copies the sample.
        unsafe { telemetry_ring_push(self.0.as_ptr(), sample) }
    }

    /// Takes all samples out, oldest first.
    pub fn drain(&mut self) -> Vec<TelemetrySample> {
        let ring = self.0.as_ptr();
        // SAFETY: C++ writes at most `capacity` samples and returns how many it wrote.
        unsafe {
            let mut samples = Vec::with_capacity(telemetry_ring_length(ring));
            let drained = telemetry_ring_drain(ring, samples.as_mut_ptr(), samples.capacity());
            samples.set_len(drained);
            samples
        }
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        // SAFETY: made by `telemetry_ring_new`, freed here only.
        unsafe { telemetry_ring_free(self.0.as_ptr()) }
    }
}
