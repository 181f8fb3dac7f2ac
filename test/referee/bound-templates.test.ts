import { expect, test } from 'vitest';
import { MemoryWorkspace } from '../../server/src/service/testing/memory-workspace.js';
import { compileCpp, gccAssembly } from './compilers.js';
import { Random, sampleSize, SEED } from './random.js';

/** Scalars of a bridge and what cxx makes of them. */
const SCALARS: readonly (readonly [rust: string, cpp: string])[] = [
  ['i8', 'std::int8_t'],
  ['u16', 'std::uint16_t'],
  ['i64', 'std::int64_t'],
  ['usize', 'std::size_t'],
  ['bool', 'bool'],
  ['f32', 'float'],
  ['f64', 'double'],
];

const TRAITS = [
  ...['is_integral', 'is_floating_point', 'is_signed', 'is_unsigned', 'is_class', 'is_enum', 'is_pointer'],
  ...['is_arithmetic', 'is_const'],
];
const CONCEPTS = ['integral', 'floating_point', 'signed_integral', 'unsigned_integral'];

interface BoundTemplate {
  readonly header: string;
  readonly bridge: string;
  /** The type that cxx wants a pointer to. */
  readonly wanted: string;
}

function randomTemplate(random: Random, name: string): BoundTemplate {
  const [rust, cpp] = random.pick(SCALARS);
  const [written, given, taken] = random.pick([
    ['T', rust, cpp],
    ['const T &', `&${rust}`, `const ${cpp} &`],
    ['T *', `*mut ${rust}`, `${cpp} *`],
    ['int', 'i32', 'std::int32_t'],
  ] as const);
  const returns = random.chance(0.3);
  const result = returns ? 'T' : 'void';
  const bridge = `${given.startsWith('*') ? 'unsafe ' : ''}fn ${name}(x: ${given})${returns ? ` -> ${rust}` : ''};`;
  return {
    header: constrained(random, `${name}(${written} x)`, result),
    bridge,
    wanted: `${returns ? cpp : 'void'} (*)(${taken})`,
  };
}

function constrained(random: Random, declarator: string, result: string): string {
  const trait = (): string => {
    const value = random.chance(0.5)
      ? `std::${random.pick(TRAITS)}_v<T>`
      : `std::${random.pick(TRAITS)}<T>::value`;
    return random.chance(0.3) ? `!${value}` : value;
  };
  const condition = random.chance(0.6)
    ? trait()
    : `${trait()} ${random.pick(['&&', '||'])} ${random.chance(0.5) ? trait() : 'sizeof(T) > 1'}`;
  const head = 'template <class T';
  switch (random.integer(0, 5)) {
    case 0:
      return `${head}, std::enable_if_t<(${condition}), int> = 0> ${result} ${declarator};`;
    case 1:
      return `${head}, class = typename std::enable_if<(${condition})>::type> ${result} ${declarator};`;
    case 2:
      return `template <std::${random.pick(CONCEPTS)} T> ${result} ${declarator};`;
    case 3:
      return `${head}> requires (${condition}) ${result} ${declarator};`;
    case 4:
      return `${head}> std::enable_if_t<${trait()}, ${result}> ${declarator};`;
    default:
      return `${head}${random.chance(0.5) ? ' = int' : ''}> ${result} ${declarator};`;
  }
}

test('a template of which no instance is said to be bound has none', async () => {
  const random = new Random(SEED);
  const bound = Array.from({ length: sampleSize(300) }, (_, i) => randomTemplate(random, `f${i}`));
  const header = bound.map((each) => each.header).join('\n');
  const declared = bound.map(({ bridge }) => `        ${bridge}`).join('\n');
  const workspace = await MemoryWorkspace.of({
    'src/lib.rs': `#[cxx::bridge]\nmod ffi {\n    unsafe extern "C++" {\n        include!("f.h");\n${declared}\n    }\n}\n`,
    'include/f.h': header,
  });
  const { findings } = await workspace.check();
  const refused = new Set(findings.map(({ range }) => range.start.line - 4));
  expect(findings.every(({ hazard }) => hazard === 'constrained-template')).toBe(true);
  expect(refused.size).toBeGreaterThan(bound.length / 4);
  const claims = bound.map(({ wanted }, i) => {
    const exists = `template <class P> constexpr bool has${i} = requires { static_cast<P>(&f${i}); };`;
    return refused.has(i) ? `${exists}\nstatic_assert(!has${i}<${wanted}>, "f${i}");` : exists;
  });
  const source = `#include <concepts>
#include <cstdint>
#include <type_traits>
${header}
${claims.join('\n')}
`;
  compileCpp(source, 'x86_64-unknown-linux-gnu');
  gccAssembly(source);
});
