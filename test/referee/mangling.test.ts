import { describe, expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import { TARGETS, type Target } from '../../server/src/abi/target.js';
import { cppSyntaxTree } from './compilers.js';
import { describeFunction, sampleFunctions, type SampleFunction } from './cpp-functions.js';
import { readHeader, symbolsOfFacts } from './cpp-symbols.js';
import { Random, sampleSize, SEED } from './random.js';

/** Random overloads, methods, operators and variables, mangled by the engine and by clang. */
describe.each([...TARGETS])('symbols on $triple', (target) => {
  test('are those of clang', () => {
    const abi = createCppAbi(target);
    const { functions, text } = sampleFunctions(
      new Random(SEED),
      sampleSize(150),
      target.cppAbi === 'microsoft',
    );
    const symbols = symbolsByLine(cppSyntaxTree(text, target.clangTriple));
    const wrong = functions.flatMap((sample) => {
      const mangled = abi.mangle(sample.fn);
      const ours =
        mangled.status === 'unknown' ? mangled.reason : nameInTree(mangled.value.symbol, sample, target);
      const truth = symbols.get(sample.line);
      return ours === truth ? [] : [{ declaration: describeFunction(sample), ours, truth }];
    });
    expect(wrong).toEqual([]);
  });

  test('are those of clang where they are read from the text, and most are known', async () => {
    const conventions = target.cppAbi === 'microsoft';
    const { functions, text } = sampleFunctions(new Random(SEED + 1), sampleSize(150), conventions);
    const symbols = symbolsByLine(cppSyntaxTree(text, target.clangTriple));
    const read = symbolsOfFacts(await readHeader(text), target);
    const known = functions.flatMap((sample) => {
      const symbol = read.get(sample.line);
      if (symbol === undefined || symbol.status === 'unknown') return [];
      // Where the result is not known, the name says that it rests on that.
      const restsOnResult = symbol.status === 'assumed' && symbol.assumption.includes('has no ABI tags');
      return restsOnResult ? [] : [{ sample, symbol: symbol.value.symbol }];
    });
    const wrong = known.flatMap(({ sample, symbol }) => {
      const ours = nameInTree(symbol, sample, target);
      const truth = symbols.get(sample.line);
      return ours === truth ? [] : [{ declaration: describeFunction(sample), ours, truth }];
    });
    expect(wrong).toEqual([]);
    // Variables and specialisations of function templates are no facts.
    const readable = functions.filter(({ fn }) => fn.kind !== 'variable' && fn.templateArguments === null);
    expect(known.length / readable.length).toBeGreaterThan(0.8);
  });
});

/**
 * As clang's syntax tree has it: with the prefix of Darwin, and of a destructor under Microsoft's ABI the
 * one that also destroys virtual bases instead of the one that others call.
 */
function nameInTree(symbol: string, { fn }: SampleFunction, target: Target): string {
  if (target.cppAbi === 'itanium') return target.symbolPrefix + symbol;
  if (fn.kind !== 'destructor') return symbol;
  const convention = target.pointerSize === 8 ? 'EAA' : 'AE';
  const plain = { public: 'Q', protected: 'I', private: 'A' }[fn.access] + convention;
  const own = fn.virtual ? { public: 'U', protected: 'M', private: 'E' }[fn.access] + convention : plain;
  expect(symbol.endsWith(`@@${own}@XZ`)).toBe(true);
  return `${symbol.slice(0, -own.length - 3).replace('??1', '??_D')}${plain}XXZ`;
}

interface SyntaxNode {
  readonly loc?: { readonly line?: number };
  readonly isImplicit?: boolean;
  readonly mangledName?: string;
  readonly inner?: readonly SyntaxNode[];
}

/** Mangled names by line; clang leaves the line out where it is that of the declaration before. */
function symbolsByLine(tree: unknown): Map<number, string> {
  const symbols = new Map<number, string>();
  let line = 0;
  const visit = (node: SyntaxNode): void => {
    line = node.loc?.line ?? line;
    if (node.mangledName !== undefined && node.isImplicit !== true) symbols.set(line, node.mangledName);
    for (const inner of node.inner ?? []) visit(inner);
  };
  visit(tree as SyntaxNode);
  return symbols;
}
