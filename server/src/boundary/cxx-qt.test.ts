import { describe, expect, it } from 'vitest';
import { check, checkQuiet } from '../hazards/testing/check.js';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const HEADER = `
//- include/timer.h
struct Point { int x; };
void log_line(int level, int line);
class Timer {
public:
  void start(int milliseconds);
  int interval() const;
signals:
  void dataReady(int count);
private:
  void timeout(Point);
};
`;

const BRIDGE = `
#[cxx_qt::bridge(namespace = "demo")]
pub mod qobject {
    #[namespace = ""]
    unsafe extern "C++" {
        include!("timer.h");
        fn log_line(level: i32, line: i32);
    }

    #[namespace = ""]
    #[auto_cxx_name]
    unsafe extern "C++Qt" {
        #[qobject]
        type Timer;
        fn start(self: Pin<&mut Timer>, milliseconds: i32);
        fn interval(self: &Timer) -> i32;
        #[qsignal]
        fn data_ready(self: Pin<&mut Self>, count: i32);
        #[qsignal]
        pub(self) fn timeout(self: Pin<&mut Self>);
    }

    #[qenum(Counter)]
    #[derive(Debug)]
    enum Mode { Up, Down }

    qnamespace!("demo");

    #[auto_cxx_name]
    unsafe extern "RustQt" {
        #[qobject]
        #[qml_element]
        #[base = Timer]
        #[qproperty(i32, count, READ, NOTIFY = changed)]
        type Counter = super::CounterRust;

        #[inherit]
        fn start(self: Pin<&mut Counter>, milliseconds: i32);
        #[qsignal]
        fn changed(self: Pin<&mut Self>, mode: Mode);
        #[qinvokable]
        #[cxx_override]
        fn reset(self: Pin<&mut Self>);
    }

    impl cxx_qt::Threading for Counter {}
    impl cxx_qt::Constructor<(i32,), NewArguments = (i32,)> for Counter {}

    extern "Rust" {
        type CounterRust;
        fn report(counter: &Counter, object: &QObject, mode: Mode, inner: &CounterRust, thread: &CounterCxxQtThread);
    }
}
pub struct CounterRust { count: i32 }
`;

describe('a bridge of cxx-qt', () => {
  it('crosses where cxx would, and where it declares the C++ of a QObject', async () => {
    const workspace = await MemoryWorkspace.of({
      'src/lib.rs': BRIDGE,
      'include/timer.h': HEADER.replace('//- include/timer.h', ''),
    });
    const { crossings, unpaired } = await workspace.check();
    expect(crossings.map(({ name, mechanism }) => `${name} through ${mechanism}`).sort()).toEqual([
      'Timer through cxx-qt',
      'Timer::dataReady through cxx-qt',
      'Timer::interval through cxx-qt',
      'Timer::start through cxx-qt',
      'log_line through cxx-qt',
    ]);
    expect(unpaired).toEqual([]);
  });

  it('has nothing that is not said of cxx-qt’s own grammar', () =>
    checkQuiet(`//- src/lib.rs${BRIDGE}${HEADER}`));

  it('drifts from C++ like a bridge of cxx', () =>
    check(`
//- src/lib.rs
#[cxx_qt::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("timer.h");
        fn log_line(level: i32, line: f64);
        //                      ^^^^^^^^^ error: C++ takes \`int\` for \`line\`, Rust declares \`f64\`: an integer of 4 bytes in C++, a floating-point number of 8 bytes in Rust
    }
    unsafe extern "C++Qt" {
        #[qobject]
        type Timer;
        #[qsignal]
        #[cxx_name = "dataReady"]
        fn data_ready(self: Pin<&mut Timer>);
        //           ^^^^^^^^^^^^^^^^^^^^^^^ error: C++ takes 1 parameter, Rust declares 0: \`count\` is missing
    }
}
${HEADER}`));

  it('has what cxx itself rejects in what is handed on to it', () =>
    check(`
//- src/lib.rs
#[cxx_qt::bridge]
mod ffi {
    struct Pair(i32, i32);
//  ^^^^^^^^^^^^^^^^^^^^^^ error: \`Pair\` has no named fields, which a shared struct needs
}
`));

  it.each([
    [
      'a struct with properties',
      `#[cxx_qt::qobject(qml_uri = "demo", qml_version = "1.0")]
       #[derive(Default)]
       pub struct Hello;
       #[cxx_qt::qsignals(Hello)]
       pub enum Signals<'a> { Said { text: &'a QString } }
       impl qobject::Hello { #[qinvokable] pub fn say(&self) {} }`,
    ],
    [
      'an object behind a struct `Data`',
      `#[derive(Default)] pub struct Data { number: i32 }
       #[derive(Default)] pub struct RustObj;
       impl cxx_qt::QObject<RustObj> { #[invokable] pub fn say(&self) {} }`,
    ],
    [
      'what is only handed on',
      `const MAX: u16 = 1; use super::Other; #[custom] extern "C" {} macro_rules! m { () => {}; } fn f() {}`,
    ],
  ])('is left to the versions of cxx-qt that know it: %s', async (_, items) => {
    await check(`//- src/lib.rs\n#[cxx_qt::bridge]\nmod ffi { ${items} }\n`);
  });
});
