import { describe, expect, test } from 'vitest';
import { createCppAbi, type CppAbi } from '../../server/src/abi/cpp-abi.js';
import type { RecordLayout } from '../../server/src/abi/layout/record-layout.js';
import type { CppAbiRecord, CppRecordDefinition } from '../../server/src/abi/model.js';
import { formatName } from '../../server/src/abi/names.js';
import { builtBy, TARGETS, type Target } from '../../server/src/abi/target.js';
import { readRecordLayouts, type ClangLayout } from './clang-layouts.js';
import { compileCpp } from './compilers.js';
import { FOCUSES, PRELUDE, sampleRecords, type SampleRecord } from './cpp-records.js';
import { Random, sampleSize, SEED } from './random.js';
import { layOutSource } from './source-layouts.js';

const CASES = TARGETS.flatMap((target) =>
  FOCUSES.map((focus) => ({ target: builtBy(target, 'clang', null), focus, triple: target.triple })),
);

/** Random classes, laid out by the engine and by clang for every target. */
describe.each(CASES)('C++ classes ($focus) on $triple', ({ target, focus }) => {
  const abi = createCppAbi(target);
  const samples = sampleRecords(new Random(SEED), sampleSize(60), target, { focus });
  const answer = compileCpp(program(samples), target.clangTriple, ['-Xclang', '-fdump-record-layouts']);
  const layouts = readRecordLayouts(answer.stdout);

  test('are laid out as clang does', () => {
    for (const { name, record, text } of samples) {
      const truth = layouts.get(name);
      if (!truth) throw new Error(`clang does not show ${name}`);
      const layout = abi.layOut(record);
      if (layout.status === 'unknown') throw new Error(layout.reason);
      expect(asClangSees(layout.value, truth), text).toEqual(truth);
    }
  });

  test('are tiled by members, bases, table pointers and padding', () => {
    for (const { record, definition, text } of samples) {
      const layout = abi.layOut(record);
      if (layout.status === 'unknown') throw new Error(layout.reason);
      const { tiles, displacements } = tilesOf(layout.value, definition, abi);
      for (const [byte, [covered, padding]] of tiles.entries()) {
        if (!displacements.has(byte)) expect([byte, covered !== padding], text).toEqual([byte, true]);
      }
    }
  });

  test('are laid out alike when they are read from their text', async () => {
    const text = [PRELUDE, ...samples.map((sample) => sample.text)].join('\n');
    const fromSource = await layOutSource(text, target);
    for (const { name, text } of samples) {
      const layout = fromSource.get(name);
      if (!layout || layout.status !== 'exact')
        throw new Error(`${name}: ${JSON.stringify(layout)}\n${text}`);
      expect(asClangSees(layout.value, layouts.get(name)!), text).toEqual(layouts.get(name));
    }
  });

  test('are as trivially copyable as clang says', () => {
    for (const { name, record, text } of samples) {
      const copyable = abi.specialMembers.isTriviallyCopyable(record);
      expect(copyable, text).toMatchObject({ status: 'exact', value: traitsIn(answer.ir, name).copyable });
    }
  });

  if (isSystemV(target)) {
    test('are passed as clang passes them', () => {
      for (const { name, record, text } of samples) {
        const parameter = new RegExp(`^define .*@pass_${name}\\((.*)\\)`, 'm').exec(answer.ir)?.[1];
        if (parameter === undefined) throw new Error(`clang does not show pass_${name}`);
        const trivial = !/^ptr (?!.*byval)(\w+(\(\d+\))? )*%a$/.test(parameter);
        expect(abi.callsOf({ kind: 'record', record }), `${parameter}\n${text}`).toMatchObject({
          value: { trivial },
        });
      }
    });
  }

  if (target.cppAbi === 'microsoft') {
    test('are passed and returned as clang does for Microsoft', () => {
      for (const { name, record, text } of samples) {
        const type = { kind: 'record', record } as const;
        const size = abi.sizeOf(type);
        if (size.status === 'unknown') throw new Error(size.reason);
        const passed = new RegExp(`^define .*@pass_${name}\\((.*)\\)`, 'm').exec(answer.ir)?.[1];
        const returned = new RegExp(`^declare .*@return_${name}\\((.*)\\)`, 'm').exec(answer.ir)?.[1];
        if (passed === undefined || returned === undefined) throw new Error(`clang does not show ${name}`);
        // Of other sizes C's own structs go by reference, too: nothing is to be seen.
        if (![1, 2, 4, 8].includes(size.value.size)) continue;
        const forms = abi.callFormsOf(type);
        if (forms.status === 'unknown') throw new Error(forms.reason);
        const { passed: passing, returned: returning } = forms.value;
        if (target.pointerSize === 8) {
          expect([passing === 'hidden-reference', passed], text).toEqual([passed.startsWith('ptr'), passed]);
          expect([returning === 'as-c', returned], text).toEqual([!returned.includes('sret'), returned]);
        } else {
          expect([passing === 'on-stack', passed], text).toEqual([passed.includes('inalloca'), passed]);
          // On 32 bits some structs of C are returned by reference whatever their size.
          if (returning === 'hidden-reference') expect(returned, text).toContain('sret');
        }
      }
    });
  }

  test('nothing that clang calls trivially relocatable is called fixed, but for what cannot be moved at all', () => {
    for (const { name, record, text } of samples) {
      if (target.cppAbi === 'microsoft' || !traitsIn(answer.ir, name).relocatable) continue;
      const verdict = abi.relocationOf({ kind: 'record', record });
      if (verdict.status === 'unknown') continue;
      const immovable = verdict.value.ground === 'immovable';
      expect(verdict.value.trivial || immovable, text).toBe(true);
    }
  });
});

