import { readFile } from 'node:fs/promises';
import { Demangler } from '../mangling/demangler.js';

const BINARY = new URL('../../../../wasm/demangle.wasm', import.meta.url);

let loaded: Promise<Demangler> | undefined;

/** The pinned demangler of `wasm/`, loaded once for a test file. */
export const testDemangler = (): Promise<Demangler> =>
  (loaded ??= readFile(BINARY).then((binary) => Demangler.load(new Uint8Array(binary))));
