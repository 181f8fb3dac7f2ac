import { displayWidth, printable } from './display.js';
import type { Colors, Look } from './terminal.js';

/** Text wider than this is hard to read, however wide the terminal is. */
const READABLE_WIDTH = 96;

/**
 * A page of Markdown set for a terminal: headings bold, code indented and untouched, paragraphs and list
 * items wrapped. Covers what the hazards' pages use (headings, fences, lists, `code`, **strong**,
 * links); everything else is shown as it is written.
 */
export function renderMarkdown(page: string, { colors, width }: Look): string {
  const columns = Math.min(width, READABLE_WIDTH);
  const output: string[] = [];
  for (const block of blocksOf(printable(page))) {
    if (output.length > 0 && !(block.kind === 'item' && block.tight)) output.push('');
    switch (block.kind) {
      case 'heading':
        output.push(block.level === 1 ? colors.bold(colors.underline(block.text)) : colors.bold(block.text));
        break;
      case 'code':
        output.push(...block.lines.map((line) => colors.cyan(`    ${line}`).trimEnd()));
        break;
      case 'item':
        output.push(...wrap(`${block.marker} ${block.text}`, columns, colors, block.marker.length + 1));
        break;
      case 'paragraph':
        output.push(...wrap(block.text, columns, colors, 0));
        break;
      case 'verbatim':
        output.push(...block.lines);
        break;
      default:
        throw new TypeError(block satisfies never);
    }
  }
  return `${output.join('\n')}\n`;
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly lines: string[] }
  | { readonly kind: 'item'; readonly marker: string; text: string; readonly tight: boolean }
  | { readonly kind: 'paragraph'; text: string }
  | { readonly kind: 'verbatim'; readonly lines: string[] };

function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let fence: string | null = null;
  let open: Block | null = null;
  const start = (block: Block): void => {
    blocks.push(block);
    open = block;
  };
  for (const line of page.split('\n')) {
    const current = open as Block | null;
    if (fence !== null) {
      if (line.trim() === fence) {
        fence = null;
        open = null;
      } else if (current?.kind === 'code') current.lines.push(line);
      continue;
    }
    const opening = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    const item = /^\s{0,3}([-*+]|\d+[.)])\s+(.*)$/.exec(line);
    if (opening !== undefined) {
      fence = opening;
      start({ kind: 'code', lines: [] });
    } else if (line.trim() === '') {
      open = null;
    } else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' });
      open = null;
    } else if (line.startsWith('|')) {
      if (current?.kind === 'verbatim') current.lines.push(line);
      else start({ kind: 'verbatim', lines: [line] });
    } else if (item) {
      const marker = item[1] ?? '-';
      start({ kind: 'item', marker, text: item[2] ?? '', tight: current?.kind === 'item' });
    } else if (current?.kind === 'paragraph' || current?.kind === 'item') {
      current.text += ` ${line.trim()}`;
    } else {
      start({ kind: 'paragraph', text: line.trim() });
    }
  }
  return blocks;
}

/** Fills lines with words; code spans are words of their own so that none is broken. */
function wrap(text: string, columns: number, colors: Colors, indent: number): string[] {
  const plain = text.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, url: string) =>
    label === url ? url : `${label} (${url})`,
  );
  const lines: string[] = [];
  let line = '';
  for (const word of plain.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    const next = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(next) > columns) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = next;
  }
  return [...lines, line].map((filled) =>
    filled
      .replace(/`([^`]+)`/g, (_, code: string) => colors.cyan(code))
      .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => colors.bold(strong)),
  );
}
