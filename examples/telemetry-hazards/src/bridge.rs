//! The classes of the C++ core, bound with cxx.

pub use ffi::*;

#[cxx::bridge(namespace = "telemetry")]
mod ffi {
    /// What a sensor measures.
    #[derive(Debug)]
    enum Quantity {
        Temperature,
        Pressure,
        Humidity,
    }

    /// The values in one window, summed up.
    struct Summary {
        quantity: Quantity,
        count: usize,
        lowest: f64,
        mean: f64,
        highest: f64,
    }

    extern "Rust" {
        fn unit(quantity: Quantity) -> &'static str;
    }

    unsafe extern "C++" {
        include!("telemetry/include/label.hpp");

        type Label = crate::label::Label; // hazard: non-relocatable-by-value

        include!("telemetry/include/panel.hpp");

        type Window;
        fn observe(self: Pin<&mut Window>, value: f64);
        fn summarize(self: &Window) -> Summary;
        fn label(self: &Window) -> Label;

        type Panel;
        fn new_panel() -> UniquePtr<Panel>;
        fn add(self: Pin<&mut Panel>, quantity: Quantity, label: &str) -> Result<u16>;
        fn window(self: &Panel, sensor: u16) -> Result<&Window>;
        #[rust_name = "window_mut"]
        fn window(self: Pin<&mut Panel>, sensor: u16) -> Result<Pin<&mut Window>>;

        include!("telemetry/include/sink.hpp");

        type Sink;
        fn new_sink(title: &str) -> UniquePtr<Sink>;
        #[rust_name = "append_line"]
        fn append(self: Pin<&mut Sink>, line: &str);
        #[rust_name = "append_summary"]
        fn append(self: Pin<&mut Sink>, sensor: &Label, summary: &Summary);
        fn text(self: &Sink) -> &CxxString;
    }
}

/// The unit in which values of a quantity are reported.
fn unit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Temperature => "°C",
        Quantity::Pressure => "kPa",
        Quantity::Humidity => "%",
        _ => "?",
    }
}
