import { isWholeFile } from '../../base/range.js';
import type {
  InspectedFile,
  InspectedFunction,
  InspectedType,
  InspectedVerdict,
} from '../../service/answers.js';
import { formatDefinitions, layoutNotes, layoutRows, type LayoutRow } from '../../service/layout-rows.js';
import { displayWidth, padEnd, printable } from '../display.js';
import { shownPath } from '../paths.js';
import type { Colors, Look } from '../terminal.js';
import type { InspectReport } from './json.js';

/** `inspect --format text`: per file its types, each with a table of its layout, then its functions. */
export function formatInspectAsText({ files, target, base }: InspectReport, { colors }: Look): string {
  const blocks = files.flatMap((file) => {
    const about = `(${LANGUAGE[file.language]}, ${target})${missing(file)}`;
    return [
      `${colors.bold(printable(shownPath(file.uri, base)))} ${about}`,
      ...file.types.map((type) => typeBlock(type, file.language, colors)),
      ...(file.functions.length > 0 ? [functionsBlock(file.functions, colors)] : []),
    ];
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Why there is nothing, or not all that the file declares. */
function missing({ types, functions, problems }: InspectedFile): string {
  const unread = problems.find(({ range }) => isWholeFile(range));
  if (unread) return `: not read: ${printable(unread.message)}`;
  const nothing = types.length + functions.length === 0 ? ': no types, no functions' : '';
  const [first] = problems;
  if (!first) return nothing;
  const places = problems.length === 1 ? 'a place' : `${problems.length} places, the first`;
  return `${nothing}\n  not read: ${places} in line ${first.range.start.line + 1}: ${printable(first.message)}`;
}

const LANGUAGE: Readonly<Record<InspectedFile['language'], string>> = {
  rust: 'Rust',
  cpp: 'C++',
  zng: 'zngur',
};

function typeBlock(type: InspectedType, language: InspectedFile['language'], colors: Colors): string {
  const { layout } = type;
  const title = `${colors.cyan(type.kind)} ${colors.bold(printable(type.name))}`;
  const line = colors.dim(`(line ${type.range.start.line + 1})`);
  const lines = [`${title}: ${sizeOf(type)} ${line}`];
  if (layout.status !== 'exact' && layout.reason !== null) {
    lines.push(`  ${colors.yellow(layout.status)}: ${printable(layout.reason)}`);
  }
  lines.push(...table(layoutRows(layout), colors));
  lines.push(...layoutNotes(layout).map((note) => `  ${printable(note)}`));
  // Rust moves and passes all its types alike.
  if (language === 'rust') return lines.join('\n');
  lines.push(...verdictLines('relocation', type.relocation, colors));
  const definitions = type.definitions && formatDefinitions(type.definitions);
  if (definitions) lines.push(`    ${definitions}`);
  lines.push(...verdictLines('calls', type.calls, colors));
  return lines.join('\n');
}

function sizeOf({ layout }: InspectedType): string {
  if (layout.size === null || layout.align === null) return 'layout unknown';
  const parts = [`size ${layout.size}`, `align ${layout.align}`];
  if (layout.dataSize !== null && layout.dataSize !== layout.size) parts.push(`data size ${layout.dataSize}`);
  if (layout.nonVirtualSize !== null && layout.nonVirtualSize !== layout.size) {
    parts.push(`size without virtual bases ${layout.nonVirtualSize}`);
  }
  return parts.join(', ');
}

/** Offsets and sizes to the right, names to the left; the type ends the line and needs no padding. */
function table(rows: readonly LayoutRow[], colors: Colors): string[] {
  if (rows.length === 0) return [];
  const offsets = Math.max('offset'.length, ...rows.map(({ offset }) => offset.length));
  const sizes = Math.max('size'.length, ...rows.map(({ size }) => size.length));
  const names = Math.max('field'.length, ...rows.map(({ name }) => displayWidth(printable(name))));
  const line = (offset: string, size: string, name: string, type: string): string =>
    `  ${offset.padStart(offsets)}  ${size.padStart(sizes)}  ${padEnd(printable(name), names)}  ${printable(type)}`.trimEnd();
  return [
    colors.dim(line('offset', 'size', 'field', 'type')),
    ...rows.map(({ kind, offset, size, name, type }) => {
      const text = line(offset, size, name, type);
      return kind === 'field' || kind === 'base' ? text : colors.dim(text);
    }),
  ];
}

function verdictLines(
  name: string,
  { status, trivial, because }: InspectedVerdict,
  colors: Colors,
): string[] {
  const answer = trivial === null ? 'unknown' : trivial ? 'trivial' : 'not trivial';
  const paint = trivial === null ? colors.yellow : trivial ? colors.green : colors.red;
  const ground = status === 'assumed' ? ' (assumed)' : '';
  return [
    `  ${name}: ${paint(answer)}${ground}`,
    ...because.map((reason) => `    - ${printable(reason).replaceAll('\n', '\n      ')}`),
  ];
}

function functionsBlock(functions: readonly InspectedFunction[], colors: Colors): string {
  return functions.flatMap((declared) => functionLines(declared, colors)).join('\n');
}

function functionLines(declared: InspectedFunction, colors: Colors): string[] {
  const variants = Object.entries(declared.variants).map(([variant, symbol]) => `${variant} ${symbol}`);
  const unknown = `${colors.yellow('unknown')}${declared.reason === null ? '' : `: ${printable(declared.reason)}`}`;
  const ground =
    declared.symbol === null || declared.reason === null ? '' : ` (assuming ${printable(declared.reason)})`;
  const symbols = `${[declared.symbol ?? unknown, ...variants].join(', ')}${ground}`;
  const line = colors.dim(`(line ${declared.range.start.line + 1})`);
  return [
    `${colors.cyan('fn')} ${colors.bold(printable(declared.name))}: ${printable(declared.signature)} ${line}`,
    `  ${LINKAGE[declared.linkage]} symbol ${symbols}`,
  ];
}

const LINKAGE: Readonly<Record<InspectedFunction['linkage'], string>> = { c: 'C', cpp: 'C++', rust: 'Rust' };
