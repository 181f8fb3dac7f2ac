import { readFile } from 'node:fs/promises';
import type { WasmSource } from '../syntax/grammars.js';
import { installedPath } from './installation.js';

/** Reads the pinned grammars of `wasm/`. */
export const installedWasm: WasmSource = { read: (file) => readFile(installedPath(`wasm/${file}`)) };
