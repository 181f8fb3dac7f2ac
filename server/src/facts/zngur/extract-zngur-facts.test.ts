import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../base/line-index.js';
import type { Range } from '../../base/range.js';
import { extractZngurFacts } from './extract-zngur-facts.js';
import type { ZngurItem, ZngurTypeMember } from './zngur-facts.js';

const textIn = (text: string, range: Range): string => {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
};

/** Items of a text that must have no problem. */
const itemsOf = (text: string): readonly ZngurItem[] => {
  const { items, problems } = extractZngurFacts(text);
  expect(problems).toEqual([]);
  return items;
};

/** Members of `type crate::A { … }`, with what makes them legal around them. */
const membersOf = (members: string): readonly ZngurTypeMember[] => {
  const type = itemsOf(`#unstable(cfg_if) #unstable(cfg_match) type crate::A { ${members} }`).at(-1);
  return type?.kind === 'type' ? type.members : [];
};

describe('items', () => {
  it('reads every kind, in order and with nesting', () => {
    const items = itemsOf(`
      #convert_panic_to_exception
      #cpp_additional_includes "
        #include <widget.h>
        # include <sys/types.h>
        // #include <not_this.h>
      "
      #unstable(cfg_if)
      #unstable(cfg_match)
      merge "./types.zng";
      import "other/main.zng";
      use ::std::string::String as Text;
      mod ::std { mod vec { type Vec<i32> { #only_by_ref; } } }
      trait crate::Visitor { fn visit(&mut self, i32); async fn wait(self) -> bool; }
      fn parse<i32>(&str) -> i32;
      extern "C++" { safe fn f(); impl crate::W { unsafe fn g(&self); } }
      #if cfg!(unix) { mod a {} }
      #match cfg!(target_os) { _ => {} }
    `);
    expect(items.map(({ kind }) => kind)).toEqual([
      'convert-panic-to-exception',
      'additional-includes',
      'unstable-feature',
      'unstable-feature',
      'merge',
      'import',
      'alias',
      'module',
      'trait',
      'function',
      'extern-cpp',
      'if',
      'match',
    ]);
    expect(items[1]).toMatchObject({ includes: [{ path: 'widget.h' }, { path: 'sys/types.h' }] });
    expect(items[6]).toMatchObject({
      name: 'Text',
      path: { start: 'absolute', segments: ['std', 'string', 'String'] },
    });
    expect(items[7]).toMatchObject({ items: [{ kind: 'module', items: [{ kind: 'type' }] }] });
    expect(items[8]).toMatchObject({
      methods: [{ signature: { name: 'visit', async: false } }, { signature: { name: 'wait', async: true } }],
    });
  });

  it('gives ranges of declarations, names, bodies and parts', () => {
    const text = 'mod crate {\r\n  type Vec<é::B> {\n    fn get(&self, usize) -> u8;\n  }\n}';
    const [module] = itemsOf(text);
    const type = module?.kind === 'module' ? module.items[0] : undefined;
    const method = type?.kind === 'type' ? type.members[0] : undefined;
    if (module?.kind !== 'module' || type?.kind !== 'type' || method?.kind !== 'method')
      throw new Error('not read');
    expect(textIn(text, module.range)).toBe(text);
    expect(textIn(text, module.nameRange)).toBe('crate');
    expect(textIn(text, type.nameRange)).toBe('Vec<é::B>');
    expect(textIn(text, type.bodyRange)).toBe('\n    fn get(&self, usize) -> u8;\n  ');
    expect(textIn(text, method.range)).toBe('fn get(&self, usize) -> u8;');
    expect(method.nameRange).toEqual({ start: { line: 2, character: 7 }, end: { line: 2, character: 10 } });
    expect(textIn(text, method.signature.parameterListRange)).toBe('(&self, usize)');
  });

  it('reads implementations of traits, of types that are no path, and of function traits', () => {
    const [item] = itemsOf(`extern "C++" {
      impl ::std::fmt::Debug for crate::W { safe fn fmt(&self); }
      impl &crate::W {}
      impl Fn(i32) -> u8 for crate::W {}
    }`);
    expect(item).toMatchObject({
      members: [
        {
          trait: { path: { segments: ['std', 'fmt', 'Debug'] } },
          type: { path: { start: 'crate', segments: ['W'] } },
        },
        { trait: null, type: { kind: 'reference' } },
        { trait: { kind: 'fn-trait', name: 'Fn', result: { path: { segments: ['u8'] } } } },
      ],
    });
  });
});

