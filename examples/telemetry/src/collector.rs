//! Takes readings in, and sums them up sensor by sensor.

use std::pin::Pin;

use cxx::UniquePtr;

use crate::bridge::{self, Panel, Sink};
use crate::host;
use crate::protocol::Reading;
use crate::quantiles::{Quantiles, typical_band};
use crate::ring::{Ring, TelemetrySample};

pub struct Collector {
    ring: Ring,
    panel: UniquePtr<Panel>,
    /// In the order of their windows in the panel.
    sensors: Vec<String>,
}

impl Collector {
    /// # Panics
    /// Where there is no memory for a ring of `capacity` samples.
    pub fn new(capacity: usize) -> Self {
        Self {
            ring: Ring::with_capacity(capacity).expect("memory for the ring"),
            panel: bridge::new_panel(),
            sensors: Vec::new(),
        }
    }

    /// Queues a reading; its sensor gets a window with the first.
    pub fn record(&mut self, reading: &Reading<'_>) -> Result<(), cxx::Exception> {
        let mut known = (0..).zip(&self.sensors);
        let sensor = match known.find(|(_, name)| *name == reading.sensor) {
            Some((sensor, _)) => sensor,
            None => {
                let sensor = self.panel.pin_mut().add(reading.quantity)?;
                self.sensors.push(reading.sensor.to_owned());
                sensor
            }
        };
        self.ring.push(&TelemetrySample {
            sensor,
            at_ms: reading.at_ms,
            value: reading.value,
            estimated: reading.estimated,
        });
        Ok(())
    }

    /// Empties the queue and writes what was in it, one sensor after the other.
    pub fn report(&mut self, title: &str) -> Result<String, cxx::Exception> {
        let samples = self.ring.drain();
        for sample in &samples {
            let window = self.panel.pin_mut().window_mut(sample.sensor)?;
            window.observe(sample.value);
        }

        let mut sink = bridge::new_sink(title);
        for (sensor, name) in (0..).zip(&self.sensors) {
            let summary = self.panel.window(sensor)?.summarize();
            sink.pin_mut().append_summary(name, &summary);
            append_outliers(
                sink.pin_mut(),
                samples.iter().filter(|s| s.sensor == sensor),
            );
        }
        let dropped = host::dropped();
        sink.pin_mut()
            .append_line(&format!("measurements dropped: {dropped}"));
        Ok(sink.text().to_string_lossy().into_owned())
    }
}

/// Writes a line for each measurement that is far from the others of its sensor.
fn append_outliers<'a>(
    mut sink: Pin<&mut Sink>,
    samples: impl Iterator<Item = &'a TelemetrySample>,
) {
    let measured: Vec<_> = samples.filter(|sample| !sample.estimated).collect();
    let quantiles: Quantiles = measured.iter().map(|sample| sample.value).collect();

    let band = typical_band(&quantiles);
    for TelemetrySample { at_ms, value, .. } in measured {
        if !band.contains(*value) {
            let line = format!("  outlier: {value:.1} after {at_ms} ms");
            sink.as_mut().append_line(&line);
        }
    }
}
