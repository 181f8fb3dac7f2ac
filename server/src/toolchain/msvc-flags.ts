import { basename } from 'node:path';

/** Whether a command's words are in the syntax of Microsoft's compiler: it is `cl`, or clang in its place. */
export const isForMsvc = (words: readonly string[]): boolean =>
  /^(?:clang-)?cl(?:-\d+)?(?:\.exe)?$/i.test(basename((words[0] ?? '').replaceAll('\\', '/'))) ||
  words.includes('--driver-mode=cl');

/** Options with a path or macro behind them, in this word or in the next; the longest name first. */
const WITH_ARGUMENT: readonly (readonly [name: string, flag: string])[] = [
  ['external:I', '-isystem'],
  ['imsvc', '-isystem'],
  ['FI', '-include'],
  ['I', '-I'],
  ['D', '-D'],
  ['U', '-U'],
];

const FLAGS: Readonly<Record<string, string>> = {
  J: '-funsigned-char',
  'GR-': '-fno-rtti',
  'std:c++latest': '-std=c++2b',
  'Zc:char8_t': '-fchar8_t',
  'Zc:char8_t-': '-fno-char8_t',
};

/**
 * What the flags of Microsoft's compiler say of declarations, in gcc's and clang's words; those that they
 * have no word for are left out.
 *
 * @param words after the program
 * @see Microsoft's "Compiler options listed by category", and clang's `Options.td`
 */
export function flagsFromMsvc(words: readonly string[]): string[] {
  const flags: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    // What follows is the linker's.
    if (/^[-/]link$/i.test(word)) break;
    if (!/^[-/]./.test(word)) continue;
    const name = word.slice(1);
    const [option, flag] = WITH_ARGUMENT.find(([each]) => name.startsWith(each)) ?? [];
    if (option !== undefined && flag !== undefined) {
      const argument = name.slice(option.length) || words[++i];
      // A macro may be defined as `NAME#value`, since `=` is hard to write in batch files.
      if (argument !== undefined)
        flags.push(flag, flag === '-D' ? argument.replace(/^(\w+)#/, '$1=') : argument);
      continue;
    }
    const own = FLAGS[name] ?? standard(name) ?? packing(name);
    if (own !== undefined) flags.push(own);
  }
  return flags;
}

/** `/std:c++20`; the standards of both have the same names. */
const standard = (name: string): string | undefined =>
  /^std:(?:c|c\+\+)\d\d$/.test(name) ? name.replace(/^std:/, '-std=') : undefined;

/** `/Zp4`; `/Zp` alone packs to single bytes. */
const packing = (name: string): string | undefined =>
  /^Zp(?:\d+)?$/.test(name) ? `-fpack-struct=${name.slice(2) || '1'}` : undefined;
