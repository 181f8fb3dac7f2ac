import { LineIndex } from '../../../base/line-index.js';
import type { SyntaxNode, SyntaxTree } from '../../../syntax/parse.js';
import type { Condition } from '../../facts.js';
import { conditionOf, readAttributes } from '../attributes.js';
import { readCfgIf } from '../cfg-if.js';
import type { ExportedFunction } from '../rust-facts.js';
import { nameOf } from '../source-text.js';
import { pointerIntoTemporary, readDanglingPointer } from './dangling-pointers.js';
import { readPanics } from './panics.js';
import type { RustBody } from './rust-body.js';
import { readStrayRelease } from './stray-releases.js';
import { readUncheckedString } from './unchecked-strings.js';

/** What bodies are read with. */
export interface BodyReading {
  readonly text: string;
  readonly lines: LineIndex;
}

/**
 * What the bodies of a file do that no type shows. The text is searched for a few words, and the tree is entered only
 * where one stands: most files have none.
 *
 * @param tree parsed from `maskRust(text)`; it is only read, and stays the caller's
 * @param exports the functions of the file with a foreign ABI or a fixed symbol
 */
export function readBodies(tree: SyntaxTree, text: string, exports: readonly ExportedFunction[]): RustBody[] {
  const bodies = new Bodies(tree, text);
  for (const { needle, word, read } of WORDS) {
    if (!text.includes(needle)) continue;
    for (const { index } of text.matchAll(word)) {
      const name = tree.rootNode.descendantForIndex(index);
      if (name) read(name, bodies);
      if (bodies.isFull) break;
    }
  }
  for (const { noMangle, exportName, nameRange } of exports)
    if (noMangle || exportName !== null) bodies.addPanics(nameRange.start);
  return bodies.all();
}

/** Places of one file that are looked at, whether they say something or not: no text takes long. */
const MOST_PLACES = 1000;

interface Word {
  /** Without it nothing is searched for. */
  readonly needle: string;
  readonly word: RegExp;
  /** @param name the node at the word */
  readonly read: (name: SyntaxNode, bodies: Bodies) => void;
}

