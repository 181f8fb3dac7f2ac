//! Order statistics, which C++ reads through quantiles.zng.

pub use zngur::typical_band;

/// Exact measurements, kept in ascending order.
pub struct Quantiles {
    ascending: Vec<f64>,
}

/// The range in which values are unremarkable.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Band {
    pub low: f64,
    pub high: f64,
}

impl Quantiles {
    /// The value below which `fraction` of all values lie, interpolated; NaN where there are none.
    pub fn at(&self, fraction: f64) -> f64 {
        let Some(last) = self.ascending.len().checked_sub(1) else {
            return f64::NAN;
        };
        let position = fraction.clamp(0.0, 1.0) * last as f64;
        let (below, above) = (position.floor() as usize, position.ceil() as usize);
        let weight = position.fract();
        self.ascending[below] * (1.0 - weight) + self.ascending[above] * weight
    }
}

impl FromIterator<f64> for Quantiles {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut ascending: Vec<f64> = values.into_iter().collect();
        ascending.sort_by(f64::total_cmp);
        Self { ascending }
    }
}

impl Band {
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[allow(clippy::all, dead_code, unused_imports, unused_unsafe)]
mod zngur {
    include!(concat!(env!("OUT_DIR"), "/quantiles.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_is_tukeys() {
        let quantiles: Quantiles = [4.0, 1.0, 3.0, 2.0, 5.0].into_iter().collect();
        assert_eq!(quantiles.at(0.5), 3.0);

        let band = typical_band(&quantiles);
        assert_eq!((band.low, band.high), (-1.0, 7.0));
    }
}
