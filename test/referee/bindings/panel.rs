use crate::panel_bridge::ffi::{self, Quantity};

pub fn check() {
    let mut panel = ffi::new_panel().unwrap();
    // The header only declares the enum, so that the bridge knows none of its values.
    let sensor = panel.pin_mut().add(Quantity { repr: 1 }).unwrap();
    panel.pin_mut().window_mut(sensor).unwrap().observe(21.5);
    assert!(panel.window(sensor).is_ok());
    assert!(panel.window(sensor + 1).is_err());
}
