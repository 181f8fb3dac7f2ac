import type { Verification } from '../../service/verification.js';
import { printable } from '../display.js';
import { shownPath } from '../paths.js';
import type { Colors, Look } from '../terminal.js';
import type { InspectReport } from './json.js';

/**
 * `inspect --verify --format text`: per file what each compiler was asked, then each disagreement with
 * both answers at its place, then what could not be compared.
 */
export function formatVerificationAsText(
  { files, verifications, base }: InspectReport,
  { colors }: Look,
): string {
  const blocks = files.map(({ uri }) => {
    const path = printable(shownPath(uri, base));
    const verification = verifications.get(uri);
    return [colors.bold(path), ...(verification ? blockOf(path, verification, colors) : [])].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function blockOf(path: string, verification: Verification, colors: Colors): string[] {
  const { compilers, disagreements, notCompared } = verification;
  if (compilers.length === 0) {
    return [`  ${colors.yellow('no compiler that could judge this file is installed')}`];
  }
  return compilers.flatMap(({ name, problem, types, functions }) => {
    if (problem !== null) return [`  ${colors.yellow(`${name}: cannot judge: ${printable(problem)}`)}`];
    const own = disagreements.filter(({ compiler }) => compiler === name);
    const left = notCompared.filter(({ compiler }) => compiler === name);
    const asked = `${count(types, 'type')} and ${count(functions, 'function')}`;
    const verdict =
      own.length === 0
        ? colors.green(`agrees on ${asked}`)
        : colors.red(`${count(own.length, 'disagreement')} on ${asked}`);
    return [
      `  ${name}: ${verdict}`,
      ...own.map(({ subject, range, quantity, ferrule, judged, assumption }) => {
        const ground = assumption === null ? '' : ` (assuming ${printable(assumption)})`;
        const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
        return `    ${place}: ${printable(subject)}: ${quantity} is ${ferrule} by Ferrule${ground}, ${judged} by ${name}`;
      }),
      ...(left.length === 0 ? [] : [colors.dim(`    not compared: ${left.length}`)]),
      ...left.map(({ subject, range, reason }) =>
        colors.dim(`      line ${range.start.line + 1}: ${printable(subject)}: ${printable(reason)}`),
      ),
    ];
  });
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
