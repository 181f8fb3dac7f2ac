import type { CppAbiRecord } from '../abi/model.js';
import type { CppParameter, CppScope, CppType } from '../facts/cpp/cpp-facts.js';
import type { CppFunctionSide } from './crossing.js';
import { declarationsAt } from './lowering/entity-names.js';
import { specifiersOfMacros } from './lowering/specifier-macros.js';
import { isAllocation, symbolOf } from './symbols.js';
import type { TargetView } from './target-view.js';

/** A C++ function as those see it who call it by its symbol, or why that cannot be said. */
export type CalledFunction =
  | { readonly kind: 'known'; readonly side: CppFunctionSide }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * What a function takes where it is called by one of its symbols: a member function takes its object first, as a
 * pointer.
 *
 * @see Itanium C++ ABI 3.1.2 and 3.1.5; Microsoft's ABI passes the object alike where it has one convention
 */
export function asCalled(side: CppFunctionSide, symbol: string, view: TargetView): CalledFunction {
  const { item, uri } = side;
  if (item.scope[item.scope.length - 1]?.kind !== 'record') return { kind: 'known', side };
  const path = view.program.cpp.expandedScope(item.scope);
  const owner = declarationsAt(view.program, path).find(
    (record) => record.uri === uri && record.item.methods.includes(item),
  );
  if (!owner) return { kind: 'unknown', reason: 'the class that declares it was not found' };
  if (item.kind === 'constructor' || item.kind === 'destructor') {
    const more = takesMore(symbol, side, view.cpp.record(uri, owner.item), view);
    if (more !== null) return { kind: 'unknown', reason: more };
  } else {
    const macros = specifiersOfMacros(item, view.program, view.target);
    if (item.static || macros.isStatic || isAllocation(item)) return { kind: 'known', side };
    if (macros.unread !== null && !isAboutObject(side))
      return { kind: 'unknown', reason: `what the macro \`${macros.unread}\` says about it is not known` };
  }
  return { kind: 'known', side: { ...side, object: objectOf(side, path) } };
}

/** True for what no static function can say of itself. */
const isAboutObject = ({ item: { signature, virtual, overrides } }: CppFunctionSide): boolean =>
  virtual || overrides || signature.const || signature.volatile || signature.reference !== '';

function objectOf({ item }: CppFunctionSide, path: readonly CppScope[]): CppParameter {
  const segments = path.map(({ name }) => ({ name, arguments: null }));
  const pointee: CppType = {
    kind: 'named',
    name: { global: true, segments },
    elaborated: null,
    ...(item.signature.const && { const: true as const }),
    ...(item.signature.volatile && { volatile: true as const }),
  };
  const type: CppType = { kind: 'pointer', pointee };
  return { name: 'this', type, range: item.nameRange, hasDefault: false, defaultText: null };
}

/**
 * Why a constructor or destructor takes more by this symbol than its declaration says: a table of virtual bases, or
 * flags. Null where it does not.
 *
 * @see Itanium C++ ABI 2.6.3; clang's MicrosoftCXXABI::addImplicitStructorParams
 */
function takesMore(
  symbol: string,
  side: CppFunctionSide,
  record: CppAbiRecord,
  view: TargetView,
): string | null {
  const known = symbolOf(side, view);
  if (known.status === 'unknown') return known.reason;
  const { symbol: complete, variants } = known.value;
  if (symbol === variants['??_G']) return 'it takes flags that no declaration says';
  const isItanium = view.target.cppAbi === 'itanium';
  if (isItanium && (symbol === complete || symbol === variants['D0'])) return null;
  switch (hasVirtualBase(record, new Set())) {
    case true:
      return 'its class has virtual bases, of which it is told';
    case null:
      return 'whether its class has virtual bases is not known';
    case false:
      return null;
  }
}

/** Null where a base is not known. */
function hasVirtualBase(record: CppAbiRecord, seen: Set<CppAbiRecord>): boolean | null {
  const definition = record.define();
  if (definition.status === 'unknown') return null;
  let answer: boolean | null = false;
  for (const { type, virtual } of definition.value.bases) {
    if (virtual) return true;
    if (type.kind !== 'record') answer = null;
    else if (!seen.has(type.record)) {
      const inner = hasVirtualBase(type.record, seen.add(type.record));
      if (inner === true) return true;
      if (inner === null) answer = null;
    }
  }
  return answer;
}
