import { describe, expect, test } from 'vitest';
import { createCppAbi } from '../../server/src/abi/cpp-abi.js';
import { TARGETS } from '../../server/src/abi/target.js';
import { cppSyntaxTree } from './compilers.js';
import { describeFunction, sampleFunctions } from './cpp-functions.js';
import { Random, sampleSize, SEED } from './random.js';

/** Random overloads, methods and operators, mangled by the engine and by clang. */
describe.each(TARGETS.filter((target) => target.cppAbi === 'itanium'))('symbols on $triple', (target) => {
  test('are those of clang', () => {
    const abi = createCppAbi(target);
    const { functions, text } = sampleFunctions(new Random(SEED), sampleSize(150));
    const symbols = symbolsByLine(cppSyntaxTree(text, target.clangTriple));
    for (const sample of functions) {
      const truth = symbols.get(sample.line);
      const mangled = abi.mangle(sample.fn);
      if (mangled.status === 'unknown') throw new Error(mangled.reason);
      expect(target.symbolPrefix + mangled.value.symbol, describeFunction(sample)).toBe(truth);
    }
  });
});

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
