// SYNTAX TEST "source.rust" "cxx bridges in Rust"

#[cxx::bridge]
// <- meta.attribute.cxx-bridge.ferrule punctuation.definition.attribute.rust
// <~- meta.attribute.cxx-bridge.ferrule punctuation.brackets.attribute.rust
//^^^ meta.attribute.cxx-bridge.ferrule entity.name.namespace.cxx
//     ^^^^^^ keyword.other.bridge.cxx
//           ^ meta.attribute.cxx-bridge.ferrule punctuation.brackets.attribute.rust
mod ffi {
// <--- source.rust - meta.attribute.cxx-bridge.ferrule
    unsafe extern "C++" {
        include!("api/widget.h");
//      ^^^^^^^^ meta.include.cxx.ferrule keyword.other.include.cxx
//               ^^^^^^^^^^^^^^ string.quoted.double.include.cxx
//                              ^ - meta.include.cxx.ferrule
        include!(<vector>);
//               ^^^^^^^^ string.quoted.other.lt-gt.include.cxx
        type Widget;
//      ^^^^ source.rust - meta.include.cxx.ferrule
    }
}

#[cxx::bridge(namespace = "org::example")]
//           ^ punctuation.brackets.round.rust
//            ^^^^^^^^^ variable.parameter.namespace.cxx
//                      ^ keyword.operator.assignment.rust
//                        ^^^^^^^^^^^^^^ string.quoted.double.namespace.cxx
//                         ^^^ entity.name.namespace.cxx
//                            ^^ string.quoted.double.namespace.cxx - entity.name.namespace.cxx
//                                       ^ meta.attribute.cxx-bridge.ferrule
#[cxx::bridge(namespace = org::example)]
//                        ^^^ entity.name.namespace.cxx
#[::cxx::bridge]
//       ^^^^^^ keyword.other.bridge.cxx

#[cxx::bridges]
//^^^ meta.attribute.rust - meta.attribute.cxx-bridge.ferrule
#[derive(Debug)]
//^^^^^^ meta.attribute.rust - meta.attribute.cxx-bridge.ferrule
// As in `#[cxx::bridge]` with `include!("api.h")`.
//        ^^^^^^^^^^^^^^ comment.line.double-slash.rust - meta.attribute.cxx-bridge.ferrule
//                              ^^^^^^^^ comment.line.double-slash.rust - keyword.other.include.cxx
include!("generated.rs");
// <-------- entity.name.function.macro.rust - keyword.other.include.cxx
include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
// <-------- entity.name.function.macro.rust - keyword.other.include.cxx
my_include!("api.h");
// <----------- entity.name.function.macro.rust - keyword.other.include.cxx
"include!(<vector>)"
// <~------------------ string.quoted.double.rust - keyword.other.include.cxx

#[cxx_qt::bridge]
//^^^^^^ meta.attribute.cxx-bridge.ferrule entity.name.namespace.cxx
//        ^^^^^^ keyword.other.bridge.cxx
mod qobject {}
