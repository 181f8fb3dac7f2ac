// Bundles the server, the command line and the VS Code client. `--watch` keeps bundling.
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');

/** ESM bundles still meet CommonJS dependencies; this gives those a `require`. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  minify,
  logLevel: 'warning',
  loader: { '.md': 'text' },
};
const bundles = [
  {
    ...common,
    format: 'esm',
    banner: { js: REQUIRE_BANNER },
    entryPoints: {
      'main.node': 'server/src/main.node.ts',
      cli: 'server/src/cli.ts',
      'worker.node': 'server/src/worker.node.ts',
    },
    outdir: 'server/dist',
  },
  {
    ...common,
    format: 'cjs',
    external: ['vscode'],
    entryPoints: ['client/src/extension.ts'],
    outfile: 'client/dist/extension.js',
  },
];

if (watch) {
  // The editor's build task waits for "[watch] build finished": all bundles are there by then.
  const contexts = await Promise.all(bundles.map((options) => context({ ...options, logLevel: 'info' })));
  await Promise.allSettled(contexts.map((bundle) => bundle.rebuild()));
  await Promise.all(contexts.map((bundle) => bundle.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
