import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One program that does not compile, of the crate's own tests. */
export interface RejectedProgram {
  readonly name: string;
  readonly text: string;
  /** Lines, from 1, at which cxx itself reports an error, in order, without those `AT_THE_TYPE`. */
  readonly lines: readonly number[];
}

/** What cxx says at the declaration of a type besides an error at every use that is wrong. */
export const AT_THE_TYPE = 'needs a cxx::ExternType impl';

/** @param crate folder of cxx's source */
export function rejectedPrograms(crate: string): RejectedProgram[] {
  const folder = join(crate, 'tests/ui');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.rs'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.rs'.length);
      const errors = readFileSync(join(folder, `${name}.stderr`), 'utf8');
      return {
        name,
        text: readFileSync(join(folder, file), 'utf8'),
        lines: [...errors.matchAll(/^error: (.*)\n\s*--> [^:]*:(\d+):/gm)]
          .filter(([, message]) => !message?.startsWith(AT_THE_TYPE))
          .map(([, , line]) => Number(line))
          .sort((a, b) => a - b),
      };
    });
}
