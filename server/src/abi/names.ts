import type { CppAbiArgument, CppAbiName, CppAbiType } from './model.js';

/** Characters; of a spelling that would be longer the innermost template arguments are left out. */
const LONGEST = 1000;
const LEFT_OUT = '…';

/** A qualified name as people write it: `ns::Widget<int, 3>`. For reading only: of a very long one a part is left out. */
export const formatName = (name: CppAbiName): string => asFits((spelling) => spelling.name(name));

/** `<int, 3>` */
export const formatArguments = (args: readonly CppAbiArgument[]): string =>
  asFits((spelling) => spelling.arguments(args));

/**
 * A C++ type as people write it: `const char *`, `int (&)[3]`. For reading only: of a very long one a part is left out.
 *
 * @param declarator what stands in the place of the name
 */
export const formatType = (type: CppAbiType, declarator = ''): string =>
  asFits((spelling) => spelling.type(type, declarator));

/** The whole of it, or as many levels of template arguments as there is room for. */
function asFits(write: (spelling: Spelling) => string): string {
  const attempt = (levels: number): { readonly text: string; readonly isFull: boolean } => {
    const spelling = new Spelling(levels);
    const text = write(spelling);
    return { text, isFull: spelling.isFull };
  };
  const whole = attempt(Number.POSITIVE_INFINITY);
  if (!whole.isFull) return whole.text;
  let best = attempt(0).text;
  // Each level takes a character at least.
  let [fits, tooMany] = [0, LONGEST];
  while (tooMany - fits > 1) {
    const levels = Math.floor((fits + tooMany) / 2);
    const { text, isFull } = attempt(levels);
    if (isFull) tooMany = levels;
    else [fits, best] = [levels, text];
  }
  return best;
}

/** One attempt to write a type. What it costs is bounded by its room, however often the type uses its parts. */
class Spelling {
  #room = LONGEST;
  /** Levels of template arguments that may still be gone into. */
  #levels: number;

  constructor(levels: number) {
    this.#levels = levels;
  }

  get isFull(): boolean {
    return this.#room < 0;
  }

  name(name: CppAbiName): string {
    return name
      .filter(({ kind, unknown }) => kind !== 'namespace' || unknown === undefined)
      .map((component) => {
        const own = this.#word(
          component.name === ''
            ? component.kind === 'namespace'
              ? '(anonymous namespace)'
              : '(unnamed)'
            : component.name,
        );
        return component.arguments === null ? own : own + this.arguments(component.arguments);
      })
      .join('::');
  }

  arguments(args: readonly CppAbiArgument[]): string {
    if (args.length > 0 && this.#levels === 0) return this.#word(`<${LEFT_OUT}>`);
    this.#levels--;
    const list = this.#list(args, (argument) =>
      argument.kind === 'type'
        ? this.type(argument.type)
        : this.#word(formatConstant(argument.value, argument.type)),
    );
    this.#levels++;
    return `<${list.join(', ')}>`;
  }

  type(type: CppAbiType, declarator = ''): string {
    if (this.isFull) return LEFT_OUT;
    const leaf = (text: string): string => {
      const qualified = `${type.const ? 'const ' : ''}${type.volatile ? 'volatile ' : ''}${text}`;
      return declarator === '' ? qualified : `${qualified} ${declarator}`;
    };
    const pointerLike = (symbol: string, target: CppAbiType): string => {
      const words = [type.const && 'const', type.volatile && 'volatile', type.restrict && '__restrict'];
      const qualifiers = words.filter(Boolean).join(' ');
      const joined =
        qualifiers === '' ? declarator : `${qualifiers}${declarator === '' ? '' : ` ${declarator}`}`;
      const inner = this.#word(symbol) + joined;
      return this.type(target, target.kind === 'array' || target.kind === 'function' ? `(${inner})` : inner);
    };
    switch (type.kind) {
      case 'builtin':
        return leaf(this.#word(type.name === 'nullptr_t' ? 'std::nullptr_t' : type.name));
      case 'bit-int':
        return leaf(this.#word(`${type.signed ? '' : 'unsigned '}_BitInt(${type.width})`));
      case 'pointer':
        return pointerLike('*', type.pointee);
      case 'reference':
        return pointerLike(type.rvalue ? '&&' : '&', type.referent);
      case 'member-pointer':
        return pointerLike(`${this.name(type.class.name)}::*`, type.member);
      case 'array':
        return this.type(type.element, `${declarator}${this.#word(`[${type.count ?? ''}]`)}`);
      case 'function': {
        const parameters = this.#list(type.parameters, (parameter) => this.type(parameter));
        if (type.variadic) parameters.push('...');
        const suffix = [
          type.constFunction ? 'const' : '',
          type.volatileFunction ? 'volatile' : '',
          type.referenceQualifier,
          type.noexcept ? 'noexcept' : '',
        ].filter(Boolean);
        return this.type(
          type.result,
          `${declarator}(${parameters.join(', ')})${suffix.map((word) => ` ${word}`).join('')}`,
        );
      }
      case 'enum':
        return leaf(this.name(type.enum.name));
      case 'record':
        return leaf(this.name(type.record.name));
      case 'library':
        return leaf(this.#libraryName(type.name, type.arguments));
      case 'aligned':
        return this.type(type.type, declarator);
      case 'template-parameter':
        return leaf(this.#word(`T${type.index}`));
      case 'unknown':
        return leaf(this.#word(type.text));
      default:
        return type satisfies never;
    }
  }

  /** The arguments of a member type are those of its class: `std::vector<int>::iterator`. */
  #libraryName(name: string, args: readonly CppAbiArgument[]): string {
    if (args.length === 0) return this.#word(name);
    const member = /(?<=::\w+)::(?:const_)?(?:reverse_)?iterator$/.exec(name)?.[0] ?? '';
    return this.#word(name.slice(0, name.length - member.length)) + this.arguments(args) + this.#word(member);
  }

  #list<T>(items: readonly T[], write: (item: T) => string): string[] {
    const texts: string[] = [];
    for (const item of items) {
      if (this.isFull) return [...texts, LEFT_OUT];
      texts.push(write(item));
    }
    return texts;
  }

  #word(text: string): string {
    this.#room -= text.length;
    return text;
  }
}

const formatConstant = (value: bigint, type: CppAbiType): string =>
  type.kind === 'builtin' && type.name === 'bool' ? (value === 0n ? 'false' : 'true') : value.toString();
