import type { Steps } from '../../base/event-loop.js';
import type { SyntaxTree, TreeCursor } from '../../syntax/parse.js';
import { Declarations } from './bodies.js';
import {
  ENTERED,
  FIELDLESS,
  FIXED_FIELDS,
  HOLDS_ITEMS,
  LEAVES,
  LOCAL_ITEMS,
  PARENTS_OF_TOKEN_FIELDS,
  SHARED,
  SKIPPED,
} from './pruning.js';

/**
 * The pruned copy of a syntax node: it answers as a node does, but without a call into the parser's
 * memory for each question. One walk of a cursor makes the copy of a file; function bodies, macros and
 * everything else that facts do not read stay out of it.
 */
export interface SyntaxPart {
  readonly type: string;
  /** The field of its parent that it is; null for none, and where the parent's children need none. */
  readonly field: string | null;
  /** UTF-16 offsets. */
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: Point;
  readonly endPosition: Point;
  readonly hasError: boolean;
  /** Equal types share their children: these then stand where the first of them is. */
  readonly children: readonly SyntaxPart[];
  readonly namedChildren: readonly SyntaxPart[];
  childForFieldName(name: string): SyntaxPart | null;
}

interface Point {
  readonly row: number;
  readonly column: number;
}

/** Far more than people write; deeper ones would exhaust the stack of who reads them. */
const DEEPEST_NESTING = 200;

/**
 * Copies a file. What is nested too deeply is an `ERROR` without children there.
 *
 * @param text the original text, with the offsets that the tree was parsed from
 * @returns the root, and the first of the parts that are nested too deeply
 */
export function* copyTree(
  tree: SyntaxTree,
  text: string,
): Steps<{ readonly root: SyntaxPart; readonly tooDeep: SyntaxPart | null }> {
  const cursor = tree.walk();
  try {
    const copier = new Copier(tree, cursor, text);
    return { root: yield* copier.copyRoot(), tooDeep: copier.tooDeep };
  } finally {
    cursor.delete();
  }
}

const NO_PARTS: readonly SyntaxPart[] = [];

class Part implements SyntaxPart {
  children = NO_PARTS;
  #named: readonly SyntaxPart[] | undefined;

  constructor(
    readonly type: string,
    readonly isNamed: boolean,
    readonly field: string | null,
    readonly startIndex: number,
    readonly endIndex: number,
    public hasError: boolean,
    readonly lines: Lines,
  ) {}

  get startPosition(): Point {
    return this.lines.pointAt(this.startIndex);
  }

  get endPosition(): Point {
    return this.lines.pointAt(this.endIndex);
  }

  get namedChildren(): readonly SyntaxPart[] {
    return (this.#named ??= (this.children as readonly Part[]).filter(({ isNamed }) => isNamed));
  }

  childForFieldName(name: string): SyntaxPart | null {
    for (const child of this.children) if (child.field === name) return child;
    return null;
  }
}

class Copier {
  /** The first part that is nested too deeply. */
  tooDeep: SyntaxPart | null = null;
  readonly #cursor: TreeCursor;
  readonly #text: string;
  readonly #types: readonly string[];
  readonly #named: readonly boolean[];
  /** Without an error in the file no node need be asked for one. */
  readonly #damaged: boolean;
  readonly #lines: Lines;
  readonly #declarations: Declarations;
  readonly #shared = new Map<string, readonly SyntaxPart[]>();
  #depth = 0;
  /** In a bridge every part of a type is wanted where it stands, and every function is. */
  #inBridge = false;

  constructor(tree: SyntaxTree, cursor: TreeCursor, text: string) {
    this.#cursor = cursor;
    this.#text = text;
    this.#types = tree.language.types;
    this.#named = namedKinds(tree.language);
    this.#damaged = tree.rootNode.hasError;
    this.#lines = new Lines(text);
    this.#declarations = new Declarations(text);
  }

