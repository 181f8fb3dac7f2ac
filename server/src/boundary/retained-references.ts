import { nearestTo } from '../base/uri.js';
import type { CppAbiType } from '../abi/model.js';
import type { CppType, CppVariable } from '../facts/cpp/cpp-facts.js';
import type { RetainedParameter } from '../facts/cpp/retained-parameters.js';
import type { RustParameter, RustType } from '../facts/rust/rust-facts.js';
import { definitionsOf, isThere } from './definitions.js';
import type { CppFunctionSide, FunctionCrossing } from './crossing.js';
import { signatureContext } from './cxx-signature.js';
import { cppContext } from './lowering/cpp-lowering.js';
import type { TargetView } from './target-view.js';

/** A reference that Rust lends for a call, and of which C++ keeps a pointer. */
export interface RetainedReference {
  readonly parameter: RustParameter;
  readonly definition: CppFunctionSide;
  readonly retained: RetainedParameter;
}

/**
 * The references that the C++ function of a crossing keeps, by its body: where Rust says nothing of how long they live,
 * and where the place that they are kept in is known to hold a pointer.
 */
export function retainedReferences(crossing: FunctionCrossing, view: TargetView): RetainedReference[] {
  const { cpp, rust, direction } = crossing;
  if (direction !== 'rust-calls-cpp') return [];
  const lent = rust.signature.parameters.map(({ type }) => isLent(type));
  if (!lent.includes(true)) return [];
  const definitions = nearestTo(definitionsOf(cpp, view), cpp.uri);
  const [definition] = definitions;
  if (!definition) view.program.cpp.wantDefinition(cpp.item.name, 'cppRetainer');
  // Several are of several builds: then each of them keeps it.
  const kept = definitions.map((each) => (each.item.body?.retains ?? []).filter(isPointerIn(each, view)));
  const seen = new Set<number>();
  return (kept[0] ?? []).flatMap((retained): RetainedReference[] => {
    const index = retained.parameter + (cpp.object ? 1 : 0);
    const parameter = rust.signature.parameters[index];
    if (!definition || !parameter || lent[index] !== true || seen.has(index)) return [];
    if (!kept.every((all) => all.some((each) => each.parameter === retained.parameter))) return [];
    seen.add(index);
    return [{ parameter, definition, retained }];
  });
}

/** A reference for the time of the call: one with a lifetime of its own promises more. */
function isLent(type: RustType): boolean {
  if (type.kind === 'reference') return type.lifetime === null || type.lifetime === "'_";
  if (type.kind !== 'path' || !/^(?:Option|Pin)$/.test(type.path.at(-1) ?? '')) return false;
  const [first] = type.arguments;
  return first?.kind === 'type' && isLent(first.type);
}

const isPointerIn =
  (definition: CppFunctionSide, view: TargetView) =>
  ({ into, how }: RetainedParameter): boolean => {
    if (into[0] === 'static') return true;
    const type = typeOfPlace(into, definition, view);
    return type !== null && holdsPointer(type, how);
  };

/** A pointer itself, or what has pointers for elements. */
function holdsPointer(type: CppAbiType, how: RetainedParameter['how']): boolean {
  if (how === 'assigned') return type.kind === 'pointer';
  if (how === 'indexed' && type.kind === 'array') return type.element.kind === 'pointer';
  if (how === 'indexed' && type.kind === 'pointer') return type.pointee.kind === 'pointer';
  if (type.kind !== 'library') return false;
  const element = type.arguments[/map$/.test(type.name) ? 1 : 0];
  return element?.kind === 'type' && element.type.kind === 'pointer';
}

/** The declared type of a member or variable; null where any step on the way is not known. */
function typeOfPlace(
  [root = '', ...members]: readonly string[],
  definition: CppFunctionSide,
  view: TargetView,
): CppAbiType | null {
  const parameter = definition.item.signature.parameters.find(({ name }) => name === root);
  const ofRoot = parameter
    ? view.cpp.type(parameter.type, signatureContext(definition))
    : root === 'this'
      ? classOf(definition, view)
      : (memberOf(classOf(definition, view), root) ?? variableType(root, definition, view));
  return members.reduce<CppAbiType | null>((type, member) => memberOf(type, member), ofRoot);
}

function classOf(side: CppFunctionSide, view: TargetView): CppAbiType | null {
  const scope = view.program.cpp.expandedScope(side.item.scope).filter(({ name }) => name !== '');
  if (scope.at(-1)?.kind !== 'record') return null;
  const segments = scope.map(({ name }) => ({ name, arguments: null }));
  const type: CppType = { kind: 'named', name: { global: true, segments }, elaborated: null };
  return view.cpp.type(type, signatureContext(side));
}

/** The type of a member of a class, or of what a pointer or reference to one leads to; its bases are asked, too. */
function memberOf(type: CppAbiType | null, name: string): CppAbiType | null {
  if (type?.kind === 'pointer') return memberOf(type.pointee, name);
  if (type?.kind === 'reference') return memberOf(type.referent, name);
  if (type?.kind !== 'record') return null;
  const definition = type.record.define();
  if (definition.status === 'unknown') return null;
  const { fields, bases } = definition.value;
  const own = fields.find((field) => field.name === name);
  if (own) return own.type;
  return bases.reduce<CppAbiType | null>((found, base) => found ?? memberOf(base.type, name), null);
}

/** Internal linkage. @see C++ [basic.link] */
const isOfItsFile = ({ scope, internal }: CppVariable): boolean =>
  internal === true || scope.some(({ name, macro }) => name === '' && macro === undefined);

/** Of the scopes around the function, the innermost that has the variable, in its own file or for all. */
function variableType(name: string, { uri, item }: CppFunctionSide, view: TargetView): CppAbiType | null {
  const scope = view.program.cpp.expandedScope(item.scope).filter((each) => each.name !== '');
  for (let depth = scope.length; depth >= 0; depth--) {
    const path = [...scope.slice(0, depth).map((each) => each.name), name];
    const [found] = view.program.cpp
      .variablesNamed(path)
      .filter((each) => each.uri === uri || !isOfItsFile(each.item))
      .filter(isThere(view));
    if (found)
      return view.cpp.type(found.item.type, cppContext(found.uri, found.item.scope, found.item.range.end));
  }
  return null;
}
