import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The tests of the protocol run the bundle as users do, so it has to be that of these sources. */
export default function build(): void {
  const root = join(import.meta.dirname, '../..');
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
}
