import type { CorpusPlan } from './plan.js';
import type { Random } from './random.js';
import { capitalized, functionName, noun, sentence, typeName } from './words.js';

/** What one module declares on both sides, and the text of the files that do. */
export interface BoundaryCode {
  readonly ffi: string;
  readonly header: string;
  readonly implementation: string;
  /** Null for a module without a bridge. */
  readonly bridge: { readonly rust: string; readonly header: string } | null;
  /** Names that code on the C++ side may use. */
  readonly functions: readonly string[];
  readonly structs: readonly string[];
  /** Declarations that were made to disagree. */
  readonly defects: number;
}

interface TypePair {
  readonly rust: string;
  readonly cpp: string;
}

interface Parameter extends TypePair {
  readonly name: string;
}

interface FunctionPair {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly result: TypePair | null;
  readonly exported: boolean;
  readonly defect: 'arity' | 'type' | null;
}

interface StructPair {
  readonly name: string;
  readonly fields: readonly (Parameter & { readonly length: number | null })[];
  readonly reprC: boolean;
}

const SCALARS: readonly TypePair[] = [
  { rust: 'i8', cpp: 'int8_t' },
  { rust: 'u8', cpp: 'uint8_t' },
  { rust: 'u16', cpp: 'uint16_t' },
  { rust: 'i32', cpp: 'int32_t' },
  { rust: 'u32', cpp: 'uint32_t' },
  { rust: 'i64', cpp: 'int64_t' },
  { rust: 'u64', cpp: 'uint64_t' },
  { rust: 'usize', cpp: 'size_t' },
  { rust: 'f32', cpp: 'float' },
  { rust: 'f64', cpp: 'double' },
  { rust: 'bool', cpp: 'bool' },
  { rust: 'c_int', cpp: 'int' },
];
const POINTERS: readonly TypePair[] = [
  { rust: '*const c_char', cpp: 'const char *' },
  { rust: '*mut c_void', cpp: 'void *' },
  { rust: '*const u8', cpp: 'const uint8_t *' },
];
/** One declaration in so many disagrees with its other side, as code that drifted does. */
const DEFECT_EVERY = 40;

/** Writes both sides of one module's boundary. */
export function writeBoundary(
  module: string,
  plan: CorpusPlan,
  hasBridge: boolean,
  random: Random,
): BoundaryCode {
  const structs = Array.from({ length: plan.mirroredStructs }, (_, i) => structPair(module, i, random));
  const callback: TypePair = {
    rust: `Option<unsafe extern "C" fn(user: *mut c_void, code: i32)>`,
    cpp: `${module}_callback`,
  };
  const opaque: TypePair = {
    rust: `*mut ${capitalized(module)}Handle`,
    cpp: `struct ${capitalized(module)}Handle *`,
  };
  const types: TypePair[] = [
    ...SCALARS,
    ...POINTERS,
    callback,
    opaque,
    ...structs.flatMap(({ name }) => [
      { rust: `*const ${name}`, cpp: `const struct ${name} *` },
      { rust: `*mut ${name}`, cpp: `struct ${name} *` },
      { rust: name, cpp: `struct ${name}` },
    ]),
  ];
  const functions = Array.from({ length: plan.externFunctions }, (_, i) =>
    functionPair(module, i, types, random),
  );
  return {
    ffi: rustSide(module, structs, functions, random),
    header: cppHeader(module, structs, functions, random),
    implementation: cppImplementation(module, functions, random),
    bridge: hasBridge ? bridge(module, plan.bridgeFunctions, random) : null,
    functions: functions.filter(({ exported }) => !exported).map(({ name }) => name),
    structs: structs.map(({ name }) => name),
    defects:
      functions.filter(({ defect }) => defect !== null).length + structs.filter(({ reprC }) => !reprC).length,
  };
}

function structPair(module: string, index: number, random: Random): StructPair {
  const fields = Array.from({ length: random.between(3, 9) }, (_, i) => ({
    ...random.pick(SCALARS),
    name: `${noun(random)}_${i}`,
    length: random.chance(0.15) ? random.pick([4, 8, 16, 32]) : null,
  }));
  return {
    name: `${capitalized(module)}${typeName(random)}${index}`,
    fields,
    reprC: !random.chance(1 / DEFECT_EVERY),
  };
}

function functionPair(
  module: string,
  index: number,
  types: readonly TypePair[],
  random: Random,
): FunctionPair {
  const count = random.between(0, 6);
  const drifted = count > 0 && random.chance(1 / DEFECT_EVERY);
  return {
    name: `${module}_${functionName(random)}_${index}`,
    parameters: Array.from({ length: count }, (_, i) => ({
      ...random.pick(types),
      name: `${noun(random)}${i}`,
    })),
    result: random.chance(0.6) ? random.pick([...SCALARS, ...POINTERS]) : null,
    exported: index % 4 === 3,
    defect: drifted ? random.pick(['arity', 'type'] as const) : null,
  };
}

