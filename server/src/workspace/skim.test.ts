import { describe, expect, it } from 'vitest';
import type { Language } from '../facts/facts.js';
import { skim } from './skim.js';

const skimText = (text: string, language: Language = 'cpp') => skim(Buffer.from(text), language);

describe('boundary', () => {
  it.each([
    ['extern "C" { fn f(); }', true],
    ['extern{ fn f(); }', true],
    ['\ufeffextern "C" { fn f(); }', true],
    ['unsafe extern "C-unwind" {}', true],
    ['pub extern fn f() {}', true],
    ['#[unsafe(no_mangle)] pub fn f() {}', true],
    ['#[cxx::bridge] mod ffi {}', true],
    ['use cxx::bridge; #[bridge(namespace = "a")] mod ffi {}', true],
    ['extern crate alloc;', false],
    ['pub fn plain() {}', false],
  ])('of Rust: %s', (text, boundary) => {
    expect(skimText(text, 'rust').boundary).toBe(boundary);
  });

  it.each([
    ['extern "C" void f();', true],
    ['extern\n"C"\n{', true],
    ['extern "C++" {', false],
    ['extern int x;', false],
    ['__BEGIN_DECLS', true],
    ['MYLIB_BEGIN_DECLS', true],
    ['EXTERN_C void f();', true],
    ['#include "rust/cxx.h"', true],
    ['#include "demo/src/lib.rs.h"', true],
    ['namespace cxx { }', false],
  ])('of C++: %s', (text, boundary) => {
    expect(skimText(text).boundary).toBe(boundary);
  });

  it('is always true of an IDL', () => {
    expect(skimText('type crate::A {}', 'zng').boundary).toBe(true);
  });
});

describe('mentions', () => {
  it('knows every identifier, also in strings, comments and other scripts', () => {
    const { mentions } = skimText('int alpha = beta2; // gamma\n"delta" größe r#type');
    for (const name of ['alpha', 'beta2', 'gamma', 'delta', 'größe', 'type'])
      expect(mentions(name)).toBe(true);
  });

  it('takes whole identifiers only, and no letters of numbers', () => {
    const { mentions } = skimText('widget_new 0xabc 1e9');
    for (const name of ['widget', 'new', 'xabc', 'e9']) expect(mentions(name)).toBe(false);
  });

  it('is wrong in at most one of a hundred cases', () => {
    const { mentions } = skimText(Array.from({ length: 5000 }, (_, i) => `held_${i}`).join(' '));
    for (let i = 0; i < 5000; i++) expect(mentions(`held_${i}`)).toBe(true);
    const wrong = Array.from({ length: 20_000 }, (_, i) => mentions(`absent_${i}`)).filter(Boolean).length;
    expect(wrong / 20_000).toBeLessThanOrEqual(0.01);
  });
});

describe('declaresType', () => {
  it.each([
    ['class Foo {', 'Foo'],
    ['class EXPORT_API Foo final : public Base {', 'Foo'],
    ['struct alignas(8) Foo {', 'Foo'],
    ['struct __attribute__((packed, aligned(4))) Foo {', 'Foo'],
    ['class [[deprecated("see http://x; y")]] Foo {', 'Foo'],
    ['struct /* a; b */ Foo {', 'Foo'],
    ['enum class Foo : int {', 'Foo'],
    ['struct outer::inner::Foo {', 'Foo'],
    ['template <class T, class U> class Foo<T*> {', 'Foo'],
    ['using Foo = int;', 'Foo'],
    ['using ns::Foo;', 'Foo'],
    ['typedef int Foo;', 'Foo'],
    ['typedef struct { int a; struct { int b; } c; } Foo, *FooPointer;', 'FooPointer'],
    ['typedef void (*Foo)(int);', 'Foo'],
    ['typedef unsigned char Foo[16];', 'Foo'],
    ['typedef struct {\n#ifdef A\n union {\n#else\n struct {\n#endif\n int x; }; } Foo;', 'Foo'],
    ['struct {} typedef Foo;', 'Foo'],
  ])('in C++: %s', (text, name) => {
    expect(skimText(text).declaresType(name)).toBe(true);
  });

  it.each([
    ['pub struct Foo<T>(T);', 'Foo'],
    ['type Foo = u32;', 'Foo'],
    ['pub enum Foo { A }', 'Foo'],
    ['union Foo { a: u8 }', 'Foo'],
  ])('in Rust: %s', (text, name) => {
    expect(skimText(text, 'rust').declaresType(name)).toBe(true);
  });

  it('does not take uses for declarations', () => {
    const { declaresType } = skimText(
      'class Foo : public Base { Member m; void f(Argument a); }; Result g();',
    );
    for (const name of ['Base', 'Member', 'Argument', 'Result', 'f', 'm'])
      expect(declaresType(name)).toBe(false);
  });
});

it('changes its stamp with the content and only with it', () => {
  expect(skimText('int a;').stamp).toBe(skimText('int a;').stamp);
  expect(skimText('int a;').stamp).not.toBe(skimText('int b;').stamp);
});
