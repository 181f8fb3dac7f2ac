fn main() {
    cxx_build::bridge("src/bridge.rs")
        .std("c++17")
        .extra_warnings(true)
        .files([
            "cpp/ring.cpp",
            "cpp/record.cpp",
            "cpp/panel.cpp",
            "cpp/sink.cpp",
        ])
        .compile("telemetry");

    for input in ["src/bridge.rs", "include", "cpp"] {
        println!("cargo::rerun-if-changed={input}");
    }
}
