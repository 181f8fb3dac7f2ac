import type { Range, Uri } from '../base/range.js';
import type { Condition } from '../facts/facts.js';
import type {
  ZngurCppRef,
  ZngurCppStackOwned,
  ZngurCppValue,
  ZngurExternCpp,
  ZngurFacts,
  ZngurItem,
} from '../facts/zngur/zngur-facts.js';
import type { CppAbiType } from '../abi/model.js';
import { noSignature, type Pairing, type TypeUse } from './crossing.js';
import { typeNamed } from './cxx.js';
import type { TargetView } from './target-view.js';
import { armsOf } from './zngur-conditions.js';
import { zngurTypesOf } from './zngur.js';

/** What a `.zng` says that a type of Rust holds or refers to in C++. */
export type ZngurCppType = ZngurCppRef | ZngurCppStackOwned | ZngurCppValue;

/**
 * Pairs what one `.zng` takes from C++ with its declarations there: the classes that types of Rust hold or refer to, and
 * the functions that C++ implements for Rust, whose declarations zngur writes, so that they never differ.
 *
 * @see zngur's book, "Calling C++ from Rust", Opaque types; zngur-generator, cpp_header.sptl
 */
export function* pairZngur(view: TargetView, uri: Uri, facts: ZngurFacts): Generator<Pairing> {
  for (const side of zngurTypesOf(view, uri, facts)) {
    for (const { member, condition } of side.members) {
      if (member.kind === 'cpp-ref' || member.kind === 'cpp-value' || member.kind === 'cpp-stack-owned')
        yield pairType(member, [...side.condition, ...condition], uri, view);
    }
  }
  for (const { block, condition } of externBlocks(facts.items, []))
    for (const member of block.members)
      if (member.kind === 'function')
        yield pairFunction(member.signature.name, member.nameRange, member.range, condition, uri, view);
}

/** The C++ type that a `.zng` names; unknown where it is no plain name. */
export function cppTypeOf({ cppType }: ZngurCppType, uri: Uri, view: TargetView): CppAbiType {
  const path = pathOf(cppType.value);
  return path
    ? typeNamed(view, uri, path)
    : { kind: 'unknown', text: cppType.value, reason: 'it is no plain name', because: [] };
}

const pathOf = (written: string): readonly string[] | null =>
  /^\s*(?:::)?\w+(?:::\w+)*\s*$/.test(written) ? written.trim().replace(/^::/, '').split('::') : null;

function pairType(member: ZngurCppType, condition: Condition, uri: Uri, view: TargetView): Pairing {
  const { cppType, range } = member;
  const name = cppType.value.trim().replace(/^::/, '');
  const crossing = { name, mechanism: 'zngur', direction: 'rust-calls-cpp' } as const;
  const type = cppTypeOf(member, uri, view);
  const source = type.kind === 'record' ? view.cpp.sourceOf(type.record) : undefined;
  if (!source) {
    const reason = 'no C++ class of this name was found';
    return { ...crossing, kind: 'unpaired', location: { uri, range: cppType.range }, reason };
  }
  const path = name.split('::');
  const item = {
    name: path[path.length - 1] ?? name,
    modulePath: path.slice(0, -1),
    condition,
    range,
    nameRange: cppType.range,
    namespace: path.slice(0, -1),
    cxxName: null,
    rustName: null,
    public: true,
    alias: null,
    lifetimes: [],
  };
  return { ...crossing, kind: 'type', rust: { uri, item }, cpp: source, uses: [useOf(member, uri)] };
}

/** A value that Rust moves as it moves its own is one of `#cpp_stack_owned`; `#cpp_value` is on the heap of C++. */
const useOf = (member: ZngurCppType, uri: Uri): TypeUse => ({
  how: member.kind === 'cpp-stack-owned' ? 'by value' : 'behind a pointer',
  what: `named by \`#${member.kind.replaceAll('-', '_')}\``,
  rust: { uri, range: member.cppType.range },
  cpp: null,
});

function pairFunction(
  name: string,
  nameRange: Range,
  range: Range,
  condition: Condition,
  uri: Uri,
  { program }: TargetView,
): Pairing {
  const crossing = { name, mechanism: 'zngur', direction: 'rust-calls-cpp' } as const;
  const implementations = program.cpp.implementationsNamed([...IMPLEMENTATIONS, name]);
  const [first, ...overloads] = implementations.map(({ uri: file, item }) => ({ uri: file, item }));
  if (!first)
    return {
      ...crossing,
      kind: 'unpaired',
      location: { uri, range: nameRange },
      reason: `no \`${[...IMPLEMENTATIONS, name].join('::')}\` was found in C++`,
    };
  const side = { uri, name, modulePath: [], condition, range, nameRange };
  return {
    ...crossing,
    kind: 'function',
    rust: { ...side, signature: noSignature(nameRange) },
    cpp: first,
    overloads,
    resolved: true,
  };
}

/** Where C++ implements what Rust calls, in zngur's own namespace unless a build gives it another one. */
const IMPLEMENTATIONS = ['rust', 'exported_functions'];

function* externBlocks(
  items: readonly ZngurItem[],
  condition: Condition,
): Generator<{ readonly block: ZngurExternCpp; readonly condition: Condition }> {
  for (const item of items) {
    if (item.kind === 'extern-cpp') yield { block: item, condition };
    else if (item.kind === 'module') yield* externBlocks(item.items, condition);
    else if (item.kind === 'if' || item.kind === 'match')
      for (const arm of armsOf(item)) yield* externBlocks(arm.items, [...condition, ...arm.condition]);
  }
}
