import type { MangledSymbol } from '../abi/mangling/mangled-symbol.js';
import type { CppAbiFunction } from '../abi/model.js';
import { unknown, type Known } from '../base/known.js';
import type { CppFunction } from '../facts/cpp/cpp-facts.js';
import type { CppFunctionSide } from './crossing.js';
import { callingConventionOf } from './lowering/calling-convention.js';
import { cppContext, nameOf } from './lowering/cpp-types.js';
import type { TargetView } from './target-view.js';

/**
 * The symbol that the linker knows a C++ function by, for one target. Unknown where there is none (a
 * template, a `static` function) and where a type in it is unknown.
 */
export function symbolOf(side: CppFunctionSide, view: TargetView): Known<MangledSymbol> {
  const { item } = side;
  if (item.template) return unknown(`\`${item.name}\` is a template: only its instances have symbols`);
  if (item.deleted) return unknown(`\`${item.name}\` is deleted`);
  const inClass = item.scope.some(({ kind }) => kind === 'record');
  if (item.static && !inClass) return unknown(`\`${item.name}\` is static: no other file can link to it`);
  if (item.scope.some(({ name }) => name === ''))
    return unknown(`\`${item.name}\` is in an anonymous namespace`);
  return view.cppAbi.mangle(lowerFunction(side, view));
}

function lowerFunction({ uri, item }: CppFunctionSide, view: TargetView): CppAbiFunction {
  const context = cppContext(uri, item.scope);
  const { signature } = item;
  return {
    kind: kindOf(item),
    scope: nameOf(item.scope, item.name, 'function', null).slice(0, -1),
    name: item.name.replace(/^operator\s*(?:""\s*)?/, (prefix) => (isOperator(item) ? '' : prefix)),
    linkage: item.linkage,
    parameters: signature.parameters.map(({ type }) => view.cpp.type(type, context)),
    variadic: signature.variadic,
    result: view.cpp.type(signature.result, context),
    constFunction: signature.const,
    volatileFunction: signature.volatile,
    referenceQualifier: signature.reference,
    virtual: item.virtual,
    access: item.access,
    callingConvention: callingConventionOf(item.callingConvention, item.attributes),
    abiTags: [],
    templateArguments: null,
    asmLabel: item.asmLabel,
  };
}

const isOperator = ({ kind }: CppFunction): boolean => kind === 'operator';

function kindOf(item: CppFunction): CppAbiFunction['kind'] {
  const inClass = item.scope[item.scope.length - 1]?.kind === 'record';
  switch (item.kind) {
    case 'function':
    case 'method':
      return inClass ? (item.static ? 'static-method' : 'method') : 'function';
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
