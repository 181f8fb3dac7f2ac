//! The sample ring of include/ring.h, declared by hand, and a safe owner for it.

use std::ffi::c_long;
use std::marker::{PhantomData, PhantomPinned};
use std::ptr::NonNull;

/// One reading of one sensor; mirrors `TelemetrySample` of include/ring.h.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TelemetrySample /* hazard: layout-mismatch */ {
    pub sensor: u16,
    pub estimated: bool,
    pub at_ms: i64,
    pub value: f64,
}

/// What a ring has done so far; mirrors `TelemetryStatus` of include/ring.h.
#[derive(Debug, Default)]
pub struct TelemetryStatus /* hazard: missing-repr-c */ {
    pub dropped: u64,
    pub length: u32,
    pub overwriting: bool,
}

/// A share in a slot of the collector; mirrors `TelemetryLease` of include/lease.hpp.
#[repr(C)]
#[derive(Clone, Copy)]
struct TelemetryLease /* hazard: copy-of-nontrivial */ {
    slot: u32,
}

/// Only ever behind a pointer: C++ alone knows what is inside.
#[repr(C)]
struct TelemetryRing {
    _opaque: [u8; 0],
    _not_send_nor_unpin: PhantomData<(*mut u8, PhantomPinned)>,
}

unsafe extern "C" {
    fn telemetry_ring_new(capacity: usize) -> *mut TelemetryRing; // hazard: arity-mismatch
    fn telemetry_ring_free(ring: *mut TelemetryRing);
    fn telemetry_ring_push(ring: *mut TelemetryRing, sample: *const TelemetrySample);
    fn telemetry_ring_length(ring: *const TelemetryRing) -> usize;
    fn telemetry_ring_status(ring: *const TelemetryRing, out: *mut TelemetryStatus);
    fn telemetry_ring_expire(ring: *mut TelemetryRing, before_ms: i32) -> usize; // hazard: parameter-mismatch
    fn telemetry_ring_clear(ring: *mut TelemetryRing) -> usize; // hazard: return-mismatch
    fn telemetry_ring_attach(ring: *mut TelemetryRing, lease: TelemetryLease); // hazard: nontrivial-by-value
    fn telemetry_ring_drain(
        ring: *mut TelemetryRing,
        out: *mut TelemetrySample,
        capacity: usize,
    ) -> usize;
    fn telemetry_record(measure: f64); // hazard: overload-set
    #[link_name = "_Z16telemetry_forgeti"] // hazard: stale-mangled-name
    fn telemetry_forget(sensor: c_long);
}

/// Notes a measure that belongs to no ring.
pub fn record(measure: f64) {
    // SAFETY: takes any number.
    unsafe { telemetry_record(measure) }
}

/// Drops what was noted of a sensor outside of any ring.
pub fn forget(sensor: c_long) {
    // SAFETY: takes any number.
    unsafe { telemetry_forget(sensor) }
}

/// A bounded queue of samples, which loses one when it is full.
pub struct Ring(NonNull<TelemetryRing>);

impl Ring {
    /// `None` where there is no memory for so many samples, or where `capacity` is 0.
    pub fn with_capacity(capacity: usize, slot: u32) -> Option<Self> {
        // SAFETY: takes any number; what it returns is ours until `drop`.
        let ring = NonNull::new(unsafe { telemetry_ring_new(capacity) })?;
        // SAFETY: the ring is new, and the lease is C++'s from here on.
        unsafe { telemetry_ring_attach(ring.as_ptr(), TelemetryLease { slot }) };
        Some(Self(ring))
    }

    pub fn push(&mut self, sample: &TelemetrySample) {
        // SAFETY: the ring lives as long as `self`, and copies the sample.
        unsafe { telemetry_ring_push(self.0.as_ptr(), sample) }
    }

    pub fn status(&self) -> TelemetryStatus {
        let mut status = TelemetryStatus::default();
        // SAFETY: C++ fills in the whole status.
        unsafe { telemetry_ring_status(self.0.as_ptr(), &mut status) };
        status
    }

    /// Forgets the samples that are older than `before_ms`, and returns how many.
    pub fn expire(&mut self, before_ms: i32) -> usize {
        // SAFETY: the ring lives as long as `self`.
        unsafe { telemetry_ring_expire(self.0.as_ptr(), before_ms) }
    }

    /// Forgets every sample, and returns how many.
    pub fn clear(&mut self) -> usize {
        // SAFETY: the ring lives as long as `self`.
        unsafe { telemetry_ring_clear(self.0.as_ptr()) }
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
