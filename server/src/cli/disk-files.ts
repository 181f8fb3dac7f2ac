import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../service/ferrule.js';
import type { Files } from './environment.js';

const decoder = new TextDecoder('utf-8');

/** The disk of this machine. */
export const DISK_FILES: Files = {
  kind: async (path) => {
    const status = await stat(path).catch(() => null);
    if (status === null) return null;
    return status.isDirectory() ? 'folder' : 'file';
  },
  // Without a byte order mark, as everything that counts columns reads it.
  read: (path) =>
    readFile(path).then(
      (bytes) => decoder.decode(bytes),
      () => null,
    ),
  write: async (path, text) => {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    } catch (cause) {
      // The system's message ends with the call and the path; its beginning says why.
      const reason = cause instanceof Error ? (cause.message.split(',')[0] ?? '') : String(cause);
      throw new UserError(`cannot write ${path}: ${reason}`);
    }
  },
};
