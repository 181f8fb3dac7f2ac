import type { Random } from './random.js';

/** Families of class templates, and records that use them: one declaration to a line. */
export function templateFamilies(random: Random, count: number): string {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) lines.push(...family(random, i));
  return lines.join('\n');
}

const TYPES = ['char', 'short', 'int', 'long', 'double', 'unsigned char', 'char *', 'const int', 'int &'];
const PATTERNS = [
  'T *',
  'const T',
  'T &',
  'T[3]',
  'const T *',
  'T **',
  'Box<T>',
  'Box<T *>',
  'int',
  'char *',
  'const int',
];

/** One template of two parameters with specialisations, traits that it asks, and what is in it. */
function family(random: Random, i: number): string[] {
  const name = `F${i}`;
  const specializations = new Set<string>();
  for (let n = random.integer(0, 3); n > 0; n--) specializations.add(random.pick(PATTERNS));
  const lines = [
    ...(i === 0 ? ['template <class T> struct Box { T t; typedef T type; };'] : []),
    `template <class T> struct Trait${i} { static constexpr int value = ${random.integer(1, 4)}; typedef T type; };`,
    `template <class T> struct Trait${i}<T *> { static constexpr int value = sizeof(T) + ${random.integer(1, 4)}; typedef T type; };`,
    `template <class T, int N = Trait${i}<T>::value> struct ${name} { char pad[N]; typename Trait${i}<T>::type v; struct In { T t; char c; }; static constexpr int size = N; typedef T type; };`,
  ];
  let bytes = 2;
  for (const pattern of specializations) {
    const isWhole = !/\bT\b/.test(pattern);
    const inner = isWhole ? 'short' : 'T';
    lines.push(
      `template <${isWhole ? '' : 'class T, '}int N> struct ${name}<${pattern}, N> { char own[${bytes++} * 8 + N]; struct In { ${inner} *t; short c; }; static constexpr int size = N + 1; typedef ${inner} type; };`,
    );
  }
  for (let use = 0; use < 6; use++) {
    const type = random.pick([...TYPES, 'Box<int>', 'Box<char *>', 'int[3]', 'char **', 'const char *']);
    const instance = random.chance(0.5) ? `${name}<${type}>` : `${name}<${type}, ${random.integer(1, 5)}>`;
    const member = random.pick([
      `${instance} m0;`,
      `${instance}::In m0;`,
      `char m0[${instance}::size];`,
      `Box<${instance}> m0;`,
      `${instance}::type m0;`,
    ]);
    lines.push(`struct R${i}_${use} { char before; ${member} };`);
  }
  return lines;
}

/** A record for each of some random constant expressions: its size tells the value, and the sign of what it is compared to. */
export function constantExpressions(random: Random, count: number): string {
  const lines = [
    'enum Small { S0, S1 = 5, S2 }; enum Wide { W0 = 1, W1 = 0xFFFFFFFF }; enum Byte : unsigned char { B0 = 200 };',
    'constexpr unsigned twice(unsigned n) { return n * 2u; }',
    'constexpr int least(int a, int b) { return a < b ? a : b; }',
    'constexpr short SHORT = -3; constexpr unsigned char OCTET = 250; constexpr unsigned long long LARGE = 1ull << 40;',
  ];
  for (let i = 0; i < count; i++) {
    const value = expression(random, 3);
    lines.push(
      `struct C${i} { char m0[1 + (unsigned long long)(${value}) % 251]; char m1[(${value}) < 0 ? 1 : 2]; };`,
    );
  }
  return lines.join('\n');
}

const OPERATORS = ['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^', '==', '<', '>=', '&&', '||'];
const LEAVES = ['0', '1', '7u', '0x7fffffff', '3l', '10ull', '2\'000', "'a'", 'S1', 'S2', 'W0', 'W1', 'B0', 'SHORT', 'OCTET', 'LARGE', 'sizeof(int)', 'alignof(short)', 'true']; // prettier-ignore
const CASTS = ['char', 'unsigned char', 'short', 'unsigned', 'long', 'bool', 'Byte'];

