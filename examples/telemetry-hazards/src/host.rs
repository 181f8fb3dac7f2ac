//! What the C++ core asks of us: the other side of include/host.h.

use std::ffi::c_char;
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ring::TelemetrySample;

static DROPPED: AtomicU64 = AtomicU64::new(0);

/// How many samples a full ring has overwritten so far.
pub fn dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// Prints a message of the core, with its RFC 5424 severity in words.
///
/// # Safety
/// `text` must point to `length` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn telemetry_host_log(severity: i32, text: *const c_char, length: usize) {
    let kind = match severity {
        ..=3 => "error",
        4 => "warning",
        _ => "note",
    };
    // SAFETY: promised by the caller.
    let text = unsafe { slice::from_raw_parts(text.cast(), length) };
    eprintln!("telemetry: {kind}: {}", String::from_utf8_lossy(text));
}

/// Counts a sample that is about to be overwritten, unless it was only an estimate.
///
/// # Safety
/// `sample` must point to a sample.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn telemetry_host_dropped(sample: *const TelemetrySample) {
    // SAFETY: promised by the caller.
    if !unsafe { (*sample).estimated } {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}
