import { expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import { isMangled } from '../../server/src/abi/mangling/mangled-symbol.js';
import type { CppAbiFunction, CppAbiType } from '../../server/src/abi/model.js';
import { findTarget } from '../../server/src/abi/target.js';
import { testDemangler } from '../../server/src/abi/testing/demangler.js';
import { demangledByLlvm, rustSymbols } from './compilers.js';
import { sampleFunctions } from './cpp-functions.js';
import { Random, sampleSize, SEED } from './random.js';

/** What the reader of mangled names makes of random symbols that are clang's, too, beside LLVM's own reader. */
test.each(['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc'])('symbols of %s', async (triple) => {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const abi = createCppAbi(target);
  const isMicrosoft = target.cppAbi === 'microsoft';
  const { functions } = sampleFunctions(new Random(SEED + 2), sampleSize(400), false);
  const symbols = functions
    .filter(({ fn }) => isCommon(fn, isMicrosoft))
    .flatMap(({ fn }) => {
      const mangled = abi.mangle(fn);
      return mangled.status !== 'unknown' && isMangled(mangled.value.symbol) ? [mangled.value.symbol] : [];
    });
  expect(symbols.length).toBeGreaterThan(80);
  const demangler = await testDemangler();
  const truth = demangledByLlvm(symbols);
  const read = symbols.flatMap((symbol, i) => {
    const text = demangler.demangle(symbol);
    return text === null ? [] : [{ symbol, ours: inOneForm(text), theirs: inOneForm(truth[i] ?? '') }];
  });
  expect(read.filter(({ ours, theirs }) => ours !== theirs)).toEqual([]);
  expect(read.length / symbols.length).toBeGreaterThan(0.9);
});

test.each(['v0', 'legacy'] as const)('symbols of rustc, %s', async (scheme) => {
  const symbols = rustSymbols(RUST, scheme).filter((symbol) => !symbol.includes('$'));
  expect(symbols.length).toBeGreaterThan(4);
  const demangler = await testDemangler();
  const truth = demangledByLlvm(symbols);
  const wrong = symbols.flatMap((symbol, i) => {
    const ours = demangler.demangle(symbol) ?? '';
    const theirs = (truth[i] ?? '').replace(/::h[\da-f]{16}$/, '');
    return ours === theirs ? [] : [{ symbol, ours, theirs }];
  });
  expect(wrong).toEqual([]);
});

/**
 * What the library reads as LLVM does. It says no result of templates, misreads pointers to members, qualified
 * function types and tagged classes of `std`, and loses of Microsoft's names the qualifiers of members, `__restrict` and what arrays and functions are of.
 */
function isCommon(fn: CppAbiFunction, isMicrosoft: boolean): boolean {
  if (fn.templateArguments !== null || (isMicrosoft && isQualified(fn))) return false;
  if (fn.scope.some(({ abiTags }) => abiTags.length > 0)) return false;
  const arguments_ = fn.scope.flatMap((part) => part.arguments ?? []).map(({ type }) => type);
  return [fn.result, ...fn.parameters, ...arguments_].every((type) => isCommonType(type, isMicrosoft));
}

const isQualified = (
  fn: Pick<CppAbiFunction, 'constFunction' | 'volatileFunction' | 'referenceQualifier'>,
): boolean => fn.constFunction || fn.volatileFunction || fn.referenceQualifier !== '';

function isCommonType(type: CppAbiType, isMicrosoft: boolean): boolean {
  const isPart = (part: CppAbiType): boolean => isCommonType(part, isMicrosoft);
  if (isMicrosoft && type.restrict) return false;
  switch (type.kind) {
    case 'member-pointer':
      return false;
    case 'pointer':
      return isPart(type.pointee);
    case 'reference':
      return isPart(type.referent);
    case 'array':
      return !isMicrosoft && isPart(type.element);
    case 'function':
      return !isMicrosoft && !isQualified(type) && [type.result, ...type.parameters].every(isPart);
    case 'record':
      return type.record.name.every(
        ({ abiTags, arguments: args }) =>
          abiTags.length === 0 && (args ?? []).every((argument) => isPart(argument.type)),
      );
    default:
      return !(isMicrosoft && type.kind === 'builtin' && type.name === 'nullptr_t');
  }
}

/** Without what the two spell each in its way: spaces, the literals' types, keys of classes, `__int64`. */
const inOneForm = (text: string): string =>
  text
    .replace(/\bsigned (?=_BitInt)/g, '')
    .replace(/\b(?:class|struct|union|enum) /g, '')
    .replace(/\bunsigned __int64\b/g, 'uint64_t')
    .replace(/\b__int64\b/g, 'int64_t')
    .replace(/\(void\)/g, '()')
    .replace(/\((?:unsigned (?:int|long|long long)|long|long long)\)(?=-?\d)/g, '')
    .replace(/(?<=\d)(?:u|l|ul|ll|ull)\b/g, '')
    .replace(/\s+/g, '');

const RUST = `
pub mod outer {
    pub struct Widget<T>(pub T);
    pub trait Draw { fn draw(&self) -> u32; }
    impl<T: Copy + Into<u32>> Draw for Widget<T> {
        #[inline(never)] fn draw(&self) -> u32 { self.0.into() }
    }
    impl Widget<u8> { #[inline(never)] pub fn plain(&self, by: &[u16; 3]) -> u16 { by[0] } }
    #[inline(never)] pub fn of<T, const N: usize>(values: [T; N]) -> usize { values.len() }
    #[inline(never)] pub fn with(f: &dyn Fn(u8) -> i64) -> i64 { f(1) }
}
#[inline(never)] pub fn gr\\u{f6}sse() -> u32 { 1 }
pub fn all() -> u64 {
    use outer::*;
    let closure = |x: u8| x as i64;
    Widget(1u8).draw() as u64 + Widget(2u16).draw() as u64 + Widget(3u8).plain(&[1, 2, 3]) as u64
        + of([1u8; 4]) as u64 + of(["a", "b"]) as u64 + with(&closure) as u64
}
`.replace('\\u{f6}', 'ö');