function rustSide(
  module: string,
  structs: readonly StructPair[],
  functions: readonly FunctionPair[],
  random: Random,
): string {
  const result = ({ result: type }: FunctionPair): string => (type ? ` -> ${type.rust}` : '');
  const parameters = ({ parameters: all, defect }: FunctionPair): string =>
    all
      .slice(0, defect === 'arity' ? -1 : undefined)
      .map(({ name, rust }, i) => `${name}: ${defect === 'type' && i === 0 ? otherThan(rust) : rust}`)
      .join(', ');
  const records = structs.map(
    ({ name, fields, reprC }) => `/// ${sentence(random, 8)}
${reprC ? '#[repr(C)]\n' : ''}#[derive(Clone, Copy, Debug)]
pub struct ${name} {
${fields.map((field) => `    pub ${field.name}: ${field.length === null ? field.rust : `[${field.rust}; ${field.length}]`},`).join('\n')}
}
`,
  );
  const imports = functions
    .filter(({ exported }) => !exported)
    .map(
      (item) =>
        `    /// ${sentence(random, 9)}\n    pub fn ${item.name}(${parameters(item)})${result(item)};`,
    );
  const exports = functions
    .filter(({ exported }) => exported)
    .map(
      (item) => `/// ${sentence(random, 9)}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ${item.name}(${parameters(item)})${result(item)} {
    unimplemented!("${sentence(random, 4)}")
}
`,
    );
  return `//! The C interface of ${module}, declared by hand.

use std::ffi::{c_char, c_int, c_void};

#[repr(C)]
pub struct ${capitalized(module)}Handle {
    _opaque: [u8; 0],
}

${records.join('\n')}
unsafe extern "C" {
${imports.join('\n')}
}

${exports.join('\n')}`;
}

const otherThan = (rust: string): string => (rust === 'u16' ? 'u64' : 'u16');

function cppHeader(
  module: string,
  structs: readonly StructPair[],
  functions: readonly FunctionPair[],
  random: Random,
): string {
  const guard = `${module.toUpperCase()}_API_H`;
  const records = structs.map(
    ({ name, fields }) => `/* ${sentence(random, 8)} */
struct ${name} {
${fields.map((field) => `  ${field.cpp} ${field.name}${field.length === null ? '' : `[${field.length}]`};`).join('\n')}
};
`,
  );
  return `#ifndef ${guard}
#define ${guard}

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ${capitalized(module)}Handle;
typedef void (*${module}_callback)(void *user, int32_t code);

${records.join('\n')}
${functions.map((item) => `/** ${sentence(random, 9)} */\n${cppDeclaration(item)};`).join('\n')}

#ifdef __cplusplus
}
#endif

#endif
`;
}

function cppDeclaration({ name, parameters, result }: FunctionPair): string {
  const list = parameters.map((parameter) => spaced(parameter.cpp, parameter.name)).join(', ');
  return spaced(result?.cpp ?? 'void', `${name}(${list || 'void'})`);
}

const spaced = (type: string, name: string): string => (type.endsWith('*') ? type + name : `${type} ${name}`);

function cppImplementation(module: string, functions: readonly FunctionPair[], random: Random): string {
  const definitions = functions
    .filter(({ exported }) => !exported)
    .map(
      (item) => `${cppDeclaration(item)} {
  // ${sentence(random, 6)}
  ${item.result ? 'return {};' : `static int calls = 0;\n  calls += ${random.between(1, 9)};`}
}
`,
    );
  return `#include "${module}/api.h"

extern "C" {

struct ${capitalized(module)}Handle { int references; };

${definitions.join('\n')}
}
`;
}

/** A cxx bridge over one class, and the header of that class. */
function bridge(
  module: string,
  count: number,
  random: Random,
): { readonly rust: string; readonly header: string } {
  const owner = `${capitalized(module)}${typeName(random)}`;
  const methods = Array.from({ length: count - 1 }, (_, i) => ({
    name: `${functionName(random)}_${i}`,
    constant: random.chance(0.5),
    parameters: Array.from({ length: random.between(0, 3) }, (_unused, j) => ({
      ...random.pick(SCALARS.filter(({ rust }) => rust !== 'c_int')),
      name: `${noun(random)}${j}`,
    })),
  }));
  const rustMethods = methods.map(({ name, constant, parameters }) => {
    const self = constant ? `self: &${owner}` : `self: Pin<&mut ${owner}>`;
    return `        fn ${name}(${[self, ...parameters.map((each) => `${each.name}: ${each.rust}`)].join(', ')}) -> u32;`;
  });
  const cppMethods = methods.map(
    ({ name, constant, parameters }) =>
      `  std::uint32_t ${name}(${parameters.map((each) => `${std(each.cpp)} ${each.name}`).join(', ')})${constant ? ' const' : ''};`,
  );
  return {
    rust: `//! The C++ class \`${owner}\`, through cxx.

#[cxx::bridge(namespace = "bench::${module}")]
pub mod ffi {
    struct Reading {
        id: u32,
        value: f64,
    }

    unsafe extern "C++" {
        include!("${module}/bridge.h");

        type ${owner};

        fn make_${module}(label: &CxxString) -> UniquePtr<${owner}>;
${rustMethods.join('\n')}
    }
}
`,
    header: `#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench::${module} {

/// ${sentence(random, 8)}
class ${owner} {
 public:
  explicit ${owner}(const std::string &label) : label_(label) {}
  ${owner}(${owner} &&other) noexcept;
  virtual ~${owner}();

${cppMethods.join('\n')}

 private:
  std::string label_;
  std::vector<double> values_;
  std::uint32_t count_ = 0;
};

std::unique_ptr<${owner}> make_${module}(const std::string &label);

}  // namespace bench::${module}
`,
  };
}

const std = (cpp: string): string => (cpp.endsWith('_t') ? `std::${cpp}` : cpp);
