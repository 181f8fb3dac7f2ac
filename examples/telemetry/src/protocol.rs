//! The line protocol: `<sensor> <quantity> <milliseconds> <value>`, where `~` before the value
//! marks an estimate, and `#` a comment.

use std::fmt;

use crate::bridge::Quantity;

/// What one line says.
#[derive(Debug, PartialEq)]
pub struct Reading<'line> {
    pub sensor: &'line str,
    pub quantity: Quantity,
    pub at_ms: i64,
    pub value: f64,
    pub estimated: bool,
}

/// Why a line is not a reading.
#[derive(Debug, PartialEq)]
pub enum Malformed<'line> {
    FieldCount(usize),
    Quantity(&'line str),
    Number(&'line str),
}

/// Reads one line; `None` where it is empty or a comment.
pub fn parse_line(line: &str) -> Result<Option<Reading<'_>>, Malformed<'_>> {
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let fields: Vec<&str> = line.split_whitespace().collect();
    let &[sensor, quantity, at_ms, value] = fields.as_slice() else {
        return Err(Malformed::FieldCount(fields.len()));
    };
    let exact = value.strip_prefix('~');
    Ok(Some(Reading {
        sensor,
        quantity: parse_quantity(quantity).ok_or(Malformed::Quantity(quantity))?,
        at_ms: at_ms.parse().map_err(|_| Malformed::Number(at_ms))?,
        value: exact
            .unwrap_or(value)
            .parse()
            .map_err(|_| Malformed::Number(value))?,
        estimated: exact.is_some(),
    }))
}

fn parse_quantity(name: &str) -> Option<Quantity> {
    match name {
        "temperature" => Some(Quantity::Temperature),
        "pressure" => Some(Quantity::Pressure),
        "humidity" => Some(Quantity::Humidity),
        _ => None,
    }
}

impl fmt::Display for Malformed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FieldCount(count) => write!(f, "expected 4 fields, found {count}"),
            Self::Quantity(name) => write!(f, "unknown quantity `{name}`"),
            Self::Number(text) => write!(f, "`{text}` is not a number"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_estimate() {
        let reading = Reading {
            sensor: "boiler",
            quantity: Quantity::Temperature,
            at_ms: 1000,
            value: 81.5,
            estimated: true,
        };
        assert_eq!(
            parse_line("boiler temperature 1000 ~81.5"),
            Ok(Some(reading))
        );
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(parse_line("boiler"), Err(Malformed::FieldCount(1)));
        assert_eq!(
            parse_line("boiler voltage 1000 3.3"),
            Err(Malformed::Quantity("voltage"))
        );
        assert_eq!(
            parse_line("boiler pressure 1000 high"),
            Err(Malformed::Number("high"))
        );
    }
}
