import type { MangledSymbol } from '../abi/mangling/mangled-symbol.js';
import type { CppAbiFunction, CppAbiName } from '../abi/model.js';
import type { Target } from '../abi/target.js';
import { assumed, unknown, weaken, type Known } from '../base/known.js';
import type { Uri } from '../base/range.js';
import { abiTagsOf } from '../facts/cpp/attributes.js';
import type { CppFunction, CppItem } from '../facts/cpp/cpp-facts.js';
import { isAnonymous } from '../facts/cpp/namespace-macros.js';
import type { CppFunctionSide } from './crossing.js';
import { callingConventionOf } from './lowering/calling-convention.js';
import { cppContext } from './lowering/cpp-lowering.js';
import { declarationsAt, scopeNames } from './lowering/entity-names.js';
import { memberOf, type Membership } from './lowering/members.js';
import { predefinedMacro } from './predefined-macros.js';
import { specifiersOfMacros } from './lowering/specifier-macros.js';
import type { TargetView } from './target-view.js';

/**
 * The symbol that the linker knows a C++ function by, for one target. Unknown, with the reason, where
 * there is none (a template, a `static` function) and where a type in it is unknown.
 */
export function symbolOf(side: CppFunctionSide, view: TargetView): Known<MangledSymbol> {
  const { item } = side;
  if (item.template) return unknown(`\`${item.name}\` is a template: only its instances have symbols`);
  if (item.deleted) return unknown(`\`${item.name}\` is deleted`);
  const inClass = item.scope.some(({ kind }) => kind === 'record');
  if (item.static && !inClass) return unknown(`\`${item.name}\` is static: no other file can link to it`);
  if (item.scope.some(isAnonymous)) return unknown(`\`${item.name}\` is in an anonymous namespace`);
  const { cpp } = view.program;
  const scope = cpp.expandedScope(item.scope);
  const name = declaredName(side, view);
  // What a macro opens may be named by another one: `namespace U_ICU_NAMESPACE {`.
  const renamed =
    (name === null ? item : null) ??
    scope.find(({ name }) =>
      scope === item.scope ? cpp.definesMacro(name) : cpp.everyMacroNamed(name).length > 0,
    );
  if (renamed) return unknown(`\`${renamed.name}\` is a macro, which may give another name`);
  const macros = specifiersOfMacros(item, view.program, view.target);
  if (macros.unread !== null && item.linkage === 'cpp' && !inClass)
    return unknown(`what the macro \`${macros.unread}\` says about \`${item.name}\` is not known`);
  if (macros.isStatic && !inClass)
    return unknown(`\`${item.name}\` is static through a macro: no other file can link to it`);
  if (macros.disputed !== null && hasConventions(view.target))
    return unknown(`what \`${macros.disputed}\` says about calling \`${item.name}\` depends on the build`);
  const membership = memberOf(side, view, (candidate) => sameSignature(side, candidate, view));
  // Microsoft's names say who may call a member and whether it is virtual.
  if (membership.kind === 'unknown' && view.target.cppAbi === 'microsoft') return unknown(membership.reason);
  const named = [
    ...(cpp.definesMacro(item.name) ? [{ from: item.name, to: name ?? item.name }] : []),
    ...item.scope
      .filter((component) => component.macro === undefined && cpp.definesMacro(component.name))
      .map((component) => ({ from: component.name, to: cpp.expandedScope([component])[0]?.name ?? '' })),
  ];
  const opened = item.scope.flatMap(({ macro }) =>
    macro !== undefined && cpp.everyMacroNamed(macro).some(({ item }) => item.condition.length > 0)
      ? { macro, scopes: cpp.expandedScope(item.scope.filter((component) => component.macro === macro)) }
      : [],
  );
  const assumptions = [
    ...named.map(({ from, to }) => `\`${from}\` means \`${to}\``),
    ...opened.map(({ macro, scopes }) =>
      scopes.length === 0
        ? `\`${macro}\` opens no namespace`
        : `\`${macro}\` opens \`${scopes.map(({ name }) => name).join('::')}\``,
    ),
  ];
  const symbol = assumptions.reduce(
    (known, assumption) => weaken(known, assumed(null, assumption)),
    view.cppAbi.mangle(lowerFunction(side, membership, view)),
  );
  return macros.unread === null || inClass
    ? symbol
    : weaken(
        symbol,
        assumed(null, `the macro \`${macros.unread}\` does not say that \`${item.name}\` is static`),
      );
}