function expression(random: Random, depth: number): string {
  if (depth === 0 || random.chance(0.15)) return random.pick(LEAVES);
  const operand = (): string => expression(random, depth - 1);
  switch (random.integer(0, 7)) {
    case 0:
      return `${random.pick(['-', '~', '!'])}(${operand()})`;
    case 1:
      return `(${operand()} ? ${operand()} : ${operand()})`;
    case 2:
      return `(${random.pick(CASTS)})(${operand()})`;
    case 3:
      return random.chance(0.5) ? `twice(${operand()})` : `least(${operand()}, ${operand()})`;
    default:
      return `(${operand()} ${random.pick(OPERATORS)} ${operand()})`;
  }
}

const ELEMENTS = [
  'char',
  'short',
  'int *',
  'long',
  'const char',
  'Box<int>',
  'List<char>',
  'Pair<int, char>',
  'List<>',
];
const LISTS = ['List<Ts...>', 'List<T, Ts...>', 'Pair<T, U>', 'List<Box<Ts>...>', 'List<T *, Ts...>', 'List<T>', 'T *', 'T', 'List<T, T>', 'List<>', 'List<T, U, Ts...>']; // prettier-ignore

/** Families of templates with packs: of types, of values, in bases, as arguments, in the patterns of specialisations. */
export function packFamilies(random: Random, count: number): string {
  const lines = [
    'template <class T> struct Box { T t; typedef T type; };',
    'template <class... Ts> struct List { static constexpr int size = sizeof...(Ts); };',
    'template <class A, class B> struct Pair { A a; B b; };',
    'template <int... Ns> struct Numbers { static constexpr int count = sizeof...(Ns); };',
    'template <int N, class T> struct Indexed { T t; };',
    'template <class... Ts> struct Inherits : Indexed<sizeof(Ts), Ts>... { char c; };',
    'template <class... Ts> struct Tuple;',
    'template <> struct Tuple<> {};',
    'template <class H, class... T> struct Tuple<H, T...> : Tuple<T...> { H head; };',
    'template <class... Ts> struct Members { Tuple<Ts...> h; };',
    'template <class... Ts> struct Boxed { Tuple<Box<Ts>..., char> t; };',
    'template <class... Ts> using Aliased = Tuple<Ts *..., short>;',
    'template <int... Ns> struct Sum { static constexpr int value = 0; };',
    'template <int N, int... Ns> struct Sum<N, Ns...> { static constexpr int value = N + Sum<Ns...>::value; };',
  ];
  for (let i = 0; i < count; i++) lines.push(...packFamily(random, i));
  return lines.join('\n');
}

function packFamily(random: Random, i: number): string[] {
  const patterns = new Set<string>();
  for (let n = random.integer(0, 4); n > 0; n--) patterns.add(random.pick(LISTS));
  // Of several that mean the same all but one would be an error.
  patterns.delete('T');
  const isDefaulted = random.chance(0.5);
  const lines = [
    `template <class T${isDefaulted ? ', class Enable = void' : ''}> struct P${i} { char c; static constexpr int n = 1; };`,
  ];
  let bytes = 2;
  for (const pattern of patterns) {
    const head = ['T', 'U', 'Ts'].filter((name) => new RegExp(`\\b${name}\\b`).test(pattern));
    const parameters = head.map((name) => (name === 'Ts' ? 'class... Ts' : `class ${name}`)).join(', ');
    const own = head.includes('Ts') ? 'sizeof...(Ts)' : '3';
    lines.push(
      `template <${parameters}> struct P${i}<${pattern}> { char c[${bytes++}]; static constexpr int n = ${own} + 1; };`,
    );
  }
  const list = (): string =>
    Array.from({ length: random.integer(0, 4) }, () => random.pick(ELEMENTS)).join(', ');
  const numbers = (): string =>
    Array.from({ length: random.integer(0, 4) }, () => random.integer(1, 5)).join(', ');
  for (let use = 0; use < 8; use++) {
    const member = random.pick([
      `P${i}<List<${list()}>> m0;`,
      `P${i}<${random.pick(ELEMENTS)} *> m0;`,
      `P${i}<List<${random.pick(ELEMENTS)}, ${list() || 'int'}>> m0;`,
      `char m0[P${i}<List<${list()}>>::n];`,
      `P${i}<List<Box<int>, Box<char>>> m0;`,
      `Tuple<${list()}> m0;`,
      `Members<${list()}> m0;`,
      `Boxed<${list()}> m0;`,
      `Aliased<${list()}> m0;`,
      `Inherits<${list()}> m0;`,
      `char m0[Numbers<${numbers()}>::count + 1];`,
      `char m0[Sum<${numbers()}>::value + 1];`,
      `char m0[List<${list()}>::size + 1];`,
    ]);
    lines.push(`struct R${i}_${use} { char before; ${member} };`);
  }
  return lines;
}