  *copyRoot(): Steps<SyntaxPart> {
    const root = this.#part(this.#types[this.#cursor.nodeTypeId] ?? 'ERROR', true, 'source_file');
    root.children = yield* this.#copyItems(root.type);
    return root;
  }

  /** The children of the node at the cursor, which holds items: each is a step. */
  *#copyItems(parent: string): Steps<readonly SyntaxPart[]> {
    const parts: Part[] = [];
    if (!this.#enter(parent, parts)) return parts;
    do {
      const part = this.#add(parts, parent);
      if (!part) continue;
      yield;
      const around = this.#inBridge;
      this.#inBridge ||= part.type === 'mod_item' && this.#isBridge(parts);
      this.#fill(
        part,
        HOLDS_ITEMS.has(part.type)
          ? yield* this.#copyItems(part.type)
          : this.#childrenOf(part, parts, parent, false),
      );
      this.#inBridge = around;
    } while (this.#cursor.gotoNextSibling());
    this.#leave();
    return parts;
  }

  /**
   * The children of the node at the cursor.
   *
   * @param inBody on the way to the items of a function's body, which may be anywhere in it
   */
  #copyChildren(parent: string, inBody: boolean): readonly SyntaxPart[] {
    const parts: Part[] = [];
    if (!this.#enter(parent, parts)) return parts;
    do {
      const part = this.#add(parts, parent);
      if (part) this.#fill(part, this.#childrenOf(part, parts, parent, inBody));
    } while (this.#cursor.gotoNextSibling());
    this.#leave();
    return parts;
  }

  /** Goes to the first child; what is nested too deeply is cut off. @returns whether there is one to copy */
  #enter(parent: string, parts: Part[]): boolean {
    if (!this.#cursor.gotoFirstChild()) return false;
    if (this.#depth === DEEPEST_NESTING) {
      parts.push(this.#cutOff(parent));
      return false;
    }
    this.#depth++;
    return true;
  }

  #leave(): void {
    this.#cursor.gotoParent();
    this.#depth--;
  }

  /** The node at the cursor, still without its children; null where nothing asks for it. */
  #add(parts: Part[], parent: string): Part | null {
    const typeId = this.#cursor.nodeTypeId;
    const type = this.#types[typeId] ?? 'ERROR';
    if (SKIPPED.has(type)) return null;
    const part = this.#part(type, this.#named[typeId] ?? true, parent);
    parts.push(part);
    return part;
  }

  #fill(part: Part, children: readonly SyntaxPart[]): void {
    part.children = children;
    if (this.tooDeep) part.hasError ||= children.some(({ hasError }) => hasError);
  }