describe('members of a type', () => {
  it('reads layouts and how C++ holds the value', () => {
    expect(membersOf('#layout(align = 8, size = 24);')).toMatchObject([
      { kind: 'layout', policy: 'exact', size: { value: 24 }, align: { value: 8 } },
    ]);
    expect(membersOf('#layout_conservative(size = 48, align = 8);')).toMatchObject([
      { policy: 'conservative' },
    ]);
    expect(membersOf('#heap_allocated; #only_by_ref;')).toMatchObject([
      { kind: 'heap-allocated' },
      { kind: 'only-by-ref' },
    ]);
    expect(membersOf('#cpp_value "0" "::ns::W"; #cpp_ref "::ns::W";')).toMatchObject([
      { kind: 'cpp-value', field: { value: '0' }, cppType: { value: '::ns::W' } },
      { kind: 'cpp-ref', cppType: { value: '::ns::W' } },
    ]);
    expect(membersOf('#cpp_stack_owned "::ns::W" (size = 8, align = 4);')).toMatchObject([
      { kind: 'cpp-stack-owned', size: { value: 8 }, align: { value: 4 }, versions: 'after-0.9.0' },
    ]);
  });

  it('reads traits, constructors and fields', () => {
    expect(membersOf('wellknown_traits(Debug, Copy, ?Sized);')).toMatchObject([
      { traits: [{ name: 'Debug' }, { name: 'Copy' }, { name: '?Sized' }] },
    ]);
    expect(
      membersOf(
        'constructor None; constructor Some(i32); constructor { a: u8, b: Self }; constructor(); constructor;',
      ),
    ).toMatchObject([
      { name: 'None', shape: 'unit', parameters: [] },
      { name: 'Some', shape: 'tuple', parameters: [{ name: '0' }] },
      { name: null, shape: 'named', parameters: [{ name: 'a' }, { name: 'b' }] },
      { name: null, shape: 'tuple', parameters: [] },
      { name: null, shape: 'unit' },
    ]);
    expect(
      membersOf('field 0 (offset = 16, type = &str); field b (offset = auto, type = u8);'),
    ).toMatchObject([
      { name: '0', offset: { value: 16 }, type: { kind: 'reference' } },
      { name: 'b', offset: 'auto' },
    ]);
  });

  it('tells receivers from parameters', () => {
    expect(
      membersOf('fn a(self); fn b(&self, u8); fn c(&mut self,); fn d(u8, &self); fn e();'),
    ).toMatchObject([
      { signature: { receiver: { kind: 'value' }, parameters: [] } },
      { signature: { receiver: { kind: 'shared' }, parameters: [{ kind: 'path' }] } },
      { signature: { receiver: { kind: 'mutable' } } },
      { signature: { receiver: null, parameters: [{ kind: 'path' }, { kind: 'reference' }] } },
      { signature: { receiver: null, result: null } },
    ]);
  });

  it('reads `use` and `deref` after a signature', () => {
    expect(membersOf('fn at(&self) -> Option<&T> use ::std::ops::Index deref [T];')).toMatchObject([
      { use: { segments: ['std', 'ops', 'Index'] }, deref: { kind: 'slice' } },
    ]);
  });
});

describe('Rust types', () => {
  const typeOf = (type: string) => {
    const [member] = membersOf(`fn f(${type});`);
    return member?.kind === 'method' ? member.signature.parameters[0] : undefined;
  };

  it.each([
    ['*const u8', { kind: 'pointer', mutable: false }],
    ['&mut [u8]', { kind: 'reference', mutable: true, referent: { kind: 'slice' } }],
    ['&&str', { kind: 'reference', referent: { kind: 'reference' } }],
    ['()', { kind: 'tuple', elements: [] }],
    ['(u8,)', { kind: 'tuple', elements: [{ kind: 'path' }] }],
    ['Vec::<Vec<u8>>', { path: { segments: ['Vec'] }, arguments: [{ arguments: [{ kind: 'path' }] }] }],
    ['crate', { path: { start: 'crate', segments: [] } }],
    [
      'dyn Future<Output = i32> + Send',
      { kind: 'dyn', trait: { bindings: [{ name: 'Output' }] }, bounds: ['Send'] },
    ],
    ['impl Fn(u8, u8) -> u8', { kind: 'impl', trait: { kind: 'fn-trait', parameters: [{}, {}] } }],
    ['Box<dyn Fn()>', { arguments: [{ kind: 'dyn', trait: { result: null } }] }],
    ['Box', { path: { segments: ['Box'] } }],
  ])('reads `%s`', (text, shape) => {
    expect(typeOf(text)).toMatchObject(shape);
  });
});

