import { describe, it } from 'vitest';
import page from './unused-suppression.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

/** One function with two findings, and comments in both files. */
const drifted = (above: string, behind = '', aboveCpp = '', behindCpp = ''): string => `
//- src/ffi.rs
extern "C" {
    ${above}
    fn store_get(key: u32) -> bool; ${behind}
}
//- include/store.h
extern "C" {
${aboveCpp}
void store_get(unsigned key, int flags); ${behindCpp}
}
`;
const BOTH = 'ferrule: allow(arity-mismatch, return-mismatch)';

describe('unused-suppression', () => {
  it('is what its page says', () => checkPage(page, 'unused-suppression'));

  it('is quiet about comments that allow, wherever they may stand', async () => {
    await checkQuiet(drifted(`// ${BOTH}`));
    await checkQuiet(drifted(`/* ${BOTH} */`));
    await checkQuiet(drifted(`// ${BOTH}\n    /// Documented.\n    #[must_use]`));
    await checkQuiet(drifted('', `// ${BOTH} for a reason`));
    await checkQuiet(drifted('', '', `// ${BOTH}`));
    await checkQuiet(drifted('', '', `/* ${BOTH} */\n[[gnu::cold]]`));
    await checkQuiet(drifted('', '', '', `// ${BOTH}`));
    await checkQuiet(
      drifted('// ferrule: allow(arity-mismatch)', '', '', '// ferrule: allow(return-mismatch)'),
    );
  });

  it('counts each id by itself', () =>
    check(`
//- src/ffi.rs
extern "C" {
    // ferrule: allow(arity-mismatch, return-mismatch)
    //                                ^^^^^^^^^^^^^^^ hint: \`return-mismatch\` allows nothing here: there is no such finding
    fn store_get(key: u32) -> bool;
}
//- include/store.h
extern "C" bool store_get(unsigned key, int flags);
`));

  it('does not reach past the next declaration', () =>
    check(`
//- src/ffi.rs
extern "C" {
    // ferrule: allow(arity-mismatch)
    //                ^^^^^^^^^^^^^^ hint: \`arity-mismatch\` allows nothing here: there is no such finding
    fn store_ping();
    fn store_get(key: u32);
    //          ^^^^^^^^^^ error: C++ takes 2 parameters, Rust declares 1: \`flags\` is missing after \`key\`
}
//- include/store.h
extern "C" void store_ping();
extern "C" void store_get(unsigned key, int flags);
`));

  it('takes a comment above a declaration of many lines for all of it', () =>
    check(`
//- src/ffi.rs
extern "C" {
    // ferrule: allow(parameter-mismatch)
    fn one(
        first: i32,
        second: i32,
    );
    fn two(
        first: i32, // ferrule: allow(parameter-mismatch)
        second: i32,
        ^^^^^^^^^^^ error: C++ takes \`long\` for \`second\`, Rust declares \`i32\`: an integer of 8 bytes in C++, an integer of 4 bytes in Rust
    );
    fn three(first: i32, second: i32);
}
//- include/many.h
extern "C" {
void one(long first, long second);
void two(long first, long second);
// ferrule: allow(parameter-mismatch)
void
three(long first,
      long second);
}
`));

  it('allows findings about types on either side', () =>
    checkQuiet(`
//- src/ffi.rs
// ferrule: allow(missing-repr-c)
#[derive(Clone)]
pub struct Here { x: f32, y: f64 }
pub struct There { x: f32, y: f64 }
extern "C" {
    fn all(here: &Here, there: &There);
}
//- include/types.h
struct Here { float x; double y; };
// ferrule: allow(missing-repr-c)
struct There { float x; double y; };
extern "C" void all(const Here *here, const There *there);
`));

  it('suggests the id that was meant, and none where nothing is near', () =>
    check(`
//- src/ffi.rs
extern "C" {
    // ferrule: allow(mising-repr-c, everything)
    //                ^^^^^^^^^^^^^ hint: \`mising-repr-c\` names no hazard; did you mean \`missing-repr-c\`?
    //                               ^^^^^^^^^^ hint: \`everything\` names no hazard
    fn store_ping();
}
//- include/store.h
extern "C" void store_ping(); // ferrule: allow(arity)
//                                              ^^^^^ hint: \`arity\` names no hazard; did you mean \`arity-mismatch\`?
`));

  it('follows the settings', async () => {
    const files = drifted('// ferrule: allow(arity-mismatch)');
    await checkQuiet(files, { severity: { 'arity-mismatch': 'off', 'return-mismatch': 'off' } });
    await checkQuiet(drifted('// ferrule: allow(nothing)'), {
      severity: { 'arity-mismatch': 'off', 'return-mismatch': 'off', 'unused-suppression': 'off' },
    });
    await check(
      `
//- src/ffi.rs
extern "C" {
    // ferrule: allow(nothing-at-all-like-it)
    //                ^^^^^^^^^^^^^^^^^^^^^^ warning: \`nothing-at-all-like-it\` names no hazard
    fn store_get(key: u32);
    //          ^^^^^^^^^^ information: C++ takes 2 parameters, Rust declares 1: \`flags\` is missing after \`key\`
}
//- include/store.h
extern "C" void store_get(unsigned key, int flags);
`,
      { severity: { 'arity-mismatch': 'information', 'unused-suppression': 'warning' } },
    );
  });
});
