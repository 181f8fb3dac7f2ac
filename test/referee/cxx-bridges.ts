import type { Random } from './random.js';

/**
 * A bridge with a few things that cxx may reject, each on a line of its own. What it cannot read is not mixed
 * with names that are declared twice: the macro reports both at once, the generator one after the other.
 */
export function randomBridge(random: Random): string {
  const unreadable = random.chance(0.4);
  const items = [
    ...BASE,
    ...Array.from({ length: random.integer(0, 2) }, () => randomItem(random, unreadable)),
    `    unsafe extern "C++" {`,
    ...Array.from({ length: random.integer(0, 3) }, (_, i) => randomFunction(random, `call${i}`, unreadable)),
    '    }',
    `    extern "Rust" {`,
    ...Array.from({ length: random.integer(1, 4) }, (_, i) =>
      randomFunction(random, `serve${i}`, unreadable),
    ),
    '    }',
  ];
  return ['#[cxx::bridge(namespace = "a::b")]', 'mod ffi {', ...items, '}', ''].join('\n');
}

const BASE = [
  '    struct Shared { x: i32 }',
  '    #[repr(u8)]',
  '    enum Color { Red, Green = 4 }',
  '    unsafe extern "C++" {',
  '        include!("a.h");',
  '        type Opaque;',
  "        type Lent<'a>;",
  '        type Trivial = crate::Trivial;',
  '    }',
  '    extern "Rust" {',
  '        type Engine;',
  '    }',
];

const NAMES = [
  ...[
    'bool',
    'u8',
    'i32',
    'u64',
    'usize',
    'f64',
    'c_char',
    'String',
    'CxxString',
    'Shared',
    'Color',
    'Opaque',
  ],
  ...['Trivial', 'Engine', 'Missing'],
];

const TEMPLATES = ['Box', 'Vec', 'UniquePtr', 'SharedPtr', 'WeakPtr', 'CxxVector'];

/** What cxx accepts everywhere. */
const SOUND_TYPES = [
  ...['u8', 'f64', 'bool', 'String', '&str', '&CxxString', 'UniquePtr<CxxString>', 'UniquePtr<Opaque>'],
  ...[
    'Box<Engine>',
    'Vec<Shared>',
    'Vec<String>',
    'Color',
    'Shared',
    'Trivial',
    '&Opaque',
    'Pin<&mut Opaque>',
  ],
  ...['&[u8]', '&mut [Shared]', 'SharedPtr<Opaque>', 'UniquePtr<CxxVector<u8>>', '[f32; 4]', '&mut Engine'],
];

function randomType(random: Random, depth: number): string {
  if (random.chance(0.75)) return random.pick(SOUND_TYPES);
  const inner = (): string => randomType(random, depth - 1);
  if (depth === 0 || random.chance(0.3)) return random.pick(NAMES);
  switch (random.integer(0, 8)) {
    case 0:
    case 1:
    case 2:
      return `${random.pick(TEMPLATES)}<${inner()}>`;
    case 3:
      return `&${inner()}`;
    case 4:
      return `Pin<&mut ${inner()}>`;
    case 5:
      return `&mut ${inner()}`;
    case 6:
      return `&${random.chance(0.5) ? 'mut ' : ''}[${inner()}]`;
    case 7:
      return `*${random.pick(['const', 'mut'])} ${inner()}`;
    default:
      return random.pick(['&str', `[${inner()}; 3]`, `fn(${inner()}) -> ${inner()}`, 'fn(i32)']);
  }
}

const UNREADABLE_TYPES = [
  ...['&mut str', '[u8; N]', '[u8; 0]', '(u8, i32)', 'std::string::String', 'cxx::CxxString', 'Option<u8>'],
  ...[
    'HashMap<u8, u8>',
    'dyn Fn()',
    'impl Fn()',
    '[u8]',
    "for<'a> fn(&'a u8)",
    'Pin<Box<Opaque>>',
    'Box<u8, u8>',
  ],
];