/** Only there does LLVM's IR show how a class is passed. */
const isSystemV = ({ triple }: Target): boolean =>
  /^(x86_64|i686)-/.test(triple) && !triple.includes('windows');

function program(samples: readonly SampleRecord[]): string {
  const probes = samples.map(
    ({ name }) =>
      `extern "C" const unsigned char traits_${name}[] = { __is_trivially_copyable(${name}), __is_trivially_relocatable(${name}), sizeof(${name}) > 0 };\n` +
      `extern "C" void pass_${name}(${name} a) {}\n` +
      `extern "C" ${name} return_${name}(); void call_${name}() { (void)return_${name}(); }`,
  );
  return [PRELUDE, ...samples.map((sample) => sample.text), ...probes].join('\n');
}

function traitsIn(ir: string, name: string): { copyable: boolean; relocatable: boolean } {
  const bytes = new RegExp(`@traits_${name} = .*? c"\\\\(\\d\\d)\\\\(\\d\\d)`).exec(ir);
  if (!bytes) throw new Error(`clang does not show the traits of ${name}`);
  return { copyable: bytes[1] === '01', relocatable: bytes[2] === '01' };
}

/**
 * For each byte whether a part of the record covers it, and whether it is called padding; and the bytes
 * where Microsoft's `vtordisp` may stand, which is neither.
 */
function tilesOf(
  layout: RecordLayout,
  definition: CppRecordDefinition,
  abi: CppAbi,
): { tiles: [covered: boolean, padding: boolean][]; displacements: Set<number> } {
  const tiles = Array.from({ length: layout.size }, (): [boolean, boolean] => [false, false]);
  const displacements = new Set<number>();
  const mark = (which: 0 | 1, start: number, end: number): void => {
    for (let byte = start; byte < end; byte++) tiles[byte]![which] = true;
  };
  for (const { offset, size, offsetBits, bitWidth } of layout.fields) {
    mark(0, offset, bitWidth === null ? offset + size : Math.ceil((offsetBits + bitWidth) / 8));
  }
  for (const { offset } of layout.tablePointers) mark(0, offset, offset + abi.target.pointerSize);
  const sizes = new Map(basesIn(definition).map((record) => [formatName(record.name), abi.layOut(record)]));
  for (const { name, offset, virtual } of layout.bases) {
    const base = sizes.get(name);
    if (base === undefined || base.status === 'unknown') throw new Error(`${name} has no layout`);
    if (!base.value.empty) mark(0, offset, offset + base.value.nonVirtualSize);
    if (virtual && abi.target.cppAbi === 'microsoft')
      for (let byte = offset - 4; byte < offset; byte++) displacements.add(byte);
  }
  for (const { offset, size } of layout.padding) mark(1, offset, offset + size);
  return { tiles, displacements };
}

function basesIn({ bases }: CppRecordDefinition): CppAbiRecord[] {
  return bases.flatMap(({ type }) => {
    if (type.kind !== 'record') return [];
    const definition = type.record.define();
    return [type.record, ...(definition.status === 'unknown' ? [] : basesIn(definition.value))];
  });
}

function asClangSees(layout: RecordLayout, truth: ClangLayout): ClangLayout {
  const byOffset = (a: { offset: number; name: string }, b: { offset: number; name: string }): number =>
    a.offset - b.offset || a.name.localeCompare(b.name);
  const order = new Map(truth.bases.map((base, index) => [base.name + base.virtual, index]));
  const rank = (base: { name: string; virtual: boolean }): number =>
    order.get(base.name + base.virtual) ?? -1;
  return {
    size: layout.size,
    align: layout.align,
    dataSize: truth.dataSize === null ? null : layout.dataSize,
    nonVirtualSize: layout.nonVirtualSize,
    nonVirtualAlign: layout.nonVirtualAlign,
    empty: layout.empty,
    tablePointers: layout.tablePointers.map(({ kind, offset }) => ({ kind, offset })),
    members: layout.fields.map(({ name, offsetBits }) => ({ name, offsetBits })),
    bases: layout.bases
      .map(({ name, offset, virtual }) => ({ name, offset, virtual }))
      .sort(byOffset)
      .sort((a, b) => rank(a) - rank(b)),
  };
}
