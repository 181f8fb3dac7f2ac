import type { Random } from './random.js';

/** Macros as bindings have them, each with a maker of what it may be given. */
interface MacroFamily {
  readonly name: string;
  readonly definition: string;
  readonly argument: (random: Random, names: Names) => string;
}

/** Names that no other item of the module has. */
type Names = (prefix: string) => string;

const TYPES = [
  'u8',
  'i64',
  '*mut c_void',
  '*const *mut T',
  '[u32; 2 * 4]',
  'Option<unsafe extern "C" fn(*mut u8, usize) -> i32>',
  'a::b::C<Vec<Vec<u8>>, 3>',
  "&'static mut [u8]",
  'extern "C" fn(x: &dyn Fn(u8) -> u8)',
  '(u8, *mut (i16, i32))',
  '<T as Trait>::Type',
  'Box<dyn Send + Sync>',
];

const pick = (random: Random, makers: readonly (() => string)[]): string => random.pick(makers)();

const several = (random: Random, most: number, make: () => string): string[] =>
  Array.from({ length: random.integer(0, most) }, make);

const attributes = (random: Random): string =>
  several(random, 2, () =>
    random.pick(['/// Text, with "quotes" and $1.\n', '#[allow(unused)] ', '#[doc(hidden)] ']),
  ).join('');

const visibility = (random: Random): string => random.pick(['', 'pub ', 'pub(crate) ', 'pub(super) ']);

const parameters = (random: Random): string =>
  several(random, 3, () => random.pick(TYPES))
    .map((type, i) => `p${i}: ${type}`)
    .join(', ');

/** An expression of integers, which JavaScript reads as Rust does. */
function expression(random: Random, depth = 2): string {
  if (depth === 0 || random.chance(0.3)) return `${random.integer(0, 9)}`;
  const operands = [expression(random, depth - 1), expression(random, depth - 1)];
  return pick(random, [
    () => operands.join(` ${random.pick(['+', '-', '*', '<<', '|', '&'])} `),
    () => `(${operands.join(' + ')})`,
    () => `-${operands[0] ?? ''}`,
  ]);
}