function randomFunction(random: Random, name: string, unreadable: boolean): string {
  const flawed = unreadable && random.chance(0.4);
  const parameters = Array.from(
    { length: random.integer(0, 2) },
    (_, i) =>
      `p${i}: ${flawed && random.chance(0.5) ? random.pick(UNREADABLE_TYPES) : randomType(random, 2)}`,
  );
  const receiver = random.pick([
    ...[
      '',
      '',
      '',
      '',
      '',
      '',
      '&self',
      'self: &Opaque',
      'self: Pin<&mut Opaque>',
      'self: &mut Opaque',
      'self: &Color',
    ],
    ...[
      'self: &Engine',
      'self: &mut Shared',
      'self: &Missing',
      'self: &mut Trivial',
      ...(flawed ? ['self'] : []),
    ],
  ]);
  const result = random.pick([
    '',
    '',
    ` -> ${randomType(random, 2)}`,
    ` -> Result<${randomType(random, 1)}>`,
  ]);
  const flaw = flawed ? random.pick(['async ', 'const ', 'extern "C" ', '', '']) : '';
  const lifetimes = random.chance(0.1) ? "<'a>" : '';
  const unsafe = flaw === '' && random.chance(0.3) ? 'unsafe ' : '';
  const attribute = random.pick([
    ...[
      '',
      '',
      '',
      '',
      '#[must_use] ',
      '#[cxx_name = "other"] ',
      '#[namespace = "c"] ',
      '#[allow(dead_code)] ',
    ],
    ...(receiver === '' ? ['#[Self = "Opaque"] ', '#[Self = "Color"] ', '#[Self = "Missing"] '] : []),
    ...(flawed ? ['#[inline] ', '#[derive(Clone)] ', '#[cfg_attr(unix, must_use)] '] : []),
  ]);
  const list = [receiver, ...parameters].filter((each) => each !== '').join(', ');
  return `        ${attribute}${flaw}${unsafe}fn ${name}${lifetimes}(${list})${result};`;
}

function randomItem(random: Random, unreadable: boolean): string {
  const name = random.pick([
    'Apple',
    'Berry',
    'Cherry',
    'Date',
    'Elder',
    ...(unreadable ? [] : ['UniquePtr']),
  ]);
  const own = `${name}${unreadable ? random.integer(0, 1_000_000) : ''}`;
  const readable = [
    `struct ${own} { f: ${randomType(random, 2)} }`,
    ...(unreadable ? [] : [`struct ${own} { f: Box<Engine>, g: ${own} }`]),
    `struct ${own} {}`,
    `#[derive(${random.pick(['Clone', 'Hash', 'BitOr', 'ExternType', 'Default'])})] struct ${own} { f: u8 }`,
    `#[derive(${random.pick(['Clone', 'BitOr', 'ExternType', 'Default'])})] enum ${own} { A, B }`,
    `enum ${own} {}`,
    `enum ${own} { A = ${random.pick(['1', '-1', '0xff', '300', '1u8', '70000'])}, B }`,
    `impl ${randomType(random, 2)} {}`,
    `extern "C++" { type ${own}; }`,
    `extern "C++" { #[derive(Clone)] type ${own}; }`,
    `extern "C++" { type ${own}: Clone; }`,
    `extern "Rust" { #[derive(ExternType)] type ${own}; }`,
  ];
  const flawed = [
    `struct ${own};`,
    `struct ${own}(u8);`,
    `struct ${own}<T> { f: u8 }`,
    `struct ${own} { f: ${random.pick(UNREADABLE_TYPES)} }`,
    `#[repr(${random.pick(['C', 'u8', 'align(3)', 'align(16384)', 'transparent', 'align(1 + 1)'])})] struct ${own} { f: u8 }`,
    `#[derive(${random.pick(['Display', 'std::fmt::Debug'])})] struct ${own} { f: u8 }`,
    `enum ${own}<T> { A }`,
    `enum ${own} { A(u8) }`,
    `enum ${own} { A = ${random.pick(['1 + 1', 'X', '18446744073709551616', '1u128'])} }`,
    `enum ${own} { A = 1u8, B = 2i8 }`,
    `enum ${own} { A = -1, B = 18446744073709551615 }`,
    `#[repr(align(2))] enum ${own} { A }`,
    `use std::fmt;`,
    `const ${own}: u8 = 1;`,
    `fn ${own}();`,
    `extern "C" {}`,
    `unsafe extern "Rust" {}`,
    `extern "C++" { fn ${own}(); }`,
    `extern "C++" { static ${own}: u8; }`,
    `extern "Rust" { type ${own} = crate::X; }`,
    `extern "C++" { type ${own}<T>; }`,
    `extern "C++" { include!(x); }`,
    `impl ${random.pick(UNREADABLE_TYPES.filter((each) => !/^(?:dyn|impl|\[)/.test(each)))} {}`,
    `impl Clone for Shared {}`,
  ];
  return `    ${random.pick(unreadable && random.chance(0.6) ? flawed : readable)}`;
}