  /** Stands for the children of a node, of which the cursor is at the first. */
  #cutOff(parent: string): Part {
    const part = this.#part('ERROR', true, parent);
    part.hasError = true;
    this.tooDeep ??= part;
    this.#cursor.gotoParent();
    return part;
  }

  #part(type: string, named: boolean, parent: string): Part {
    const cursor = this.#cursor;
    const field = this.#fieldOf(type, named, parent);
    const { startIndex } = cursor;
    const endIndex = named ? cursor.endIndex : startIndex + type.length;
    const hasError = this.#damaged && cursor.currentNode.hasError;
    return new Part(type, named, field, startIndex, endIndex, hasError, this.#lines);
  }

  #fieldOf(type: string, named: boolean, parent: string): string | null {
    if (FIELDLESS.has(parent) || (!named && !PARENTS_OF_TOKEN_FIELDS.has(parent))) return null;
    const fixed = named ? FIXED_FIELDS.get(type) : undefined;
    return fixed === undefined ? (this.#cursor.currentFieldName ?? null) : fixed;
  }

  /** @param siblings with the part as the last so far */
  #childrenOf(part: Part, siblings: readonly Part[], parent: string, inBody: boolean): readonly SyntaxPart[] {
    const { type } = part;
    if (!part.isNamed || LEAVES.has(type)) return NO_PARTS;
    if (type === 'block' && parent === 'function_item') {
      return this.#declarations.within(part) ? this.#copyChildren(type, true) : [];
    }
    if (type === 'function_item' && !this.#inBridge && !this.#mayBeExported(siblings, part.startIndex))
      return this.#copyBody(part);
    if (inBody && !LOCAL_ITEMS.has(type)) {
      return this.#declarations.within(part) ? this.#copyChildren(type, true) : [];
    }
    if (!ENTERED.has(type)) return NO_PARTS;
    if (this.#damaged || this.#inBridge || !SHARED.has(type)) return this.#copyChildren(type, false);
    const written = this.#text.slice(part.startIndex, part.endIndex);
    let children = this.#shared.get(written);
    if (!children) {
      children = this.#copyChildren(type, false);
      this.#shared.set(written, children);
    }
    return children;
  }

  /** @param siblings with the module as the last so far */
  #isBridge(siblings: readonly Part[]): boolean {
    for (let i = siblings.length - 2; siblings[i]?.type === 'attribute_item'; i--) {
      const { startIndex, endIndex } = siblings[i] as Part;
      if (/\bbridge\b/.test(this.#text.slice(startIndex, endIndex))) return true;
    }
    return false;
  }

  /** Most functions cannot be called from outside, and nothing but their bodies can matter. */
  #mayBeExported(siblings: readonly Part[], start: number): boolean {
    let first = siblings.length - 1;
    while (siblings[first - 1]?.type === 'attribute_item') first--;
    const itemStart = siblings[first]?.startIndex ?? start;
    FN.lastIndex = start;
    const end = FN.exec(this.#text)?.index ?? this.#text.length;
    return CALLABLE.test(this.#text.slice(itemStart, end));
  }

  #copyBody(functionItem: Part): readonly SyntaxPart[] {
    if (!this.#declarations.within(functionItem) || !this.#cursor.gotoLastChild()) return [];
    const type = this.#types[this.#cursor.nodeTypeId] ?? 'ERROR';
    const body = this.#part(type, true, functionItem.type);
    body.children = type === 'block' ? this.#copyChildren(type, true) : [];
    this.#cursor.gotoParent();
    return [body];
  }
}

type Language = SyntaxTree['language'];

/** A grammar's kinds never change: they are asked for once. */
const NAMED_KINDS = new WeakMap<Language, readonly boolean[]>();

function namedKinds(language: Language): readonly boolean[] {
  let named = NAMED_KINDS.get(language);
  if (!named) {
    named = language.types.map((_, id) => language.nodeTypeIsNamed(id));
    NAMED_KINDS.set(language, named);
  }
  return named;
}

const FN = /\bfn\b/g;
const CALLABLE = /\bextern\b|\bno_mangle\b|\bexport_name\b/;

/**
 * The lines of a text, which end as LSP has them: at `\n`, `\r\n` and `\r`, the last of which ends none of the
 * parser's rows. Questions come in the order of the text.
 */
class Lines {
  readonly #starts: readonly number[];
  #last = 0;

  constructor(text: string) {
    const starts = [0];
    const lineEnd = text.includes('\r') ? /\r\n?|\n/g : /\n/g;
    while (lineEnd.test(text)) starts.push(lineEnd.lastIndex);
    this.#starts = starts;
  }

  pointAt(index: number): Point {
    const starts = this.#starts;
    let low = this.#last;
    if (index < (starts[low] as number)) low = 0;
    // Nearly always the same line or the next one.
    if (index >= (starts[low + 2] ?? Number.POSITIVE_INFINITY)) {
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] as number) <= index) low = middle;
        else high = middle;
      }
    } else if (index >= (starts[low + 1] ?? Number.POSITIVE_INFINITY)) low++;
    this.#last = low;
    return { row: low, column: index - (starts[low] as number) };
  }
}
