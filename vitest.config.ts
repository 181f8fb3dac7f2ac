import { defineConfig } from 'vitest/config';

/** Pages of hazards are imported as text, as the bundles have them. */
const markdownAsText = {
  name: 'markdown-as-text',
  transform: (text: string, id: string) =>
    id.endsWith('.md') ? `export default ${JSON.stringify(text)};` : null,
};

/** One vitest project per tier; `scripts/test.mjs` runs them in order and adds the editor tier. */
export default defineConfig({
  plugins: [markdownAsText],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'server/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'test/bench/**/*.test.ts',
            'test/fuzz/**/*.test.ts',
          ],
          // What does not end is found; what a busy machine does slowly is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'protocol',
          include: ['test/protocol/**/*.test.ts'],
          globalSetup: ['test/protocol/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'examples',
          include: ['test/examples/**/*.test.ts'],
          globalSetup: ['test/protocol/build.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'referee',
          include: ['test/referee/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