describe('conditional items', () => {
  it('keeps the arms of `#if` with their guards', () => {
    const [conditional] = membersOf(`
      #if cfg!(feature.a) && !(cfg!(unix) || cfg!(target_pointer_width = 32 | "64")) { #only_by_ref; }
      #else if cfg!(feature."b-c" = None) { }
      #else { #heap_allocated; }
    `);
    expect(conditional).toMatchObject({
      kind: 'if',
      arms: [
        {
          guard: {
            kind: 'and',
            operands: [
              { kind: 'cfg', cfg: { key: 'feature', value: 'a' }, pattern: null },
              {
                kind: 'not',
                operand: { kind: 'or', operands: [{ kind: 'cfg' }, { pattern: { kind: 'or' } }] },
              },
            ],
          },
          items: [{ kind: 'only-by-ref' }],
        },
        { guard: { cfg: { value: 'b-c' }, pattern: { kind: 'none' } }, items: [] },
        { guard: null, items: [{ kind: 'heap-allocated' }] },
      ],
    });
  });

  it('keeps the arms of `#match` with their patterns, in braces or alone', () => {
    const [conditional] = membersOf(`
      #match (cfg!(feature), cfg!(target_os)) {
        ("a" & !"b", Some) => #only_by_ref;
        (_, 3) => { #layout(size = 1, align = 1); fn f(); },
        _ => {}
      }
    `);
    expect(conditional).toMatchObject({
      kind: 'match',
      scrutinees: [{ key: 'feature' }, { key: 'target_os' }],
      arms: [
        { pattern: { kind: 'tuple', operands: [{ kind: 'and' }, { kind: 'some' }] }, items: [{}] },
        { pattern: { operands: [{ kind: 'any' }, { kind: 'number', value: 3 }] }, items: [{}, {}] },
        { pattern: { kind: 'any' }, items: [] },
      ],
    });
  });
});

describe('versions', () => {
  it.each([
    ['all', 'fn f(); mod a { trait T { fn g(); } }'],
    ['until-0.9.0', 'extern "C++" { fn f(); impl crate::A { fn g(); } }'],
    ['until-0.9.0', 'fn safe();'],
    ['after-0.9.0', 'extern "C++" { safe fn f(); unsafe fn g(); }'],
    ['after-0.9.0', 'type A { #cpp_stack_owned "B" (size = 1, align = 1); }'],
  ])('are %s for `%s`', (versions, text) => {
    const facts = extractZngurFacts(text);
    expect(facts).toMatchObject({ versions, problems: [] });
  });

  it('stand on the functions themselves', () => {
    expect(itemsOf('extern "C++" { fn f(); }')).toMatchObject([
      { members: [{ safety: null, versions: 'until-0.9.0' }] },
    ]);
  });

  it('are a problem where they exclude each other, at the later form', () => {
    const text = 'extern "C++" {\n  safe fn f();\n  fn g();\n}';
    const { versions, problems } = extractZngurFacts(text);
    expect(versions).toBe('none');
    expect(problems).toEqual([
      {
        range: { start: { line: 2, character: 2 }, end: { line: 2, character: 4 } },
        message:
          'no version of zngur reads both `fn` in `extern "C++"` without `safe` or `unsafe` (zngur 0.9.0 and before) ' +
          'and `safe fn` in `extern "C++"` (zngur after 0.9.0) on line 2',
      },
    ]);
  });
});

describe('comments and strings', () => {
  it('takes suppressions from comments, not from strings', () => {
    const { suppressions, problems } = extractZngurFacts(
      '// ferrule: allow(a)\nfn f(); // ferrule: allow(b)\nmerge "./// ferrule: allow(c)";',
    );
    expect(problems).toEqual([]);
    expect(suppressions.map(({ hazards, line, ownLine }) => [hazards[0]?.id, line, ownLine])).toEqual([
      ['a', 0, true],
      ['b', 1, false],
    ]);
  });

  it('skips a byte order mark without moving anything', () => {
    expect(itemsOf('\uFEFFfn f();')).toMatchObject([{ nameRange: { start: { line: 0, character: 4 } } }]);
  });
});
