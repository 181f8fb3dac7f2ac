import type { Random } from './random.js';
import { capitalized, functionName, noun, sentence, typeName } from './words.js';

/** Names of the boundary that code on one side uses: it mentions them without declaring them. */
export interface UsedNames {
  readonly functions: readonly string[];
  readonly structs: readonly string[];
}

const CPP_TYPES = ['int', 'std::size_t', 'double', 'std::string', 'std::uint32_t', 'bool', 'float'];
const RUST_TYPES = ['i32', 'usize', 'f64', 'String', 'u32', 'bool', 'f32', 'Vec<u8>'];

/** C++ of one language alone: classes, templates, free functions with bodies. About `bytes` long. */
export function writeCppHeader(module: string, bytes: number, used: UsedNames, random: Random): string {
  // A declaration of a type that is defined elsewhere: the skim cannot tell it from the definition.
  const forward = random.chance(0.05) ? `struct ${random.pick(used.structs)};\n\n` : '';
  const start = `// ${sentence(random, 12)}
#pragma once

#include <cstdint>
#include <string>
#include <vector>

${forward}namespace bench::${module} {
`;
  return `${filled(start, bytes, () => cppHeaderItem(random))}\n}  // namespace bench::${module}\n`;
}

export function writeCppSource(module: string, bytes: number, used: UsedNames, random: Random): string {
  const calls = random.chance(0.1) ? `#include "${module}/api.h"\n` : '';
  const start = `// ${sentence(random, 12)}
#include "${module}/${noun(random)}.hpp"
${calls}
#include <algorithm>
#include <cstdio>

namespace bench::${module} {
namespace {
`;
  const function_ = (): string => {
    const call = calls && random.chance(0.3) ? `  (void)&${random.pick(used.functions)};\n` : '';
    return `${cppFunction(random, call)}\n`;
  };
  return `${filled(start, bytes, function_)}\n}  // namespace\n}  // namespace bench::${module}\n`;
}

/** Rust that never leaves Rust. About `bytes` long. */
export function writeRust(bytes: number, used: UsedNames, random: Random): string {
  const start = `//! ${sentence(random, 12)}\n\nuse crate::ffi;\n`;
  return filled(start, bytes, () => (random.chance(0.3) ? rustStruct(random) : rustFunction(random, used)));
}

function filled(start: string, bytes: number, next: () => string): string {
  const parts = [start];
  for (let length = start.length; length < bytes;) {
    const part = `\n${next()}`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

function cppHeaderItem(random: Random): string {
  switch (random.between(0, 5)) {
    case 0:
      return `enum class ${typeName(random)} : std::uint8_t { ${several(random, 3, 8, () => capitalized(noun(random)))} };\n`;
    case 1:
      return `template <typename T, typename U = std::vector<T>>
class ${typeName(random)} final {
 public:
  using value_type = T;
  T ${functionName(random)}(const U &items) const {
    T total{};
    for (const auto &item : items) total += static_cast<T>(item);
    return total;
  }

 private:
  U items_;
};
`;
    case 2:
      return `inline ${cppFunction(random, '')}`;
    default:
      return cppClass(random);
  }
}

function cppClass(random: Random): string {
  const name = typeName(random);
  const base = random.chance(0.3) ? ` : public ${typeName(random)}` : '';
  const methods = Array.from(
    { length: random.between(2, 7) },
    () => `  /// ${sentence(random, 7)}
  ${random.chance(0.2) ? 'virtual ' : ''}${random.pick(CPP_TYPES)} ${functionName(random)}(${cppParameters(random)})${random.chance(0.5) ? ' const' : ''};`,
  );
  const members = Array.from(
    { length: random.between(1, 6) },
    (_, i) => `  ${random.pick(CPP_TYPES)} ${noun(random)}${i}_{};`,
  );
  return `class ${name}${base} {
 public:
  ${name}() = default;
  virtual ~${name}() = default;
${methods.join('\n')}

 private:
${members.join('\n')}
};
`;
}

function cppFunction(random: Random, call: string): string {
  const locals = Array.from({ length: random.between(1, 4) }, (_, i) => `${noun(random)}${i}`);
  const steps = Array.from({ length: random.between(2, 8) }, () => cppStatement(random, locals));
  return `double ${functionName(random)}(${cppParameters(random)}) {
${locals.map((local) => `  double ${local} = ${random.between(0, 999)}.${random.between(0, 9)};`).join('\n')}
${call}${steps.join('\n')}
  return ${locals.join(' + ')};
}
`;
}

function cppStatement(random: Random, locals: readonly string[]): string {
  const local = random.pick(locals);
  switch (random.between(0, 4)) {
    case 0:
      return `  for (int i = 0; i < ${random.between(2, 64)}; ++i) {
    ${local} = std::max(${local} * ${random.between(2, 9)}.5, static_cast<double>(i));
  }`;
    case 1:
      return `  if (${local} > ${random.between(1, 500)} && ${random.pick(locals)} < ${random.between(500, 900)}) {
    std::printf("${sentence(random, 3)} %f\\n", ${local});
  } else {
    ${local} -= ${random.between(1, 9)};
  }`;
    case 2:
      return `  // ${sentence(random, 9)}`;
    default:
      return `  ${local} += ${random.pick(locals)} / (1.0 + ${random.between(1, 99)});`;
  }
}

const cppParameters = (random: Random): string =>
  several(
    random,
    0,
    4,
    (i) => `${random.chance(0.4) ? 'const std::string &' : `${random.pick(CPP_TYPES)} `}${noun(random)}${i}`,
  );

function rustStruct(random: Random): string {
  const fields = Array.from(
    { length: random.between(1, 7) },
    (_, i) => `    ${noun(random)}_${i}: ${random.pick(RUST_TYPES)},`,
  );
  return `/// ${sentence(random, 8)}
#[derive(Debug, Default)]
pub struct ${typeName(random)} {
${fields.join('\n')}
}
`;
}

function rustFunction(random: Random, used: UsedNames): string {
  const local = noun(random);
  const call = random.chance(0.1) ? `    let _ = ffi::${random.pick(used.functions)} as usize;\n` : '';
  const steps = Array.from({ length: random.between(2, 7) }, () =>
    random.chance(0.4)
      ? `    for step in 0..${random.between(2, 64)} {\n        ${local} = ${local}.max(step as f64 * ${random.between(1, 9)}.5);\n    }`
      : `    ${local} += match ${local} as u32 % ${random.between(2, 7)} {\n        0 => ${random.between(1, 99)}.0,\n        _ => -1.0,\n    };`,
  );
  return `/// ${sentence(random, 9)}
pub fn ${functionName(random)}(${several(random, 0, 3, (i) => `${noun(random)}${i}: &${random.pick(RUST_TYPES)}`)}) -> f64 {
    let mut ${local} = ${random.between(0, 999)}.0;
${call}${steps.join('\n')}
    ${local}
}
`;
}

const several = (random: Random, least: number, most: number, make: (i: number) => string): string =>
  Array.from({ length: random.between(least, most) }, (_, i) => make(i)).join(', ');
