import { readdirSync } from 'node:fs';
import path from 'node:path';
import tseslint from 'typescript-eslint';

/**
 * The one-way streets of the house: a folder may import itself and what stands before it, never what
 * stands after it. Folders in one row are siblings that must not import each other.
 */
const STREETS = [
  ['base'],
  ['syntax'],
  ['facts'],
  ['builds'],
  ['program'],
  ['abi'],
  ['boundary'],
  ['hazards', 'bindings'],
  ['service'],
  ['lsp', 'cli'],
];
/** Folders that implement interfaces of the core and are wired only in a main. */
const EDGES = ['workspace', 'toolchain'];
/** Each has its page beside it. */
const HAZARDS = readdirSync(path.join(import.meta.dirname, 'server/src/hazards'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => path.basename(file, '.md'));

const folderPattern = (folder) => ({
  group: [`**/${folder}/**`],
  message: `docs/architecture.md: this folder must not import '${folder}'.`,
});
const only = (name, owner) => ({ group: [name, `${name}/**`], message: `Only ${owner} imports ${name}.` });

const otherHazards = {
  regex: `^\\./(?:${HAZARDS.join('|')})\\.js$`,
  message: 'A hazard is judged alone: it never imports another one.',
};

const streetRules = STREETS.flatMap((row, index) =>
  row.map((folder) => {
    const later = STREETS.slice(index + 1).flat();
    const siblings = row.filter((other) => other !== folder);
    const patterns = [...siblings, ...later, ...EDGES].map(folderPattern);
    if (folder !== 'syntax') patterns.push(only('web-tree-sitter', 'syntax/'));
    if (folder !== 'lsp') patterns.push(only('vscode-languageserver', 'lsp/'));
    if (folder !== 'cli')
      patterns.push({ regex: '^node:', message: 'The core runs in a browser too: no node:* here.' });
    const rule = (files, ...more) => ({
      files: [`server/src/${folder}/${files}`],
      ignores: ['**/*.test.ts', '**/testing/**'],
      rules: { 'no-restricted-imports': ['error', { patterns: [...patterns, ...more] }] },
    });
    // The last rule that names a file holds alone.
    return folder === 'hazards' ? [rule('*.ts', otherHazards), rule('registry.ts')] : [rule('**/*.ts')];
  }),
).flat();
const edgeRules = EDGES.map((folder) => ({
  files: [`server/src/${folder}/**/*.ts`],
  ignores: ['**/*.test.ts', '**/testing/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...['lsp', 'cli', ...EDGES.filter((other) => other !== folder)].map(folderPattern),
          only('web-tree-sitter', 'syntax/'),
          only('vscode-languageserver', 'lsp/'),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/target/**', '.types/**', '.vscode-test/**', 'wasm/**', 'examples/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.mjs', 'test/**', '**/*.test.ts', '**/testing/**'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  ...streetRules,
  ...edgeRules,
);
