import { evaluateCondition, openingCondition, type Directive } from '../../syntax/mask/conditions.js';
import { evaluateIf, type MacroState } from './condition-expression.js';
import type { MacroMeaning } from './macro-expansion.js';

/** What the directives of one file decide among themselves, by the offsets of their `#`. */
export interface MacroFlow {
  /** Whether the condition of an `#if` or `#elif` holds; absent where the file does not say so. */
  readonly decided: ReadonlyMap<number, boolean>;
  /** The `#define` of macros that an `#if` in front of them asks for: it sees another definition, or none. */
  readonly late: ReadonlySet<number>;
  /** Names of macros that the file undefines, and whether an undecided `#if` behind that asks for them. */
  readonly undefined: ReadonlyMap<string, boolean>;
}

/** A macro as the file has it at an offset: what it stands for, or that it is not defined. */
interface Settled {
  readonly meaning: MacroMeaning | null;
  /** How many files were included before: any of them may define or undefine it. */
  readonly included: number;
}

/** One `#if` up to its `#endif`. */
interface Group {
  /** What the present branch changed, and what was there before. */
  readonly changes: Map<string, Settled | undefined>;
  /** What the branches changed that may or may not be taken. */
  readonly touched: Set<string>;
  /** Of the present branch; null where that is not known. */
  taken: boolean | null;
  /** One of the branches before is taken for certain. */
  isOver: boolean;
  /** Whether a branch before may be taken. */
  isOpen: boolean;
  /** Of the `#if`. */
  readonly start: number;
  /** Of the directive that opens the present branch. */
  at: number;
}

/**
 * Goes through the directives of a file as a preprocessor does that knows nothing of the macros around the file.
 *
 * @param directives in the order of the text, with the offsets of their `#`
 * @see C++ [cpp.scope]: a macro holds from its `#define` to its `#undef`
 */
export function followMacros(directives: Iterable<Directive & { readonly at: number }>): MacroFlow {
  const flow = new Flow();
  for (const directive of directives) flow.follow(directive, directive.at);
  return flow;
}

class Flow implements MacroFlow {
  readonly decided = new Map<number, boolean>();
  readonly late = new Set<number>();
  readonly undefined = new Map<string, boolean>();
  readonly #macros = new Map<string, Settled>();
  /** Macros by the first undecided `#if` that asks for them. */
  readonly #asked = new Map<string, number>();
  readonly #groups: Group[] = [];
  #included = 0;
  /** Groups whose present branch is left out. */
  #dead = 0;

  follow(directive: Directive, at: number): void {
    switch (directive.name) {
      case 'if':
      case 'ifdef':
      case 'ifndef':
        this.#groups.push({
          changes: new Map(),
          touched: new Set(),
          taken: null,
          isOver: false,
          isOpen: false,
          start: at,
          at,
        });
        this.#branch(openingCondition(directive), at);
        break;
      case 'elif':
      case 'elifdef':
      case 'elifndef':
        this.#leave();
        this.#branch(openingCondition(directive), at);
        break;
      case 'else':
        this.#leave();
        this.#enter(this.#dead === 0, at);
        break;
      case 'endif':
        this.#leave();
        this.#close();
        break;
      case 'include':
      case 'include_next':
      case 'import':
        if (this.#dead === 0) this.#included++;
        break;
      case 'pragma':
        // What it was before is known, and not worth to be kept.
        if (/^(?:push|pop)_macro\b/.test(directive.rest)) this.#included++;
        break;
      case 'define':
        this.#define(directive.rest, at);
        break;
      case 'undef':
        this.#undefine(directive.rest);
        break;
    }
  }

  #branch(condition: string, at: number): void {
    if (this.#dead > 0) {
      this.#enter(false, at);
      return;
    }
    const own = evaluateCondition(condition);
    const value = own === 'open' ? this.#decide(condition, at) : own === 'true';
    this.#enter(value, at);
  }

  #decide(condition: string, at: number): boolean | null {
    const names = condition.match(NAME) ?? [];
    const value = names.some((name) => this.#settled(name))
      ? evaluateIf(condition, (name) => this.#stateOf(name))
      : null;
    if (value !== null) {
      this.decided.set(at, value);
      return value;
    }
    for (const name of names) {
      if (!this.#asked.has(name)) this.#asked.set(name, at);
      if (this.undefined.has(name)) this.undefined.set(name, true);
    }
    return null;
  }

  #stateOf(name: string): MacroState {
    const settled = this.#settled(name);
    return settled ? { defined: settled.meaning !== null, meaning: settled.meaning } : OPEN;
  }

  #settled(name: string): Settled | null {
    const settled = this.#macros.get(name);
    return settled?.included === this.#included ? settled : null;
  }

  /** @param value of the condition; the branch may be left out by one before it all the same */
  #enter(value: boolean | null, at: number): void {
    const group = this.#groups.at(-1);
    if (!group) return;
    group.taken = group.isOver || value === false ? false : group.isOpen ? null : value;
    group.isOver ||= value === true;
    group.isOpen ||= value === null;
    group.at = at;
    if (group.taken === false) this.#dead++;
  }

  #leave(): void {
    const group = this.#groups.at(-1);
    if (!group) return;
    if (group.taken === false) this.#dead--;
    const around = this.#groups.at(-2);
    for (const [name, before] of group.changes) {
      if (group.taken === true) {
        if (around && !around.changes.has(name)) around.changes.set(name, before);
        continue;
      }
      this.#put(name, before);
      group.touched.add(name);
    }
    group.changes.clear();
  }

  #close(): void {
    const group = this.#groups.pop();
    for (const name of group?.touched ?? []) {
      this.#change(name, undefined);
      // Whoever asks for a macro to define it asks for no other reason.
      if ((this.#asked.get(name) ?? -1) >= (group?.start ?? 0)) this.#asked.delete(name);
    }
  }

  #define(rest: string, at: number): void {
    const [whole = '', name = '', list] = /^([A-Za-z_]\w*)(?:\(([^)]*)\))?/.exec(rest) ?? [];
    if (name === '' || this.#dead > 0) return;
    const asked = this.#asked.get(name);
    if (asked !== undefined && !this.#groups.some((group) => group.at === asked)) this.late.add(at);
    const parameters = list === undefined ? null : list.split(',').map((each) => each.trim());
    const meaning = {
      parameters: list?.trim() === '' ? [] : parameters,
      text: rest.slice(whole.length).trim(),
    };
    this.#change(name, { meaning, included: this.#included });
  }

  #undefine(rest: string): void {
    const [name] = /^\w+/.exec(rest) ?? [];
    if (name === undefined || this.#dead > 0) return;
    this.#change(name, { meaning: null, included: this.#included });
    if (!this.undefined.has(name)) this.undefined.set(name, false);
  }

  #change(name: string, settled: Settled | undefined): void {
    const changes = this.#groups.at(-1)?.changes;
    if (changes && !changes.has(name)) changes.set(name, this.#macros.get(name));
    this.#put(name, settled);
  }

  #put(name: string, settled: Settled | undefined): void {
    if (settled) this.#macros.set(name, settled);
    else this.#macros.delete(name);
  }
}

const NAME = /\b[A-Za-z_]\w*/g;
const OPEN: MacroState = { defined: null, meaning: null };
