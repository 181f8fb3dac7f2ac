import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ENGINE_HAZARDS, HAZARDS, PAGES } from './registry.js';

/** The sections of a page, all of them, in this order. */
const SECTIONS = ['What it is', 'Why it hurts', 'Example', 'Remedy', 'When to allow it', 'How it is decided'];

/** The order of the catalogue, hazards that are still to come left out. */
const CATALOGUE = [
  ...[
    'arity-mismatch',
    'return-mismatch',
    'parameter-mismatch',
    'static-mismatch',
    'sign-mismatch',
    'pointee-mismatch',
  ],
  ...[
    'const-mismatch',
    'const-pointer-mismatch',
    'variadic-mismatch',
    'platform-width',
    'clashing-declarations',
    'rust-abi-export',
    'calling-convention-mismatch',
  ],
  ...[
    'missing-extern-c',
    'no-symbol',
    'stale-mangled-name',
    'nontrivial-by-value',
    'improper-type',
    'rust-char',
    'bool-mismatch',
    'callback-abi',
    'nullable-reference',
  ],
  ...['missing-repr-c', 'layout-mismatch', 'field-mismatch', 'tail-padding-reuse', 'no-unique-address-field'],
  ...[
    'empty-record',
    'bitfield-mirror',
    'polymorphic-mirror',
    'packed-mismatch',
    'unpinned-mirror',
    'library-dependent-layout',
  ],
  ...['enum-without-repr', 'enum-drift', 'enum-open'],
  ...[
    'repr-rust-assumed',
    'non-relocatable-by-value',
    'false-relocatable-claim',
    'move-constructor',
    'unpinned-opaque',
    'cross-allocator-free',
    'missing-destructor',
    'copy-of-nontrivial',
    'retained-reference',
  ],
  ...[
    'overload-set',
    'overload-by-ordinal',
    'default-arguments',
    'operator-overload',
    'implicit-conversion',
    'adl-only',
    'constrained-template',
    'in-place-construction',
    'name-collision',
    'exception-across-ffi',
    'throw-without-result',
    'panic-across-ffi',
    'dangling-c-string',
    'unchecked-utf8',
    'unsafe-send-sync',
    'bridge-drift',
    'bridge-invalid',
    'shared-struct-drift',
    'autocxx-refused',
    'zngur-layout-stale',
    'zngur-syntax',
    'tool-skew',
    'bindgen-output-stale',
    'cbindgen-header-stale',
    'unused-suppression',
  ],
];

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe('the registry', () => {
  it('has every hazard once, in the order of the catalogue', () => {
    expect(PAGES.map(({ id }) => id)).toEqual(CATALOGUE);
    expect(PAGES).toEqual([...HAZARDS, ...ENGINE_HAZARDS]);
  });

  it('has documents that are what the pages say', async () => {
    const script = fileURLToPath(new URL('../../../scripts/generate-hazard-docs.mjs', import.meta.url));
    await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toMatchObject({
      stderr: '',
    });
  });
});

describe.each(PAGES)('$id', ({ id, title, page }) => {
  it('has an id in kebab case and a title of one line', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+\d*)*$/);
    expect(title).toMatch(/^[A-Z][^\n|]*[^\n.|]$/);
  });

  it('has a file, a page and a test of its name', () => {
    for (const extension of ['ts', 'md', 'test.ts'])
      expect(existsSync(beside(`${id}.${extension}`)), extension).toBe(true);
    expect(readFileSync(beside(`${id}.md`), 'utf8')).toBe(page);
    expect(readFileSync(beside(`${id}.test.ts`), 'utf8')).toContain(`checkPage(page, '${id}')`);
  });

  it('has a page with its id as the heading and all sections in order', () => {
    const headings = [...page.matchAll(/^(#+) (.+)$/gm)];
    expect(headings.map(([, level, text]) => `${level} ${text}`)).toEqual([
      `# ${id}`,
      ...SECTIONS.map((section) => `## ${section}`),
    ]);
  });

  it('says how to allow it', () => {
    const [, allowing = ''] = /^## When to allow it$(.*?)^## /ms.exec(page) ?? [];
    expect(allowing.replaceAll('\n', ' ')).toContain(id);
  });
});
