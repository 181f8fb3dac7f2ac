import type { Range } from '../../base/range.js';
import { declaresName } from './body-names.js';
import type { BodyTokens } from './body-tokens.js';
import type { CppType } from './cpp-facts.js';
import type { BodyQuestion } from './function-body.js';

/** A pointer to what the caller gave, in a place that is there when the function has returned. */
export interface RetainedParameter {
  /** Index of the parameter. */
  readonly parameter: number;
  /**
   * The place, as names on the way to it: `this`, a parameter, a member of the function's class or a variable first.
   * A static variable of the function itself, which holds a pointer, is `static` and its name.
   */
  readonly into: readonly string[];
  /** `p = x`, `p[i] = x`, `p.push_back(x)` */
  readonly how: 'assigned' | 'indexed' | 'added';
  /** The statement, without its `;`. */
  readonly range: Range;
}

type Question = Pick<BodyQuestion, 'lines' | 'start' | 'parameters'>;

/**
 * The parameters of which a body keeps a pointer: each that is stored itself, or its address, in something that is not
 * the function's own. Not those that it assigns or takes a share of (`retain(p)`), and no place that it gives another
 * value as well, which may be the one that stays.
 */
export const retainedParameters = (tokens: BodyTokens, question: Question): readonly RetainedParameter[] =>
  new StoreReader(tokens, question).read();

/** Whether a body may keep one: a statement ends in it. */
export const mayRetain = (body: string, { parameters }: Pick<Question, 'parameters'>): boolean =>
  parameters.some(({ name, type }) => name !== '' && type.kind !== 'builtin' && endsStatement(body, name));

function endsStatement(body: string, name: string): boolean {
  for (let at = body.indexOf(name); at >= 0; at = body.indexOf(name, at + name.length)) {
    ENDING.lastIndex = at + name.length;
    if (ENDING.test(body) && !/[\w$]/.test(body.charAt(at - 1))) return true;
  }
  return false;
}

const ENDING = /(?:\s*\.\s*(?:data|c_str)\s*\(\s*\))?[\s)]*;/y;
const ADDS = /^(?:push|push_back|push_front|emplace|emplace_back|emplace_front|insert)$/;

/** Names by which C++ counts one more owner of what it is given. */
const SHARES =
  /^(?:\w*_)?(?:add_?ref|ref|retain|incref|up_?ref|acquire|grab)(?:_\w+)?$|^\w*(?:AddRef|Retain|IncRef|Ref)$/i;

/** A store, before it is known whether it stays. */
interface Store extends Omit<RetainedParameter, 'range' | 'parameter'> {
  readonly from: number;
  readonly to: number;
  /** The tokens of what is stored, the second exclusive. */
  readonly value: readonly [number, number];
}

class StoreReader {
  readonly #tokens: BodyTokens;
  readonly #question: Question;
  readonly #indices: ReadonlyMap<string, number>;
  /** Names that the body declares, with whether it is a static variable that holds a pointer. */
  readonly #declared = new Map<string, boolean>();

  constructor(tokens: BodyTokens, question: Question) {
    this.#tokens = tokens;
    this.#question = question;
    this.#indices = new Map(question.parameters.map(({ name }, i) => [name, i]));
    for (let i = 0; i < tokens.count; i++)
      if (declaresName(tokens, i)) this.#declared.set(tokens.word(i), this.#isStaticPointer(i));
  }

