import { describe, expect, it } from 'vitest';
import { at, readRust } from './testing/read-rust.js';

describe('include_cpp!', () => {
  it('gives its directives as they stand there', async () => {
    const source = `
mod outer {
    #[cfg(unix)]
    autocxx::include_cpp! {
        #include "a.h" // generate!("no")
        /* generate!("no") */ name!(bindings)
        generate!("ns::Goat") generate_all!()
        safety!(unsafe_references_wrapped)
        concrete!(r#"std::vector<"x">"#, Strings)
        extern_cpp_type!("A", crate::other::A)
        rust_type!(Dinosaur)
        extern_rust_function!(path, fn f(x: &str) -> (i32, [u8; 3]))
    }
}`;
    const { inclusions, macros, problems } = await readRust(source);
    expect([macros, problems]).toEqual([[], []]);
    const inclusion = inclusions[0]!;
    expect([inclusion.module, inclusion.modulePath, inclusion.condition.length]).toEqual([
      'bindings',
      ['outer'],
      1,
    ]);
    expect(at(source, inclusion.nameRange)).toBe('autocxx::include_cpp');
    expect(
      inclusion.directives.map(({ name, value, rust, valueRange }) => [
        name,
        value,
        rust,
        at(source, valueRange),
      ]),
    ).toEqual([
      ['include', 'a.h', null, '"a.h"'],
      ['name', null, 'bindings', 'name!(bindings)'],
      ['generate', 'ns::Goat', null, '"ns::Goat"'],
      ['generate_all', null, null, 'generate_all!()'],
      ['safety', null, 'unsafe_references_wrapped', 'safety!(unsafe_references_wrapped)'],
      ['concrete', 'std::vector<"x">', 'Strings', 'r#"std::vector<"x">"#'],
      ['extern_cpp_type', 'A', 'crate::other::A', '"A"'],
      ['rust_type', null, 'Dinosaur', 'rust_type!(Dinosaur)'],
      expect.arrayContaining(['extern_rust_function']),
    ]);
  });

  it.each([
    'include_cpp! {',
    'include_cpp! { generate!("x"',
    'include_cpp!()',
    'include_cpp! { # }',
    'include_cpp! { ! ( }',
  ])('is read as far as it goes: %s', async (source) => {
    const { inclusions } = await readRust(source);
    expect(inclusions.flatMap(({ directives }) => directives)).toEqual([]);
  });
});
