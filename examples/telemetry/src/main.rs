//! Collects the readings of a plant's sensors and prints a report of them.
//!
//! `telemetry [FILE]` reads FILE, or the readings that come with the program.

mod bridge;
mod collector;
mod host;
mod protocol;
mod quantiles;
mod ring;

use std::error::Error;
use std::{env, fs};

use collector::Collector;

/// Room for the readings of one report; what exceeds it pushes out the oldest.
const RING_CAPACITY: usize = 24;

fn main() -> Result<(), Box<dyn Error>> {
    let input = match env::args_os().nth(1) {
        Some(path) => fs::read_to_string(path)?,
        None => include_str!("../data/readings.txt").to_owned(),
    };

    let mut collector = Collector::new(RING_CAPACITY);
    for (index, line) in input.lines().enumerate() {
        match protocol::parse_line(line) {
            Ok(Some(reading)) => collector.record(&reading)?,
            Ok(None) => {}
            Err(malformed) => eprintln!("telemetry: line {}: {malformed}", index + 1),
        }
    }
    print!("{}", collector.report("Plant 7")?);
    Ok(())
}
