import { describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { readCpp } from '../facts/cpp/read-cpp.js';
import { testGrammars } from '../syntax/testing/grammars.js';
import { Program } from './program.js';

/** What the member `m` of the record `Use` is, by the text of the declaration that its type's name stands for. */
async function meaning(files: Readonly<Record<string, string>>): Promise<string> {
  const program = new Program();
  const grammars = await testGrammars();
  for (const [path, text] of Object.entries(files)) {
    const facts = await readCpp(grammars, text, { isC: false, token: NEVER_CANCELLED, live: undefined });
    program.setFile(`file:///w/${path}`, facts);
  }
  for (const [uri, { records }] of program.cppFiles()) {
    const item = records.find(({ name }) => name === 'Use');
    const type = item?.fields[0]?.type;
    if (item === undefined || type?.kind !== 'named') continue;
    const scope = [...item.scope, { kind: 'record' as const, name: item.name, inline: false }];
    const place = { uri, scope, end: item.range.end };
    const lookup = program.cpp.lookUpType(type.name, place, type.elaborated !== null);
    if (lookup.kind === 'unsure') return lookup.reason;
    if (lookup.kind !== 'found') return lookup.kind;
    const { uri: at, item: found } = lookup.declaration;
    const line = files[at.slice('file:///w/'.length)]?.split('\n')[found.nameRange.start.line] ?? '';
    const note = /\/\/ (.*)$/.exec(line)?.[1] ?? line;
    return lookup.assumption === null ? note : `${note}, if ${lookup.assumption}`;
  }
  return 'no use';
}

const inOne = (text: string): Promise<string> => meaning({ 'a.hpp': text });

describe('a name in a class', () => {
  test('is a member of its base before it is a type outside', async () => {
    const types = 'struct X {}; // outside\nstruct B {\nstruct X {}; // in the base\n};\n';
    expect(await inOne(`${types}struct Use : B { X m; };`)).toBe('in the base');
    expect(await inOne(`${types}struct Use { X m; };`)).toBe('outside');
    expect(await inOne(`${types}typedef B Alias; struct D : Alias {}; struct Use : D { D::X m; };`)).toBe(
      'in the base',
    );
  });

  test('is not searched in bases that depend on a parameter', async () => {
    const types = 'struct X {}; // outside\ntemplate <class T> struct B {\nstruct X {}; // in the base\n};\n';
    expect(await inOne(`${types}template <class T> struct Use : B<T> { X m; };`)).toBe('outside');
    expect(await inOne(`${types}struct Use : B<int> { X m; };`)).toMatch(/instance of the template `B`/);
  });

  test('is assumed to be none of a base that was not read', async () => {
    const use = 'struct X {}; // outside\nstruct Use : Unread { X m; };';
    expect(await inOne(use)).toBe('outside, if the base class `Unread` of `Use` has no member `X`');
    expect(await inOne('struct X {}; // outside\nstruct Use : std::exception { X m; };')).toBe('outside');
  });

  test('is what `using` of a member says', async () => {
    const types = 'struct X {}; // outside\nstruct B {\nstruct X {}; // in B\n};\n';
    expect(await inOne(`${types}struct Use { using B::X; X m; };`)).toBe('in B');
    expect(await inOne(`${types}template <class T> struct Use { using typename T::X; X m; };`)).toMatch(
      /`T` is a parameter of the template `Use`/,
    );
  });
});

describe('a name in a namespace', () => {
  test('comes through a directive as if it stood around both', async () => {
    const types = 'struct X {}; // global\nnamespace a { namespace b {\nstruct X {}; // in b\n} }\n';
    expect(await inOne(`${types}namespace a { using namespace b; struct Use { X m; }; }`)).toBe('in b');
    expect(await inOne(`${types}namespace a { struct Use { X m; }; using namespace b; }`)).toBe('global');
    expect(await inOne(`${types}namespace c { using namespace a::b; struct Use { X m; }; }`)).toBe(
      'ambiguous',
    );
  });

  test('comes through directives of the headers that are included, and of no others', async () => {
    const x = 'namespace n {\nstruct X { int a; }; // in n\n}';
    const other = 'namespace o {\nstruct X { long a; }; // in o\n}\nusing namespace o;';
    const files = { 'x.hpp': x, 'all.hpp': '#include "x.hpp"\nusing namespace n;', 'other.hpp': other };
    expect(await meaning({ ...files, 'use.hpp': '#include "all.hpp"\nstruct Use { X m; };' })).toBe('in n');
    expect(await meaning({ ...files, 'use.hpp': '#include "other.hpp"\nstruct Use { X m; };' })).toBe('in o');
    expect(await meaning({ ...files, 'use.hpp': 'struct Use { X m; };' })).toBe('missing');
  });

  test('comes through a directive for the namespace that is declared in front of it', async () => {
    const types = 'namespace k {\nstruct X {}; // outer\n}\nnamespace m {\nstruct X {}; // in m\n';
    const inner = 'namespace k {\nstruct X {}; // inner\n}\n';
    const use = 'struct Use { X m; };';
    expect(await inOne(`${types} namespace n { using namespace k; ${inner} ${use} } }`)).toBe('in m');
    expect(await inOne(`${types} namespace n { ${inner} using namespace k; ${use} } }`)).toBe('inner');
    expect(await inOne(`${types} } namespace n { ${inner} using namespace ::k; ${use} }`)).toBe('outer');
    expect(await inOne(`${types} } namespace a = m; namespace n { using namespace a; ${use} }`)).toBe('in m');
  });

  test('is not sought outside of the first namespace of that name', async () => {
    const outer = 'namespace k {\nstruct X {}; // outer\n}\n';
    expect(await inOne(`${outer}namespace m { namespace k {} struct Use { k::X m; }; }`)).toBe('missing');
    expect(await inOne(`${outer}namespace m { struct Use { k::X m; }; namespace k {} }`)).toBe('outer');
  });

  test('may stand in one that has another name', async () => {
    const types = 'namespace a { namespace b {\nstruct X {}; // in b\n} }\nnamespace c = a::b;\n';
    expect(await inOne(`${types}struct Use { c::X m; };`)).toBe('in b');
    expect(await inOne(`${types}namespace d { using c::X; } struct Use { d::X m; };`)).toBe('in b');
    expect(await inOne(`${types}struct Use { e::X m; };`)).toBe('missing');
  });

  test('is not what is declared behind it', async () => {
    const behind = 'struct X {}; // before\nnamespace n { struct Use { X m; };\nstruct X {}; // behind\n}';
    expect(await inOne(behind)).toBe('before');
    const declared =
      'struct X {}; // before\nnamespace n { struct X; struct Use { X m; };\nstruct X {}; // behind\n}';
    expect(await inOne(declared)).toBe('behind');
  });
});

test('an enumerator comes by `using enum` into a scope', async () => {
  const program = new Program();
  const text =
    'enum { K = 1 }; enum class E { K = 2 }; namespace n { using enum E; struct Use {}; } struct Other {};';
  const facts = await readCpp(await testGrammars(), text, {
    isC: false,
    token: NEVER_CANCELLED,
    live: undefined,
  });
  program.setFile('file:///w/a.hpp', facts);
  const valueAt = (name: string): string | undefined => {
    const item = facts.records.find((record) => record.name === name)!;
    const place = { uri: 'file:///w/a.hpp', scope: item.scope, end: item.range.end };
    return program.cpp.lookUpConstant(['K'], place)?.item.name;
  };
  expect(valueAt('Use')).toBe('E');
  expect(valueAt('Other')).toBe('');
});

describe('of several definitions', () => {
  const files = {
    'a/x.hpp': 'struct X { int a; }; // of a',
    'b/x.hpp': 'struct X { long a; }; // of b',
    'b/api.hpp': '#include "x.hpp"',
  };

  test('the one that the file includes is meant', async () => {
    expect(await meaning({ ...files, 'a/use.hpp': '#include "../b/api.hpp"\nstruct Use { X m; };' })).toBe(
      'of b',
    );
    expect(await meaning({ ...files, 'a/use.hpp': 'struct Use { X m; };' })).toBe('of a');
    expect(await meaning({ ...files, 'use.hpp': 'struct Use { X m; };' })).toBe('ambiguous');
  });

  test('a tag is no typedef of that name', async () => {
    const tags = 'struct Y {};\ntypedef struct Y X; // typedef\nstruct X {}; // tag\n';
    expect(await inOne(`${tags}struct Use { struct X m; };`)).toBe('tag');
  });

  test('a typedef in a namespace may have the name of what it stands for', async () => {
    const global = 'struct X {}; // global\nnamespace n {\ntypedef ::X X; // typedef\n';
    expect(await inOne(`${global}struct Use { X m; }; }`)).toBe('typedef');
    expect(await inOne('struct X {}; // class\ntypedef X X;\nstruct Use { X m; };')).toBe('class');
  });

  test('a base means what its class sees, not what the file of the use sees', async () => {
    const derived = 'namespace n { struct B {\nstruct X {}; // of n::B\n}; struct D : B {}; }';
    const twin = 'namespace n { namespace { struct B {\nstruct X { int a; }; // of the twin\n}; } }';
    const use = '#include "d.hpp"\n#include "b.hpp"\nstruct Use { n::D::X m; };';
    expect(await meaning({ 'd.hpp': derived, 'b.hpp': twin, 'use.hpp': use })).toBe('of n::B');
  });
});
