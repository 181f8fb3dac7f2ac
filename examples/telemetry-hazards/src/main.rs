//! Collects a few readings of one sensor and prints a report of them.

mod bridge;
mod host;
mod label;
mod ring;

use std::error::Error;

use bridge::Quantity;
use ring::{Ring, TelemetrySample};

fn main() -> Result<(), Box<dyn Error>> {
    let mut panel = bridge::new_panel();
    let boiler = panel.pin_mut().add(Quantity::Temperature, "boiler")?;

    let mut ring = Ring::with_capacity(24, 7).ok_or("no memory for the ring")?;
    for (at_ms, value) in [(1000, 81.5), (2000, 81.9), (3000, 97.3)] {
        ring.push(&TelemetrySample {
            sensor: boiler,
            estimated: false,
            at_ms,
            value,
        });
    }
    ring.expire(1500);
    for sample in ring.drain() {
        let window = panel.pin_mut().window_mut(sample.sensor)?;
        window.observe(sample.value);
    }

    let window = panel.window(boiler)?;
    let mut sink = bridge::new_sink("Plant 7");
    sink.pin_mut()
        .append_summary(&window.label(), &window.summarize());
    let status = ring.status();
    if !status.overwriting {
        ring::record(status.dropped as f64);
        ring::forget(boiler.into());
    }
    sink.pin_mut()
        .append_line(&format!("measurements dropped: {}", host::dropped()));
    print!("{}", sink.text());
    eprintln!(
        "telemetry: {} of {} left unread",
        ring.clear(),
        status.length
    );
    Ok(())
}