export const MACRO_FAMILIES: readonly MacroFamily[] = [
  {
    name: 'counted_enum',
    definition: `
      (pub enum $name:ident { $($variants:tt)* }) => { pub type $name = u32; counted_enum!(gen, $name, 0, $($variants)*); };
      (pub enum $name:ident: $t:ty { $($variants:tt)* }) => { pub type $name = $t; counted_enum!(gen, $name, 0, $($variants)*); };
      (gen, $name:ident, $val:expr, #[$attr:meta] $variant:ident, $($rest:tt)*) => {
        #[$attr] pub const $variant: $name = $val; counted_enum!(gen, $name, $val+1, $($rest)*); };
      (gen, $name:ident, $val:expr, $variant:ident, $($rest:tt)*) => {
        pub const $variant: $name = $val; counted_enum!(gen, $name, $val+1, $($rest)*); };
      (gen, $name:ident, $val:expr, $variant:ident = $e:expr, $($rest:tt)*) => {
        pub const $variant: $name = $e; counted_enum!(gen, $name, 2 * $e+1, $($rest)*); };
      (gen, $name:ident, $val:expr, ) => {}`,
    argument: (random, names) => {
      const variants = several(random, 5, () =>
        pick(random, [
          () => `${names('V')}, `,
          () => `#[allow(unused)] ${names('V')}, `,
          () => `${names('V')} = ${expression(random)}, `,
        ]),
      );
      return `pub enum ${names('E')}${random.chance(0.3) ? ': i64' : ''} { ${variants.join('')} }`;
    },
  },
  {
    name: 'by_platform',
    definition: `
      ($(pub fn $name:ident($($arg:ident: $t:ty),*) -> $ret:ty,)*) => {
        extern "system" { $(pub fn $name($($arg: $t),*) -> $ret;)* }
        pub mod other { extern { $(pub fn $name($($arg: $t),*) -> $ret;)* } } }`,
    argument: (random, names) =>
      several(random, 3, () => `pub fn ${names('f')}(${parameters(random)}) -> ${random.pick(TYPES)},`).join(
        '\n',
      ),
  },
  {
    name: 'exported',
    definition: `
      ($(#[$doc:meta])* fn $name:ident($($arg:ident: $arg_ty:ty),*) -> $ret:ty $body:block ?= $default:expr) => {
        $(#[$doc])* #[no_mangle] pub extern "C" fn $name($($arg: $arg_ty),*) -> $ret { if true { return $default; } $body } };
      ($(#[$doc:meta])* fn $name:ident($($arg:ident: $arg_ty:ty),*) -> $ret:ty $body:block) => {
        exported!($(#[$doc])* fn $name($($arg: $arg_ty),*) -> $ret $body ?= { panic!("a{}", 1) }); };
      ($(#[$doc:meta])* fn $name:ident($($arg:ident: $arg_ty:ty),*) $body:block) => {
        exported!($(#[$doc])* fn $name($($arg: $arg_ty),*) -> () $body); }`,
    argument: (random, names) => {
      const [head, body] = [
        `${attributes(random)}fn ${names('f')}(${parameters(random)})`,
        '{ let _ = (1, 2); todo() }',
      ];
      return pick(random, [
        () => `${head} ${body}`,
        () => `${head} -> ${random.pick(TYPES)} ${body}`,
        () => `${head} -> ${random.pick(TYPES)} ${body} ?= ${expression(random)}`,
      ]);
    },
  },
  {
    name: 'mirrored',
    definition: `
      ($(#[$attr:meta])* $vis:vis struct $name:ident $(<$l:lifetime>)? { $($(#[$f:meta])* $fvis:vis $field:ident : $t:ty),* $(,)? } $($rest:tt)*) => {
        #[repr(C)] $(#[$attr])* $vis struct $name $(<$l>)? { $($(#[$f])* $fvis $field: $t,)* }
        mirrored!($($rest)*); };
      ($vis:vis type $name:ident = $p:path; $($rest:tt)*) => { $vis type $name = $p; mirrored!($($rest)*); };
      (const $name:ident = $value:literal; $($rest:tt)*) => { pub const $name: i32 = $value; mirrored!($($rest)*); };
      ($i:item $($rest:tt)*) => { $i mirrored!($($rest)*); };
      () => {}`,
    argument: (random, names) =>
      several(random, 4, () =>
        pick(random, [
          () => {
            const fields = several(
              random,
              3,
              () => `${attributes(random)}${visibility(random)}${names('x')}: ${random.pick(TYPES)}`,
            );
            const tail = fields.length > 0 && random.chance(0.5) ? ',' : '';
            return `${attributes(random)}${visibility(random)}struct ${names('S')} { ${fields.join(', ')}${tail} }`;
          },
          () =>
            `${visibility(random)}type ${names('A')} = ${random.pick(['a::B<u8>', '::core::ffi::c_int', 'super::C'])};`,
          () => `const ${names('N')} = ${random.pick(['7', '-3'])};`,
          () => `pub union ${names('U')} { a: u8, b: *mut u16 }`,
          () => `#[repr(u8)] enum ${names('E')} { A = 1, B }`,
        ]),
      ).join('\n'),
  },
  {
    name: 'munched',
    definition: `
      ( { $($done:tt)* } [ $name:ident ( $($args:tt)* ) ] ) => { extern "C" { pub fn $name($($done)*) ; } };
      ( { $($done:tt)* } [ $name:ident ( $($args:tt)* ) $arg:ident : # $t:ty, $($rest:tt)* ] ) => {
        munched!({ $($done)* $arg: *mut $t, } [ $name ( $($args)* ) $($rest)* ]); };
      ( { $($done:tt)* } [ $name:ident ( $($args:tt)* ) $arg:ident : $t:ty, $($rest:tt)* ] ) => {
        munched!({ $($done)* $arg: $t, } [ $name ( $($args)* $arg ) $($rest)* ]); };
      ( $name:ident $($rest:tt)* ) => { munched!({} [ $name () $($rest)* ]); }`,
    argument: (random, names) =>
      `${names('f')} ${several(random, 4, () => `${names('p')}: ${random.chance(0.4) ? '# ' : ''}${random.pick(TYPES)},`).join(' ')}`,
  },
  {
    name: 'tables',
    definition: `
      ($($name:ident => { $($key:ident = $value:expr;)+ }),* $(,)?) => {
        $( pub mod $name { $(pub const $key: i64 = $value * 3;)+ pub static TABLE: &[(&str, i64)] = &[$((stringify!($key), $key)),+]; } )* }`,
    argument: (random, names) =>
      several(
        random,
        3,
        () =>
          `${names('m')} => { ${[names('K'), ...several(random, 2, () => names('K'))].map((key) => `${key} = ${expression(random)};`).join(' ')} }`,
      ).join(', '),
  },
];
