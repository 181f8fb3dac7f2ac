use crate::sink_bridge::ffi;

pub fn check() {
    let mut sink = ffi::new_sink("Plant 7").unwrap();
    sink.pin_mut().append_line("calm").unwrap();
    assert_eq!(sink.text().to_str(), Ok("Plant 7\ncalm\n"));
}
