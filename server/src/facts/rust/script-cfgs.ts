import { stringValue } from './literals.js';

/** An instruction of a build script to compile its package with `--cfg`. */
const INSTRUCTION = /^cargo::?rustc-cfg=\s*([\p{XID_Start}_][\p{XID_Continue}]*)\s*(?:=\s*("[^]*"))?\s*$/u;

/** What `cfgs` hold of an option, with its value where it has one: `name`, `name="value"`. */
export const cfgKey = (name: string, value: string | null): string =>
  value === null ? name : `${name}="${value}"`;

/**
 * The options that a printed text turns on. What stands behind its last line end is not a line yet.
 *
 * @see Cargo reference, "Build Scripts", cargo::rustc-cfg
 */
export function cfgsPrinted(text: string): string[] {
  const lines = text.split(/\r?\n/).slice(0, -1);
  return lines.flatMap((line) => {
    const [, name, written] = INSTRUCTION.exec(line) ?? [];
    const value = written === undefined ? null : stringValue(written);
    if (name === undefined || (written !== undefined && value === null)) return [];
    return [cfgKey(name, value)];
  });
}
