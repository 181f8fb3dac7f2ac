import type { Steps } from '../base/event-loop.js';
import { LineIndex } from '../base/line-index.js';
import type { Position, Range, Uri } from '../base/range.js';
import type { Condition } from '../facts/facts.js';
import { expandMacro, type MacroMeaning } from '../facts/rust/macros/expand-macro.js';
import { type ExpandedText, placeInUse, writeTrees } from '../facts/rust/macros/expanded-text.js';
import type { RustFacts, RustMacroUse } from '../facts/rust/rust-facts.js';
import type { RustMacros } from './rust-macros.js';

/** What the uses of macros in one file come to: one text, in which each has a module of its own. */
export interface ExpandedUses {
  readonly text: string;
  readonly parts: readonly ExpandedPart[];
  /** Uses that declare nothing which matters here. */
  readonly silent: readonly RustMacroUse[];
}

interface ExpandedPart {
  readonly use: RustMacroUse;
  readonly expanded: ExpandedText;
  /** UTF-16 offset at which the expansion begins in the text of all. */
  readonly start: number;
}

/** Words without which nothing is declared that matters here, and macros that may hold them. */
const DECLARES = /\b(?:extern|no_mangle|export_name|struct|enum|union|type|const|static|use|mod)\b|\w\s*!/;

/**
 * Expands the uses of macros in a file.
 *
 * @returns steps of one use each; null where none can be expanded
 */
export function* expandUses(
  uri: Uri,
  uses: readonly RustMacroUse[],
  macros: RustMacros,
): Steps<ExpandedUses | null> {
  const parts: ExpandedPart[] = [];
  const silent: RustMacroUse[] = [];
  let text = '';
  for (const use of uses) {
    if (use.argument === null) continue;
    yield;
    const meaningOf = (name: string): MacroMeaning | null => {
      const readings = macros.readingsOf(name, uri, use);
      return readings.length === 1 ? (readings[0] ?? null) : null;
    };
    const own = use.name.slice(use.name.lastIndexOf(':') + 1);
    for (const reading of macros.readingsOf(use.name, uri, use)) {
      const trees = expandMacro(own, use.argument.text, (name) => (name === own ? reading : meaningOf(name)));
      const expanded = trees && writeTrees(trees);
      if (!expanded) continue;
      if (!DECLARES.test(expanded.text)) {
        silent.push(use);
        continue;
      }
      const conditions = reading.condition.map((predicate) => `#[cfg(${predicate})] `).join('');
      const head = `${conditions}mod ${PART}${parts.length} { ${use.externHead === null ? '' : `${use.externHead} { `}`;
      parts.push({ use, expanded, start: text.length + head.length });
      text += `${head}${expanded.text}${use.externHead === null ? '' : ' }'} }\n`;
    }
  }
  return parts.length + silent.length === 0 ? null : { text, parts, silent };
}

/** No crate has a module of this name. */
const PART = '__expansion_';

/** The lists of facts that an expansion adds to those of its file. */
const ADDED = [
  'foreignFunctions',
  'foreignStatics',
  'exports',
  'exportedStatics',
  'records',
  'enums',
  'aliases',
  'constants',
  'constFunctions',
  'layoutAssertions',
  'implementations',
  'uses',
  'modules',
  'macros',
] as const satisfies readonly (keyof RustFacts)[];

/**
 * The facts of a file with what its macros declare. An item stands where its text does in the use; where a macro wrote
 * some of it it stands at the use, and its parts where their words do.
 *
 * @param facts those of the text of the uses
 */
export function withExpandedUses(
  own: RustFacts,
  { text, parts, silent }: ExpandedUses,
  facts: RustFacts,
): RustFacts {
  const lines = new LineIndex(text);
  const broken = new Set(
    facts.problems.flatMap(({ range }) => partAt(parts, lines.offsetAt(range.start)) ?? []),
  );
  const placers = parts.map((part) => new Placer(part, lines));
  const placed = <T extends InModule>(items: readonly T[]): T[] =>
    items.flatMap((item) => {
      const [tag = '', ...modulePath] = item.modulePath;
      const index = Number(tag.slice(PART.length));
      const part = parts[index];
      if (!tag.startsWith(PART) || !part || broken.has(part)) return [];
      const { use } = part;
      const there = placers[index]?.place(item) ?? item;
      return [
        {
          ...there,
          modulePath: [...use.modulePath, ...modulePath],
          condition: [...use.condition, ...item.condition],
        },
      ];
    });
  const read = new Set(parts.filter((part) => !broken.has(part)).map(({ use }) => use));
  const unread = own.macros.filter((use) => !read.has(use) && !silent.includes(use));
  const added = Object.fromEntries(
    ADDED.map((key) => {
      const mine: readonly InModule[] = key === 'macros' ? unread : own[key];
      return [key, [...mine, ...placed<InModule>(facts[key])]];
    }),
  );
  return { ...own, ...added, expansions: [...read].map(({ range }) => range) };
}

interface InModule {
  readonly modulePath: readonly string[];
  readonly condition: Condition;
}

/** The last part that begins before an offset. */
const partAt = (parts: readonly ExpandedPart[], offset: number): ExpandedPart | undefined =>
  parts.findLast(({ start }) => start <= offset);

/** Moves ranges from the text of the uses to the file. */
class Placer {
  readonly #part: ExpandedPart;
  readonly #lines: LineIndex;
  readonly #argument: LineIndex;

  constructor(part: ExpandedPart, lines: LineIndex) {
    this.#part = part;
    this.#lines = lines;
    this.#argument = new LineIndex(part.use.argument?.text ?? '');
  }

  /**
   * An item with all its ranges moved: its own to the use as a whole where the macro wrote some of it, those of its
   * parts to the words of theirs.
   */
  place<T extends object>(item: T): T {
    return this.#placeEntries(item, true);
  }

  #placeEntries<T extends object>(value: T, isItem: boolean): T {
    const entries = Object.entries(value).map(([key, entry]: [string, unknown]) => {
      if (typeof entry !== 'object' || entry === null) return [key, entry];
      if (key === 'range' || key.endsWith('Range'))
        return [key, this.#rangeOf(entry as Range, isItem && key === 'range')];
      return [key, Array.isArray(entry) ? this.#placeAll(entry) : this.#placeEntries(entry, false)];
    });
    return Object.fromEntries(entries) as T;
  }

  #placeAll(values: readonly unknown[]): readonly unknown[] {
    return values.map((value) =>
      typeof value === 'object' && value !== null ? this.#placeEntries(value, false) : value,
    );
  }

  #rangeOf({ start, end }: Range, isWholeItem: boolean): Range {
    const { expanded, start: offset, use } = this.#part;
    const [from, to] = [this.#lines.offsetAt(start) - offset, this.#lines.offsetAt(end) - offset];
    const place = from < to ? placeInUse(expanded, from, to) : null;
    if (!place || (isWholeItem && !place.verbatim)) return use.range;
    return { start: this.#positionAt(place.start), end: this.#positionAt(place.end) };
  }

  #positionAt(offset: number): Position {
    const start = this.#part.use.argument?.start ?? this.#part.use.range.start;
    const { line, character } = this.#argument.positionAt(offset);
    return line === 0
      ? { line: start.line, character: start.character + character }
      : { line: start.line + line, character };
  }
}