  read(): RetainedParameter[] {
    const stores: Store[] = [];
    for (let i = 0; i < this.#tokens.count; i++) {
      const store = this.#word(i) === '=' ? this.#assignment(i) : this.#addition(i);
      if (store) stores.push(store);
    }
    const unsure = this.#sharedOrAssigned();
    return stores.flatMap((store): RetainedParameter[] => {
      const name = this.#borrowedBy(...store.value);
      const parameter = name === null ? undefined : this.#indices.get(name);
      const { into, how, from, to } = store;
      if (name === null || parameter === undefined || unsure.has(name) || into[0] === name) return [];
      if (this.#tokens.isConditional(from) || !this.#stays(store, stores)) return [];
      return [{ parameter, into, how, range: this.#rangeOf(from, to) }];
    });
  }

  /** Nothing else is put into the same place, and it is not the function's own. */
  #stays({ into, how, from }: Store, all: readonly Store[]): boolean {
    const place = into.join('.');
    if (how === 'assigned' && all.some((each) => each.from !== from && each.into.join('.') === place))
      return false;
    const [root = ''] = into;
    if (root === 'static') return true;
    const index = this.#indices.get(root);
    if (index === undefined) return !this.#declared.has(root);
    const parameter = this.#question.parameters[index];
    return into.length > 1 && parameter !== undefined && isIndirect(parameter.type);
  }

  #assignment(at: number): Store | null {
    if (this.#word(at + 1) === '=' || /^[=!<>+\-*/%&|^]$/.test(this.#word(at - 1))) return null;
    const indexed = this.#word(at - 1) === ']';
    const place = this.#placeUpTo(indexed ? this.#openingOf(at - 1) - 1 : at - 1);
    const end = place && this.#endOfStatement(at + 1);
    if (!place || end === null) return null;
    return { ...place, how: indexed ? 'indexed' : 'assigned', to: end, value: [at + 1, end] };
  }

  /** `names_.push_back(p)` */
  #addition(at: number): Store | null {
    if (!ADDS.test(this.#word(at)) || this.#word(at + 1) !== '(') return null;
    if (!/^(?:\.|->)$/.test(this.#word(at - 1))) return null;
    const close = this.#tokens.partner(at + 1);
    const place = this.#word(close + 1) === ';' ? this.#placeUpTo(at - 2) : null;
    return place && { ...place, how: 'added', to: close + 1, value: [at + 2, close] };
  }

  /** `a->b.c` that ends with the token, where it begins a statement. */
  #placeUpTo(last: number): Pick<Store, 'into' | 'from'> | null {
    const names: string[] = [];
    for (let i = last; this.#tokens.isIdentifier(i); i -= 2) {
      names.unshift(this.#word(i));
      const before = this.#word(i - 1);
      if (/^(?:\.|->)$/.test(before)) continue;
      if (!/^(?:[;{})]|else|do)?$/.test(before)) return this.#staticPlace(names, i);
      return { into: this.#declared.get(names[0] ?? '') ? ['static', ...names] : names, from: i };
    }
    return null;
  }

  /** `static T *last = p;` sets it in the first call only: it is kept all the same. */
  #staticPlace(names: readonly string[], from: number): Pick<Store, 'into' | 'from'> | null {
    const [name = ''] = names;
    return names.length === 1 && this.#isStaticPointer(from) ? { into: ['static', name], from } : null;
  }

  /** `static T *name`: the statement begins with the word. */
  #isStaticPointer(i: number): boolean {
    if (this.#word(i - 1) !== '*' || !/^[=;]$/.test(this.#word(i + 1))) return false;
    let first = i - 1;
    while (/^(?:[\w$]+|::|\*)$/.test(this.#word(first - 1))) first--;
    return this.#word(first) === 'static';
  }

  #endOfStatement(from: number): number | null {
    for (let i = from; i < this.#tokens.count; i++) {
      if (this.#word(i) === ';') return i;
      if (/^[{}]$/.test(this.#word(i))) return null;
      i = this.#tokens.partner(i);
    }
    return null;
  }

  #openingOf(close: number): number {
    let i = close - 1;
    while (i > 0 && this.#tokens.partner(i) !== close) i--;
    return this.#word(i) === '[' ? i : 0;
  }

  /**
   * The parameter to which the tokens give a pointer: itself where it is one, else its address; casts change nothing.
   *
   * @param end exclusive
   */
  #borrowedBy(start: number, end: number): string | null {
    const word = this.#word(start);
    if (word === '(') {
      const close = this.#tokens.partner(start);
      if (close === end - 1) return this.#borrowedBy(start + 1, close);
      return this.#word(close - 1) === '*' ? this.#borrowedBy(close + 1, end) : null;
    }
    if (/^(?:static|const|reinterpret)_cast$/.test(word)) {
      let open = start;
      while (open < end && this.#word(open) !== '(') open++;
      return this.#tokens.partner(open) === end - 1 ? this.#borrowedBy(open + 1, end - 1) : null;
    }
    const written = this.#tokens.textBetween(start, end).replace(/\s+/g, '');
    const isPointer = (name: string): boolean => {
      const type = this.#question.parameters[this.#indices.get(name) ?? -1]?.type;
      return type?.kind === 'pointer' && type.pointee.kind !== 'function';
    };
    if (this.#indices.has(written)) return isPointer(written) ? written : null;
    const name = /^(?:&(\w+)|std::addressof\((\w+)\)|(\w+)\.(?:data|c_str)\(\))$/.exec(written);
    const taken = name?.[1] ?? name?.[2] ?? name?.[3];
    if (taken === undefined || !this.#indices.has(taken) || isPointer(taken)) return null;
    const { type } = this.#question.parameters[this.#indices.get(taken) ?? -1] ?? {};
    return type?.kind === 'reference' || name?.[3] !== undefined ? taken : null;
  }

  /** Parameters that are no longer what the caller gave, and those that the body becomes an owner of. */
  #sharedOrAssigned(): ReadonlySet<string> {
    const found = new Set<string>();
    for (let i = 0; i < this.#tokens.count; i++) {
      const word = this.#word(i);
      const isOwn = !/^(?:\.|->|::|\*)$/.test(this.#word(i - 1));
      if (this.#indices.has(word) && isOwn && this.#word(i + 1) === '=' && this.#word(i + 2) !== '=')
        found.add(word);
      if (!SHARES.test(word) || this.#word(i + 1) !== '(') continue;
      if (/^(?:\.|->)$/.test(this.#word(i - 1))) found.add(this.#word(i - 2));
      for (let j = i + 2; j < this.#tokens.partner(i + 1); j++) found.add(this.#word(j));
    }
    return found;
  }

  #word(i: number): string {
    return this.#tokens.word(i);
  }

  #rangeOf(from: number, to: number): Range {
    const { lines, start } = this.#question;
    return lines.rangeOf(start + this.#tokens.startOf(from), start + this.#tokens.endOf(to - 1));
  }
}

/** What is behind it is the caller's. */
const isIndirect = ({ kind }: CppType): boolean => kind === 'pointer' || kind === 'reference';