/** The function's name with what macros make of it, `__res_init` for `res_init`; null where that is not known. */
export function declaredName(
  { uri, item }: { readonly uri: Uri; readonly item: CppItem },
  { program, target }: Pick<TargetView, 'program' | 'target'>,
): string | null {
  return program.cpp.nameOf(item, uri, (name) => predefinedMacro(name, target));
}

/** True where the function, or a variant of the constructor or destructor, is known by this symbol. */
export function hasSymbol(side: CppFunctionSide, symbol: string, view: TargetView): boolean {
  const known = symbolOf(side, view);
  if (known.status === 'unknown') return false;
  return known.value.symbol === symbol || Object.values(known.value.variants).includes(symbol);
}

/** `operator new` and `operator delete` in a class are static without saying so. @see C++ [class.free] */
export const isAllocation = ({ kind, name }: CppFunction): boolean =>
  kind === 'operator' && /^operator\s*(?:new|delete)\b/.test(name);

/** Whether a function that is defined outside of its class is this one of its members. */
function sameSignature(outside: CppFunctionSide, inside: CppFunctionSide, view: TargetView): boolean {
  const [one, other] = [outside, inside].map((side) => {
    const symbol = view.cppAbi.mangle(lowerFunction(side, { kind: 'none' }, view));
    return symbol.status === 'unknown' ? null : symbol.value.symbol;
  });
  return one !== null && one === other;
}

function lowerFunction(side: CppFunctionSide, membership: Membership, view: TargetView): CppAbiFunction {
  const { uri, item } = side;
  const context = cppContext(uri, item.scope, item.range.end);
  const macros = specifiersOfMacros(item, view.program, view.target);
  const { signature } = item;
  const member = membership.kind === 'member' ? membership : null;
  return {
    kind: kindOf(item, (member?.static ?? item.static) || macros.isStatic),
    scope: specializedScope(side, view) ?? scopeNames(view.program, item.scope, context.bindings),
    name: (declaredName(side, view) ?? item.name).replace(/^operator\s*(?:""\s*)?/, (prefix) =>
      isOperator(item) ? '' : prefix,
    ),
    linkage: macros.hasCLinkage && member === null ? 'c' : item.linkage,
    parameters: signature.parameters.map(({ type }) => view.cpp.type(type, context)),
    variadic: signature.variadic,
    result: view.cpp.type(signature.result, context),
    constFunction: signature.const,
    volatileFunction: signature.volatile,
    referenceQualifier: signature.reference,
    virtual: member?.virtual ?? false,
    access: member?.access ?? 'public',
    callingConvention:
      callingConventionOf(item.callingConvention, item.attributes) ?? macros.callingConvention,
    abiTags: abiTagsOf(item.attributes),
    templateArguments: null,
    asmLabel: item.asmLabel,
  };
}

/** The scopes of a member of `template <> struct A<int> { … }`; null for members of other classes. */
function specializedScope({ uri, item }: CppFunctionSide, view: TargetView): CppAbiName | null {
  const path = view.program.cpp.expandedScope(item.scope);
  const owner = declarationsAt(view.program, path).find((record) => record.item.methods.includes(item));
  const { parameters, specialization = null } = owner?.item.template ?? {};
  if (specialization === null || parameters?.length !== 0) return null;
  const segments = path.map(({ name }, index) => ({
    name,
    arguments: index === path.length - 1 ? specialization : null,
  }));
  const named = { kind: 'named' as const, name: { global: true, segments }, elaborated: null };
  const type = view.cpp.type(named, cppContext(uri, item.scope.slice(0, -1)));
  return type.kind === 'record' ? type.record.name : null;
}

/** Where conventions other than the default one exist and names tell them apart: 32-bit Windows. */
const hasConventions = ({ cppAbi, pointerSize }: Target): boolean =>
  cppAbi === 'microsoft' && pointerSize === 4;

const isOperator = ({ kind }: CppFunction): boolean => kind === 'operator';

function kindOf(item: CppFunction, isStatic: boolean): CppAbiFunction['kind'] {
  const inClass = item.scope[item.scope.length - 1]?.kind === 'record';
  switch (item.kind) {
    case 'function':
    case 'method':
      return inClass ? (isStatic ? 'static-method' : 'method') : 'function';
    case 'operator':
      return /^operator\s*""/.test(item.name) ? 'literal-operator' : 'operator';
    case 'constructor':
    case 'destructor':
    case 'conversion':
      return item.kind;
    default:
      return item.kind satisfies never;
  }
}
