import type { Uri } from '../base/range.js';
import type { Program } from '../program/program.js';

/**
 * True where a file cannot be C: its name says so, or it uses what only C++ has. A header for both languages
 * means one thing in each of them: `struct A {}` has a byte in C++, and none in GNU C.
 */
export function isSurelyCpp(uri: Uri, program: Program): boolean {
  if (/\.(?:cc|cpp|cxx|c\+\+|hh|hpp|hxx|h\+\+|inl|ipp|tpp|cu|cuh|mm)$/i.test(uri)) return true;
  const facts = program.facts(uri);
  if (facts?.language !== 'cpp' || facts.isC) return false;
  return (
    facts.usings.length > 0 ||
    facts.includes.some(({ system, path }) => system && !path.includes('.')) ||
    facts.enums.some(({ scoped }) => scoped) ||
    facts.functions.some(
      ({ kind, scope, template }) => kind !== 'function' || scope.length > 0 || template,
    ) ||
    facts.records.some(
      ({ kind, scope, bases, methods, template }) =>
        kind === 'class' ||
        bases.length > 0 ||
        methods.length > 0 ||
        template !== null ||
        scope.some((outer) => outer.kind === 'namespace'),
    )
  );
}
