import type { CppAbiType } from '../abi/model.js';
import type { Uri } from '../base/range.js';
import { nearestTo } from '../base/uri.js';
import type { CppFacts, CppItem } from '../facts/cpp/cpp-facts.js';
import type { CppInclusion, InclusionDirective, RustFacts } from '../facts/rust/rust-facts.js';
import { noSignature, type CppFunctionSide, type Pairing, type TypeUse } from './crossing.js';
import { typeNamed } from './cxx.js';
import type { TargetView } from './target-view.js';

/** The headers that an inclusion names. */
export const includedPaths = ({ directives }: CppInclusion): string[] =>
  directives.flatMap(({ name, value }) => (name === 'include' && value !== null ? [value] : []));

/** Directives that name one item of C++ by its qualified name. @see autocxx: parser/src/directives.rs */
const NAMING: ReadonlySet<string> = new Set([
  'generate',
  'generate_pod',
  'subclass',
  'extern_cpp_type',
  'extern_cpp_opaque_type',
]);

/** The directives of an inclusion that name an item of C++, with the name. */
export const namingDirectives = ({
  directives,
}: CppInclusion): (InclusionDirective & { readonly value: string })[] =>
  directives.flatMap((each) => {
    const { name, value } = each;
    return NAMING.has(name) && value !== null && QUALIFIED.test(value) ? [{ ...each, value }] : [];
  });

/** The headers that an inclusion names, and what they include. */
export function headersOf(
  inclusion: CppInclusion,
  uri: Uri,
  { program }: TargetView,
): readonly { readonly uri: Uri; readonly facts: CppFacts }[] {
  const files = [...program.cppFiles()].map(([file]) => ({ uri: file }));
  const visible = new Set<Uri>();
  for (const path of includedPaths(inclusion)) {
    const ending = `/${encodeURI(path)}`;
    const [header] = nearestTo(
      files.filter((file) => file.uri.endsWith(ending)),
      uri,
    );
    if (header) for (const file of program.cpp.includes.visibleFrom(header.uri)) visible.add(file);
  }
  return [...visible].flatMap((file) => {
    const facts = program.facts(file);
    return facts?.language === 'cpp' ? [{ uri: file, facts }] : [];
  });
}

export const isPlainNamespace = ({ kind, name, inline, macro }: CppItem['scope'][number]): boolean =>
  kind === 'namespace' && name !== '' && !inline && macro === undefined;

export const qualified = ({ scope, name }: CppItem): string =>
  [...scope.map((each) => each.name), name].join('::');

/**
 * Directives for each class and function that a `generate_ns!` finds in its namespace, and in those within.
 *
 * @see autocxx: parser/src/config.rs, to_bindgen_item
 */
function* inNamespaces(
  inclusion: CppInclusion,
  uri: Uri,
  view: TargetView,
): Generator<InclusionDirective & { readonly value: string }> {
  const asked = inclusion.directives.filter(({ name, value }) => name === 'generate_ns' && value !== null);
  if (asked.length === 0) return;
  const blocked = new Set(
    inclusion.directives.flatMap(({ name, value }) => (name === 'block' ? [value] : [])),
  );
  for (const { facts } of headersOf(inclusion, uri, view)) {
    for (const item of [...facts.records, ...facts.functions]) {
      const value = qualified(item);
      const directive = asked.find((each) => value.startsWith(`${each.value}::`));
      const isNamed = directive && item.scope.every(isPlainNamespace) && !blocked.has(value);
      if (isNamed && QUALIFIED.test(value)) yield { ...directive, value };
    }
  }
}

const QUALIFIED = /^\w+(?:::\w+)*$/;

/**
 * Pairs what the inclusions of one file name with its declarations in C++. autocxx writes the Rust side from them with
 * each build, so that the two never differ: the directive stands for it.
 */
export function* pairAutocxx(view: TargetView, uri: Uri, facts: RustFacts): Generator<Pairing> {
  for (const inclusion of facts.inclusions) {
    const seen = new Set<string>();
    for (const directive of [...namingDirectives(inclusion), ...inNamespaces(inclusion, uri, view)]) {
      if (seen.has(directive.value)) continue;
      seen.add(directive.value);
      const pairing = pair(directive, inclusion, uri, view);
      if (pairing) yield pairing;
    }
  }
}

/** Null where C++ has something that is neither a class nor a function: an enumeration, an alias of a scalar. */
function pair(
  directive: InclusionDirective & { readonly value: string },
  inclusion: CppInclusion,
  uri: Uri,
  view: TargetView,
): Pairing | null {
  const { value, valueRange, range } = directive;
  const path = value.split('::');
  const side = {
    name: path[path.length - 1] ?? value,
    modulePath: [...inclusion.modulePath, inclusion.module, ...path.slice(0, -1)],
    condition: inclusion.condition,
    range,
    nameRange: valueRange,
  };
  const crossing = { name: value, mechanism: 'autocxx', direction: 'rust-calls-cpp' } as const;
  const type = typeOf(value, uri, view);
  const source = type.kind === 'record' ? view.cpp.sourceOf(type.record) : undefined;
  if (source) {
    const names = { namespace: path.slice(0, -1), cxxName: null, rustName: null };
    const item = { ...side, ...names, public: true, alias: null, lifetimes: [] };
    return {
      ...crossing,
      kind: 'type',
      rust: { uri, item },
      cpp: source,
      uses: [useIn(directive, { uri, range: valueRange })],
    };
  }
  const [first, ...overloads] = functionsOf(path, view);
  if (first)
    return {
      ...crossing,
      kind: 'function',
      rust: { uri, ...side, signature: noSignature(valueRange) },
      cpp: first,
      overloads,
      resolved: true,
    };
  if (type.kind !== 'unknown') return null;
  const location = { uri, range: valueRange };
  const reason = 'no C++ declaration of this name was found';
  return { kind: 'unpaired', name: value, mechanism: 'autocxx', location, reason };
}

/** The type of a name as autocxx has it: `ns::Outer_Inner` is the class `Inner` in the class `ns::Outer`. */
export function typeOf(value: string, uri: Uri, view: TargetView): CppAbiType {
  const path = value.split('::');
  const type = typeNamed(view, uri, path);
  if (type.kind !== 'unknown' || functionsOf(path, view).length > 0) return type;
  const start = value.lastIndexOf(':') + 1;
  for (let at = value.indexOf('_', start); at !== -1; at = value.indexOf('_', at + 1)) {
    const nested = typeNamed(view, uri, [...value.slice(0, at).split('::'), value.slice(at + 1)]);
    const source = nested.kind === 'record' ? view.cpp.sourceOf(nested.record) : undefined;
    if (source?.item.scope.at(-1)?.kind === 'record') return nested;
  }
  return type;
}

/** The functions of a qualified name, those first that only declare it. */
export const functionsOf = (path: readonly string[], { program }: TargetView): CppFunctionSide[] =>
  program.cpp
    .functionsNamed(path)
    .filter(({ item }) => !item.friend)
    .map(({ uri, item }) => ({ uri, item }))
    .sort((a, b) => Number(a.item.definition) - Number(b.item.definition));

const useIn = ({ name }: InclusionDirective, rust: TypeUse['rust']): TypeUse => ({
  how: name === 'generate_pod' ? 'by value' : 'behind a pointer',
  what: `named by \`${name}!\``,
  rust,
  cpp: null,
});
