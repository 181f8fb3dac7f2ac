import type { CppAbiRecord } from '../../abi/model.js';
import type { Access, CppFunction, CppRecord } from '../../facts/cpp/cpp-facts.js';
import type { CppFunctionSide } from '../crossing.js';
import type { TargetView } from '../target-view.js';
import { canonicalSignature } from './cpp-records.js';
import { declarationsAt } from './entity-names.js';

/** What only the class says about a member function. */
export type Membership =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'member';
      readonly access: Access;
      readonly static: boolean;
      readonly virtual: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Finds a function in its class, also one that is defined outside of it.
 *
 * @param isSame whether a member of the same name is declared as the function is
 */
export function memberOf(
  side: CppFunctionSide,
  view: TargetView,
  isSame: (candidate: CppFunctionSide) => boolean,
): Membership {
  const { scope, name, signature } = side.item;
  const owner = scope[scope.length - 1];
  if (owner?.kind !== 'record') return { kind: 'none' };
  const path = view.program.cpp.expandedScope(scope);
  const records = declarationsAt(view.program, path).filter(({ item }) => item.definition);
  for (const { uri, item: record } of records) {
    const own = record.methods.find((method) => method === side.item);
    if (own) return membership(own, uri, record, view);
  }
  const [found] = records;
  if (!found) return { kind: 'unknown', reason: `the class \`${owner.name}\` of \`${name}\` was not found` };
  const candidates = found.item.methods.filter(
    (method) =>
      method.name === name &&
      method.kind !== 'function' &&
      method.signature.parameters.length === signature.parameters.length,
  );
  const same =
    candidates.length === 1 ? candidates[0] : candidates.find((item) => isSame({ uri: found.uri, item }));
  return same
    ? membership(same, found.uri, found.item, view)
    : { kind: 'unknown', reason: `\`${owner.name}\` does not declare \`${name}\` so` };
}

function membership(method: CppFunction, uri: string, record: CppRecord, view: TargetView): Membership {
  const { access } = method;
  const known = { kind: 'member' as const, access, static: method.static };
  if (method.virtual || method.overrides) return { ...known, virtual: true };
  if (method.static || method.kind === 'constructor' || record.bases.length === 0)
    return { ...known, virtual: false };
  const inherited = overrides(method, view.cpp.record(uri, record));
  if (inherited === null)
    return {
      kind: 'unknown',
      reason: `\`${method.name}\` is virtual where it overrides a function of a base class, and not all bases are known`,
    };
  return { ...known, virtual: inherited };
}

/** Whether a base declares the function virtual; null where a base is not known. @see C++ [class.virtual] */
function overrides(method: CppFunction, record: CppAbiRecord): boolean | null {
  const signature = canonicalSignature(method);
  let known = true;
  // Each class once: many paths lead to one, and chains of bases may be long.
  const classes = new Set([record]);
  for (const one of classes) {
    const definition = one.define();
    if (definition.status === 'unknown') {
      known = false;
      continue;
    }
    const { bases, functions, special } = definition.value;
    const here =
      method.kind === 'destructor'
        ? special.destructor.virtual
        : functions.some((other) => other.virtual && other.signature === signature);
    if (one !== record) {
      if (here) return true;
      if (functions.some((other) => other.virtual && mayBeEqual(other.signature, signature, method.name)))
        known = false;
    }
    for (const { type } of bases) {
      if (type.kind === 'record') classes.add(type.record);
      else known = false;
    }
  }
  return known ? false : null;
}

/** Whether two signatures that are written differently may say the same, through aliases or a template's arguments. */
function mayBeEqual(one: string, other: string, name: string): boolean {
  if (!one.startsWith(`${name}(`) || !other.startsWith(`${name}(`)) return false;
  const [ours, theirs] = [one, other].map((signature) => signature.slice(name.length));
  if (ours === undefined || theirs === undefined || outlineOf(ours) !== outlineOf(theirs)) return false;
  return !(ONLY_BUILTINS.test(ours) && ONLY_BUILTINS.test(theirs));
}

/** The commas between the parameters and the qualifiers behind them. */
function outlineOf(signature: string): string {
  const end = signature.lastIndexOf(')');
  let list = signature.slice(1, end);
  for (let before = ''; before !== list;) {
    before = list;
    list = list.replace(/<[^<>]*>|\([^()]*\)/g, '');
  }
  return `${list.trim() === '' ? 'none' : list.replace(/[^,]/g, '')}${signature.slice(end)}`;
}

/** Of nothing but the language's own types, which no alias stands for. */
const ONLY_BUILTINS =
  /^(?:[\s\d(),.*&[\]]|\b(?:void|bool|char|char8_t|char16_t|char32_t|wchar_t|short|int|long|float|double|signed|unsigned|const|volatile)\b)*$/;
