import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with the given files, whose paths use `/`; the caller removes it. */
export class TemporaryFolder {
  /** Absolute, without symbolic links. */
  readonly path: string;

  constructor(files: Readonly<Record<string, string | Uint8Array>>, name = 'ferrule-') {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), name)));
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  at(path: string): string {
    return join(this.path, path);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  remove(path = '.'): void {
    rmSync(this.at(path), { recursive: true, force: true });
  }
}
