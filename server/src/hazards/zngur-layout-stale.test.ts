import { describe, expect, it } from 'vitest';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';
import page from './zngur-layout-stale.md';

describe('zngur-layout-stale', () => {
  it('is what its page says', () => checkPage(page, 'zngur-layout-stale'));

  const WRAPPED = `
//- Cargo.toml
[package]
name = "wrapped"
//- src/main.rs
mod generated;
//- include/gauge.h
namespace gauges { struct Gauge { int value; double scale; }; }
`;

  it('holds what the `.zng` says of a class that Rust holds to C++', async () => {
    const workspace = await check(`${WRAPPED}
//- main.zng
type crate::Gauge {
    #cpp_stack_owned "::gauges::Gauge" (size = 8, align = 8);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: \`::gauges::Gauge\` has 16 bytes aligned to 8 in C++, the \`.zng\` says 8 aligned to 8
}
`);
    await checkRemedy(
      workspace,
      'Write `size = 16`',
      `
//- main.zng
type crate::Gauge {
    #cpp_stack_owned "::gauges::Gauge" (size = 16, align = 8);
}
`,
    );
  });

  it('is quiet about a class of that size, and about what only refers to one', () =>
    checkQuiet(`${WRAPPED}
//- main.zng
type crate::Gauge {
    #cpp_stack_owned "::gauges::Gauge" (size = 16, align = 8);
}
type crate::View {
    #layout(size = 8, align = 8);
    #cpp_ref "::gauges::Gauge";
}
`));

  it('crosses with the classes and the functions that C++ has for Rust', async () => {
    const { crossings, unpaired } = await (
      await MemoryWorkspace.of({
        'main.zng': `type crate::Gauge { #cpp_ref "::gauges::Gauge"; }
extern "C++" {
    safe fn read_gauge(&crate::Gauge) -> i32;
    unsafe fn missing();
}
`,
        'gauge.cpp': `namespace gauges { struct Gauge { int value; }; }
int rust::exported_functions::read_gauge(rust::Ref<rust::crate::Gauge> gauge) { return gauge.cpp().value; }
`,
      })
    ).check();
    expect(crossings.map(({ kind, name, mechanism }) => `${mechanism} ${kind} ${name}`).sort()).toEqual([
      'zngur function read_gauge',
      'zngur type gauges::Gauge',
    ]);
    expect(unpaired.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'missing: no `rust::exported_functions::missing` was found in C++',
    ]);
  });
});