const WORDS: readonly Word[] = [
  {
    needle: '_ptr',
    // A temporary that owns bytes ends in a call, a macro or a `?`: most objects of the method are variables.
    word: /(?<=[)\]}?]\s{0,80}\.\s*)\bas_(?:mut_)?ptr(?=\s*\(\s*\))/g,
    read: (name, bodies) => {
      const pointer = pointerIntoTemporary(name, bodies.reading.text);
      if (!pointer) return;
      bodies.add('danglingPointers', pointer.call, (around, reading) =>
        readDanglingPointer(pointer, around, reading),
      );
    },
  },
  {
    needle: 'from_utf8_unchecked',
    word: /\bfrom_utf8_unchecked(?=\s*\()/g,
    read: (name, bodies) => {
      bodies.add('uncheckedStrings', name, (around, reading) => readUncheckedString(name, around, reading));
    },
  },
  {
    needle: 'from_raw',
    word: /\bfrom_raw(?:_parts)?(?=\s*\()/g,
    read: (name, bodies) => {
      bodies.add('strayReleases', name, (around, reading) => readStrayRelease(name, around, reading));
    },
  },
  {
    needle: 'into_raw',
    word: /\bfree(?=\s*\()/g,
    read: (name, bodies) => {
      bodies.add('strayReleases', name, (around, reading) => readStrayRelease(name, around, reading));
    },
  },
];

type FactKind = 'danglingPointers' | 'uncheckedStrings' | 'strayReleases' | 'panics';
type Gathered = { readonly [Kind in FactKind]: RustBody[Kind][number][] };

/** The functions of a file that have something to say, while it is gathered. */
class Bodies {
  readonly #tree: SyntaxTree;
  readonly #text: string;
  #reading: BodyReading | undefined;
  #places = 0;
  readonly #found = new Map<number, { readonly node: SyntaxNode; readonly facts: Gathered }>();

  constructor(tree: SyntaxTree, text: string) {
    this.#tree = tree;
    this.#text = text;
  }

  get reading(): BodyReading {
    return (this.#reading ??= { text: this.#text, lines: new LineIndex(this.#text) });
  }

  get isFull(): boolean {
    return this.#places >= MOST_PLACES;
  }

  /** Adds what is read at a place of the function around it, if anything is. */
  add<Kind extends FactKind>(
    kind: Kind,
    place: SyntaxNode,
    read: (around: SyntaxNode, reading: BodyReading) => RustBody[Kind][number] | null,
  ): void {
    this.#places++;
    const around = functionAround(place);
    const fact = around && read(around, this.reading);
    if (around && fact) this.#put(around, kind, [fact]);
  }

  /** @param name where the name of an exported function begins */
  addPanics(name: RustBody['nameRange']['start']): void {
    const node = this.#tree.rootNode.descendantForIndex(this.reading.lines.offsetAt(name));
    const around = node?.parent?.type === 'function_item' ? node.parent : null;
    const panics = around ? readPanics(around, this.reading) : [];
    if (around && panics.length > 0) this.#put(around, 'panics', panics);
  }

  #put<Kind extends FactKind>(
    around: SyntaxNode,
    kind: Kind,
    facts: readonly RustBody[Kind][number][],
  ): void {
    const known = this.#found.get(around.startIndex) ?? {
      node: around,
      facts: { danglingPointers: [], uncheckedStrings: [], strayReleases: [], panics: [] },
    };
    this.#found.set(around.startIndex, known);
    const gathered: RustBody[Kind][number][] = known.facts[kind];
    gathered.push(...facts);
  }

  /** In the order of the text. */
  all(): RustBody[] {
    if (this.#found.size === 0) return [];
    const { lines } = this.reading;
    const conditions = new Conditions(this.#text);
    const inOrder = [...this.#found].sort(([a], [b]) => a - b);
    return inOrder.flatMap(([, { node, facts }]) => {
      const name = node.childForFieldName('name');
      if (!name) return [];
      return [
        {
          name: nameOf(name, this.#text),
          range: lines.rangeOf(node.startIndex, node.endIndex),
          nameRange: lines.rangeOf(name.startIndex, name.endIndex),
          condition: conditions.around(node),
          ...facts,
        },
      ];
    });
  }
}

/**
 * The function around a place in its body, closures left out; null where something between the two stands under an
 * attribute of its own, a condition perhaps, or cannot be read.
 */
function functionAround(inside: SyntaxNode): SyntaxNode | null {
  let node = inside.parent;
  for (let steps = 0; node && steps < DEEPEST; steps++, node = node.parent) {
    if (node.type === 'function_item') return node;
    if (node.type === 'ERROR' || (STATEMENTS.has(node.type) && attributesOf(node).length > 0)) return null;
  }
  return null;
}

/** Nodes around a place in a body; what is nested more deeply is not read elsewhere, either. */
const DEEPEST = 200;

/** What may have an attribute within a body. */
const STATEMENTS: ReadonlySet<string> = new Set([
  'block',
  'expression_statement',
  'field_initializer',
  'let_declaration',
  'match_arm',
]);

/** The attributes before a node. */
function attributesOf(node: SyntaxNode): SyntaxNode[] {
  const attributes: SyntaxNode[] = [];
  for (let before = node.previousNamedSibling; before; before = before.previousNamedSibling) {
    if (before.type === 'attribute_item') attributes.unshift(before);
    else if (!before.type.endsWith('comment')) break;
  }
  return attributes;
}

/** The conditions of items, with those of everything around them. */
class Conditions {
  readonly #text: string;
  readonly #known = new Map<number, Condition>();
  #branches: ReadonlyMap<number, Condition> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Outermost first. */
  around(node: SyntaxNode): Condition {
    const around: SyntaxNode[] = [];
    for (let each: SyntaxNode | null = node; each; each = each.parent) around.unshift(each);
    return around.reduce<Condition>((outside, each) => {
      const known = this.#known.get(each.id) ?? this.#own(each, outside);
      this.#known.set(each.id, known);
      return known;
    }, []);
  }

  #own(node: SyntaxNode, outside: Condition): Condition {
    this.#branches ??= new Map(readCfgIf(this.#text).map(({ brace, condition }) => [brace, condition]));
    const branch = node.type === 'declaration_list' ? this.#branches.get(node.startIndex) : undefined;
    if (branch) return [...outside, ...branch];
    const inner = node.namedChildren.filter(({ type }) => type === 'inner_attribute_item');
    return conditionOf(outside, readAttributes([...attributesOf(node), ...inner], this.#text));
  }
}
