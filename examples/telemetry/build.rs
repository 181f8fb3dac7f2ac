use std::env;
use std::path::PathBuf;

use zngur::Zngur;

fn main() {
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));

    Zngur::from_zng_file("quantiles.zng")
        .with_h_file(out_dir.join("quantiles.h"))
        .with_cpp_file(out_dir.join("quantiles.cpp"))
        .with_rs_file(out_dir.join("quantiles.rs"))
        .with_zng_header_in_place()
        .generate();

    // `cxx_build` hands out a `cc::Build` that already knows where the bridge's header is.
    cxx_build::bridge("src/bridge.rs")
        .std("c++17")
        .extra_warnings(true)
        .files(["cpp/ring.cpp", "cpp/panel.cpp", "cpp/sink.cpp"])
        .compile("telemetry");

    cc::Build::new()
        .cpp(true)
        .std("c++17")
        .extra_warnings(true)
        .include(&out_dir)
        .file("cpp/band.cpp")
        .compile("telemetry-band");

    // Generated code is not ours to warn about.
    cc::Build::new()
        .cpp(true)
        .std("c++17")
        .warnings(false)
        .file(out_dir.join("quantiles.cpp"))
        .compile("telemetry-zngur");

    for input in ["quantiles.zng", "src/bridge.rs", "include", "cpp"] {
        println!("cargo::rerun-if-changed={input}");
    }
}
