import { readFile } from 'node:fs/promises';
import { Grammars } from '../grammars.js';

const WASM = new URL('../../../../wasm/', import.meta.url);

let loaded: Promise<Grammars> | undefined;

/** The pinned grammars of `wasm/`, loaded once for a test file. */
export const testGrammars = (): Promise<Grammars> =>
  (loaded ??= Grammars.load({ read: (file) => readFile(new URL(file, WASM)) }));