const TRAITS = ['is_pointer', 'is_integral', 'is_const', 'is_reference', 'is_enum', 'is_class', 'is_arithmetic', 'is_floating_point', 'is_void', 'is_array']; // prettier-ignore
const CHANGES = ['remove_cv', 'remove_const', 'remove_reference', 'remove_pointer', 'decay', 'remove_extent'];

/** Records that ask the library's traits, and classes that inherit their values. */
export function traitUses(random: Random, count: number): string {
  const lines = [
    '#include <type_traits>',
    'template <class T> struct Box { T t; };',
    'enum Small : short { S0 }; enum class Wide : long { W0 }; union Either { int i; char c; };',
    'template <class T> struct Inherited : std::is_pointer<T> {};',
    'template <class... Ts> struct All : std::true_type {};',
    'template <class T, class... Ts> struct All<T, Ts...> : std::integral_constant<bool, std::is_integral<T>::value && All<Ts...>::value> {};',
    'template <bool B> struct Flag { char c[B ? 3 : 1]; };',
    'template <class T, class = void> struct Guarded { char c; };',
    'template <class T> struct Guarded<T, std::enable_if_t<std::is_integral_v<T>>> { char c[2]; };',
    'template <class T> struct Guarded<T, typename std::enable_if<std::is_pointer<T>::value>::type> { char c[3]; };',
    'template <class T> struct Chosen { std::conditional_t<(sizeof(T) > 2), T *, T> t; };',
  ];
  const types = ['char', 'const short', 'int *', 'const char *', 'long &', 'double', 'Small', 'Wide', 'Either', 'Box<int>', 'bool', 'Box<char> *']; // prettier-ignore
  const type = (): string => random.pick(types);
  for (let i = 0; i < count; i++) {
    const trait = random.pick(TRAITS);
    const member = random.pick([
      `char m0[std::${trait}<${type()}>::value ? 2 : 5];`,
      `char m0[std::${trait}_v<${type()}> + 1];`,
      `char m0[1 + std::is_same<${type()}, ${type()}>::value];`,
      `char m0[1 + std::is_same_v<std::remove_cv_t<${type()}>, short>];`,
      `typename std::${random.pick(CHANGES)}<${type()}>::type m0;`,
      `std::${random.pick(CHANGES)}_t<${type()}> m0;`,
      `std::underlying_type_t<${random.pick(['Small', 'Wide'])}> m0;`,
      `std::conditional<std::${trait}<${type()}>::value, char, long>::type m0;`,
      `char m0[1 + Inherited<${type()}>::value];`,
      `char m0[1 + All<${type()}, ${type()}>::value];`,
      `Flag<std::${trait}<${type()}>::value> m0;`,
      `Flag<Inherited<${type()}>::value> m0;`,
      `Guarded<${type()}> m0;`,
      `Chosen<${random.pick(['char', 'short', 'double', 'Small', 'Box<int>'])}> m0;`,
    ]);
    lines.push(`struct R${i} { char before; ${member} };`);
  }
  return lines.join('\n');
}
