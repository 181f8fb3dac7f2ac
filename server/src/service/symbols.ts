import { symbolOfLinkName } from '../abi/mangling/link-name.js';
import type { Demangler } from '../abi/mangling/demangler.js';
import { isMangled, isMangledRust } from '../abi/mangling/mangled-symbol.js';
import { touches, type Position, type Range, type Uri } from '../base/range.js';
import { baseName } from '../base/uri.js';
import type { CppFunctionSide } from '../boundary/crossing.js';
import { functionsAt } from '../boundary/mangled-imports.js';
import { hasSymbol } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import type { FileFacts } from '../facts/facts.js';

/** A declaration that is bound by a mangled name, and where a question about it was asked. */
export interface BoundSymbol {
  readonly symbol: string;
  /** The symbol in its attribute, or the name of what bears it. */
  readonly range: Range;
}

/** The mangled name at a position: in a `link_name`, an `export_name` or an `asm` label, or borne by the name there. */
export function symbolAt(facts: FileFacts, text: string, position: Position): BoundSymbol | null {
  for (const { symbol, nameRange, range } of boundNames(facts)) {
    if (symbol === null || !isMangled(symbol)) continue;
    if (touches(nameRange, position)) return { symbol, range: nameRange };
    const written = touches(range, position) ? rangeOfSymbol(text, symbol, position) : null;
    if (written) return { symbol, range: written };
  }
  return null;
}

interface BoundName {
  readonly symbol: string | null;
  readonly nameRange: Range;
  readonly range: Range;
}

function boundNames(facts: FileFacts): BoundName[] {
  switch (facts.language) {
    case 'rust':
      return [
        ...[...facts.foreignFunctions, ...facts.foreignStatics].map(({ linkName, nameRange, range }) => ({
          symbol: linkName === null ? null : symbolOfLinkName(linkName),
          nameRange,
          range,
        })),
        ...facts.exports.map(({ exportName: symbol, nameRange, range }) => ({ symbol, nameRange, range })),
      ];
    case 'cpp':
      return facts.functions.map(({ asmLabel: symbol, nameRange, range }) => ({ symbol, nameRange, range }));
    case 'zng':
      return [];
    default:
      return facts satisfies never;
  }
}

/** Where the symbol stands in the line of the position, if the position is in it. */
function rangeOfSymbol(text: string, symbol: string, position: Position): Range | null {
  const line = text.split('\n', position.line + 1)[position.line] ?? '';
  for (let start = line.indexOf(symbol); start !== -1; start = line.indexOf(symbol, start + 1)) {
    const at = (character: number): Position => ({ line: position.line, character });
    const range = { start: at(start), end: at(start + symbol.length) };
    if (touches(range, position)) return range;
  }
  return null;
}

/** What a symbol means, and where C++ declares it: paragraphs of a hover; none where it cannot be read. */
export function describeSymbol(symbol: string, demangler: Demangler, uri: Uri, view: TargetView): string[] {
  const readable = demangler.demangle(symbol);
  if (readable === null) return [];
  const language = isMangledRust(symbol) ? 'rust' : 'cpp';
  const declared = declarationOf(symbol, readable, uri, view);
  const place = declared && {
    file: baseName(declared.uri),
    line: declared.item.nameRange.start.line + 1,
    uri: declared.uri,
  };
  return [
    `\`\`\`${language}\n${readable}\n\`\`\``,
    `The symbol \`${symbol}\`${place ? `, declared in [${place.file}:${place.line}](${place.uri}#L${place.line})` : ''}.`,
  ];
}

/** The C++ function that has the symbol on the target, among those of its name that were read. */
function declarationOf(
  symbol: string,
  readable: string,
  uri: Uri,
  view: TargetView,
): CppFunctionSide | undefined {
  const [head = ''] = /^[^(]*(?:operator\(\))?/.exec(readable) ?? [];
  const path = head.split('::').filter((name) => name !== '');
  if (path.length === 0) return undefined;
  return functionsAt(view, uri, path).find((candidate) => hasSymbol(candidate, symbol, view));
}
