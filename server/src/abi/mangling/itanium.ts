import { assumed, derive, exact, unknown, weaken, type Known } from '../../base/known.js';
import type {
  CallingConvention,
  CppAbiArgument,
  CppAbiFunction,
  CppAbiFunctionType,
  CppAbiName,
  CppAbiType,
} from '../model.js';
import { libraryName } from '../standard-library/library-names.js';
import type { Target } from '../target.js';
import { BUILTIN_CODES, operatorCode, STD_ABBREVIATIONS } from './itanium-codes.js';
import { canonical, decayed, unqualified } from './adjusted-types.js';
import { effectiveConvention } from './conventions.js';
import type { MangledSymbol } from './mangled-symbol.js';
import { NOEXCEPT_ASSUMPTION } from './noexcept.js';
import { PlainTexts } from './plain-texts.js';
import { withoutVaList } from './va-list.js';

/**
 * The name of a function or variable with external linkage as clang 19 mangles it. Unknown where a type
 * in it is.
 *
 * @see Itanium C++ ABI 5.1
 */
export function mangleItanium(fn: CppAbiFunction, target: Target): Known<MangledSymbol> {
  const single = (symbol: string): Known<MangledSymbol> => exact({ symbol, variants: {} });
  if (fn.asmLabel !== null) return single(fn.asmLabel);
  if (isMain(fn)) return single(mainName(fn, target));
  const convention = decoratingConvention(fn, target);
  if (convention !== null)
    return unknown(`clang writes \`${convention}\` into the name, and gcc has no such convention`);
  if (fn.linkage === 'c') return single(fn.name);
  const tags = inheritedTags(fn, target);
  const symbolOf = (variant: string): Known<string> =>
    derive(tags, (known) => {
      const mangler = new Mangler(target);
      return mangler.result(mangler.encoding(fn, variant, known));
    });
  const variants = variantsOf(fn);
  const [main] = variants;
  const symbol = symbolOf(main ?? '');
  if (symbol.status === 'unknown') return symbol;
  const others: Record<string, string> = {};
  for (const variant of variants.slice(1)) {
    const other = symbolOf(variant);
    if (other.status !== 'unknown') others[variant] = other.value;
  }
  return { ...symbol, value: { symbol: symbol.value, variants: others } };
}

/** @see clang's `ItaniumMangle.cpp`, `mangleRegCallName`, and `Mangle.cpp`, `getCallingConvMangling` */
function decoratingConvention(
  { kind, callingConvention, variadic }: CppAbiFunction,
  target: Target,
): CallingConvention | null {
  if (kind === 'variable') return null;
  const convention = effectiveConvention(callingConvention, variadic, target);
  const isWindows = target.triple.includes('-windows-');
  return convention === 'regcall' || (convention === 'vectorcall' && isWindows) ? convention : null;
}

const isMain = ({ kind, name, scope }: CppAbiFunction): boolean =>
  kind === 'function' && name === 'main' && scope.length === 0;

/** @see https://github.com/WebAssembly/tool-conventions/blob/main/BasicCABI.md, "Program startup" */
const mainName = (fn: CppAbiFunction, target: Target): string =>
  fn.parameters.length === 2 && target.triple.startsWith('wasm') ? '__main_argc_argv' : 'main';

function variantsOf({ kind, virtual }: CppAbiFunction): readonly string[] {
  if (kind === 'constructor') return ['C1', 'C2'];
  if (kind === 'destructor') return virtual ? ['D1', 'D2', 'D0'] : ['D1', 'D2'];
  return [];
}

/**
 * ABI tags of the result or variable type that the rest of the name does not mention go to the name itself.
 * Nothing else of that type does, so that where it is not known, all that matters is that it has no tags.
 */
function inheritedTags(fn: CppAbiFunction, target: Target): Known<readonly string[]> {
  const exempt = fn.kind === 'constructor' || fn.kind === 'destructor' || fn.kind === 'conversion';
  if (exempt || fn.templateArguments !== null) return exact([]);
  const name = new Mangler(target);
  const result = new Mangler(target);
  name.encoding(fn, '', []);
  const type = result.result(result.type(fn.result));
  const tags = [...result.tags].filter((tag) => !name.tags.has(tag));
  if (type.status !== 'unknown') return tags.length > 0 ? weaken(exact(tags), type) : exact([]);
  return result.hasNamelessLibraryClass && target.standardLibrary === 'libstdc++'
    ? type
    : assumed(tags, `its type has no ABI tags (${type.reason})`);
}

class Mangler {
  /** ABI tags that the output mentions. */
  readonly tags = new Set<string>();
  /** Some library class is not in the tables, and so may have ABI tags. */
  hasNamelessLibraryClass = false;
  readonly #target: Target;
  /** Components so far, each by its own mangling without substitutions; null turns them off. */
  readonly #components: string[] | null;
  readonly #texts: PlainTexts;
  #problem: string | null = null;
  readonly #assumptions = new Set<string>();

  /** @param texts where it only identifies components, which it does without substitutions */
  constructor(target: Target, texts: PlainTexts | null = null) {
    this.#target = target;
    this.#components = texts ? null : [];
    this.#texts = texts ?? new PlainTexts();
  }

  result(symbol: string): Known<string> {
    if (this.#problem !== null) return unknown(this.#problem);
    let known: Known<string> = exact(symbol);
    for (const assumption of this.#assumptions) known = weaken(known, assumed(null, assumption));
    return known;
  }

  /** @see Itanium C++ ABI 5.1.2 */
  encoding(fn: CppAbiFunction, variant: string, extraTags: readonly string[]): string {
    const global = fn.scope.length === 0;
    if (fn.kind === 'variable' && global && fn.abiTags.length + extraTags.length === 0) return fn.name;
    const args = fn.templateArguments;
    const plain = (): string => this.#scope(fn.scope) + this.#unqualifiedName(fn, variant, extraTags);
    const key = `template:${this.#plain((mangler) => mangler.#scope(fn.scope))}${fn.kind}:${fn.name}`;
    const name = args === null ? plain() : this.#component(key, plain) + this.#arguments(args, null);
    const symbol = global || isStd(fn.scope) ? `_Z${name}` : `_ZN${qualifiers(fn)}${name}E`;
    if (fn.kind === 'variable') return symbol;
    const encodesResult = args !== null && fn.kind !== 'constructor' && fn.kind !== 'conversion';
    return (
      symbol + (encodesResult ? this.type(fn.result) : '') + this.#parameters(fn.parameters, fn.variadic)
    );
  }

  type(written: CppAbiType): string {
    return this.#components === null
      ? this.#texts.of(written, () => this.#writtenType(written))
      : this.#writtenType(written);
  }

  #writtenType(written: CppAbiType): string {
    const type = canonical(withoutVaList(written, this.#target));
    if (written.assumption !== undefined) this.#assumptions.add(written.assumption);
    const bare = unqualified(type);
    if (bare !== type) {
      const cv = `${type.restrict ? 'r' : ''}${type.volatile ? 'V' : ''}${type.const ? 'K' : ''}`;
      return this.#typeComponent(type, () => cv + this.type(bare));
    }
    switch (type.kind) {
      case 'builtin':
        return type.name === '__builtin_va_list' ? this.type(type) : BUILTIN_CODES[type.name];
      case 'record':
        return this.#className(type.record.name);
      case 'enum':
        return this.#className(type.enum.name);
      case 'library':
        return this.#libraryType(type);
      case 'aligned':
        return this.type(type.type);
      case 'member-pointer':
        return this.#memberPointer(type.class.name, type.member, type);
      case 'unknown':
        return this.#fail(`${type.text}: ${type.reason}`);
      case 'bit-int':
      case 'pointer':
      case 'reference':
      case 'array':
      case 'function':
      case 'template-parameter':
        return this.#typeComponent(type, () => this.#compound(type));
      default:
        return type satisfies never;
    }
  }

  #fail(reason: string): string {
    this.#problem ??= reason;
    return '';
  }

  /** A component's substitution if it stood before, else what `make` gives, and it takes the next number. */
  #component(key: string, make: () => string): string {
    const components = this.#components;
    if (components === null) return make();
    const index = components.indexOf(key);
    if (index >= 0) return index === 0 ? 'S_' : `S${(index - 1).toString(36).toUpperCase()}_`;
    const text = make();
    components.push(key);
    return text;
  }

  #typeComponent(type: CppAbiType, make: () => string): string {
    return this.#component(
      this.#plain((mangler) => mangler.type(type)),
      make,
    );
  }

  /** The same without substitutions, which identifies a component; empty where nobody asks for it. */
  #plain(write: (mangler: Mangler) => string): string {
    return this.#components === null ? '' : this.#identify(write);
  }

  /** What is not known has no text, and would be taken for something else. */
  #identify(write: (mangler: Mangler) => string): string {
    const mangler = new Mangler(this.#target, this.#texts);
    const text = write(mangler);
    if (mangler.#problem !== null) this.#fail(mangler.#problem);
    return text;
  }

  /** @see Itanium C++ ABI 5.1.5 */
  #compound(
    type: Extract<
      CppAbiType,
      { kind: 'bit-int' | 'pointer' | 'reference' | 'array' | 'function' | 'template-parameter' }
    >,
  ): string {
    switch (type.kind) {
      case 'bit-int':
        return `D${type.signed ? 'B' : 'U'}${type.width}_`;
      case 'pointer':
        return `P${this.type(type.pointee)}`;
      case 'reference':
        return `${type.rvalue ? 'O' : 'R'}${this.type(type.referent)}`;
      case 'array':
        return `A${type.count ?? ''}_${this.type(type.element)}`;
      case 'function':
        return this.#functionType(type);
      case 'template-parameter':
        return type.index === 0 ? 'T_' : `T${(type.index - 1).toString(36).toUpperCase()}_`;
      default:
        return type satisfies never;
    }
  }

  #functionType(type: CppAbiFunctionType): string {
    const cv = `${type.volatileFunction ? 'V' : ''}${type.constFunction ? 'K' : ''}`;
    const reference = REFERENCE_CODES[type.referenceQualifier];
    const noexcept = type.noexcept ? 'Do' : '';
    if (type.noexcept) this.#assumptions.add(NOEXCEPT_ASSUMPTION);
    const convention = this.#refuseConvention(type);
    return `${convention}${cv}${noexcept}F${this.type(type.result)}${this.#parameters(type.parameters, type.variadic)}${reference}E`;
  }

  /** Clang spells them (`U7stdcall`), gcc does not. What tells the type from that of another convention is given. */
  #refuseConvention({ callingConvention, variadic }: CppAbiFunctionType): string {
    const convention = effectiveConvention(callingConvention, variadic, this.#target);
    if (convention === null || convention === 'cdecl') return '';
    this.#fail(`gcc and clang spell \`${convention}\` differently in a function type`);
    return convention;
  }

  /** The function type in a pointer to member function takes a number, but is neither replaced nor found. */
  #memberPointer(ofClass: CppAbiName, member: CppAbiType, type: CppAbiType): string {
    return this.#typeComponent(type, () => {
      if (member.kind !== 'function') return `M${this.#className(ofClass)}${this.type(member)}`;
      const text = `M${this.#className(ofClass)}${this.#functionType(member)}`;
      this.#components?.push(`member function ${this.#components.length}`);
      return text;
    });
  }

  #parameters(parameters: readonly CppAbiType[], variadic: boolean): string {
    const text =
      parameters.map((parameter) => this.type(decayed(withoutVaList(parameter, this.#target)))).join('') +
      (variadic ? 'z' : '');
    return text === '' ? 'v' : text;
  }

  #libraryType(type: Extract<CppAbiType, { kind: 'library' }>): string {
    const name = libraryName(type, this.#target);
    if (name.status === 'unknown') {
      this.hasNamelessLibraryClass = true;
      return this.#fail(name.reason);
    }
    if (name.status === 'assumed') this.#assumptions.add(name.assumption);
    return this.#className(name.value.name);
  }

  /** A class or enum as a type; nested names stand between N and E unless a substitution says it all. */
  #className(name: CppAbiName): string {
    const whole = this.#components?.includes(this.#keyOf(name)) ?? false;
    const text = this.#prefix(name);
    const unscoped = name.length === 1 || isStd(name.slice(0, -1));
    return whole || unscoped ? text : `N${text}E`;
  }

  #keyOf(name: CppAbiName): string {
    return this.#plain((mangler) => mangler.#prefix(name));
  }

  #scope(scope: CppAbiName): string {
    return scope.length === 0 ? '' : this.#prefix(scope);
  }

  #prefix(name: CppAbiName): string {
    const last = name.at(-1);
    if (!last) return '';
    if (last.unknown !== undefined) return this.#fail(last.unknown);
    if (isStd(name)) return 'St';
    const parent = name.slice(0, -1);
    const abbreviation = this.#abbreviation(name);
    if (abbreviation !== null) return abbreviation;
    if (last.arguments === null)
      return this.#component(this.#keyOf(name), () => this.#scope(parent) + this.#componentName(last));
    const template = { ...last, arguments: null };
    return this.#component(this.#keyOf(name), () => {
      return (
        this.#prefix([...parent, template]) + this.#arguments(last.arguments ?? [], last.packFrom ?? null)
      );
    });
  }

  /** `Sa`, `Ss` …: whole names in `std` itself, no components. */
  #abbreviation(name: CppAbiName): string | null {
    const [, last] = name;
    if (name.length !== 2 || !last || !isStd(name.slice(0, 1))) return null;
    const key = last.arguments === null ? last.name : last.name + this.#plainArguments(last.arguments);
    return STD_ABBREVIATIONS.get(key) ?? null;
  }

  #plainArguments(args: readonly CppAbiArgument[]): string {
    return this.#identify((mangler) => mangler.#arguments(args, null));
  }

  #componentName({ kind, name, abiTags }: CppAbiName[number]): string {
    if (name === '')
      return kind === 'namespace' ? '12_GLOBAL__N_1' : this.#fail('an unnamed type has no name to mangle');
    return this.#sourceName(name, abiTags, kind !== 'namespace');
  }

  #sourceName(name: string, tags: readonly string[], printed = true): string {
    return `${new TextEncoder().encode(name).length}${name}${this.#tags(tags, printed)}`;
  }

  #tags(tags: readonly string[], printed = true): string {
    for (const tag of tags) this.tags.add(tag);
    return printed
      ? [...tags]
          .sort()
          .map((tag) => `B${tag.length}${tag}`)
          .join('')
      : '';
  }

  #arguments(args: readonly CppAbiArgument[], packFrom: number | null): string {
    const texts = args.map((argument) => this.#argument(argument));
    if (packFrom !== null) texts.splice(packFrom, Infinity, `J${texts.slice(packFrom).join('')}E`);
    return `I${texts.join('')}E`;
  }

  #argument(argument: CppAbiArgument): string {
    if (argument.kind === 'type') return this.type(argument.type);
    const { value } = argument;
    return `L${this.type(argument.type)}${value < 0n ? `n${-value}` : value}E`;
  }

  #unqualifiedName(fn: CppAbiFunction, variant: string, extraTags: readonly string[]): string {
    const tags = [...fn.abiTags, ...extraTags];
    switch (fn.kind) {
      case 'constructor':
      case 'destructor':
        return variant;
      case 'conversion':
        return `cv${this.type(fn.result)}`;
      case 'literal-operator':
        return `li${this.#sourceName(fn.name, tags)}`;
      case 'operator': {
        const member = fn.scope.at(-1)?.kind === 'record';
        const code = operatorCode(fn.name, fn.parameters.length + (member ? 1 : 0));
        return code === null ? this.#fail(`operator${fn.name} is no operator`) : code + this.#tags(tags);
      }
      case 'function':
      case 'method':
      case 'static-method':
      case 'variable':
        return this.#sourceName(fn.name, tags);
      default:
        return fn.kind satisfies never;
    }
  }
}

const REFERENCE_CODES = { '': '', '&': 'R', '&&': 'O' } as const;

const qualifiers = (fn: CppAbiFunction): string =>
  `${fn.volatileFunction ? 'V' : ''}${fn.constFunction ? 'K' : ''}${REFERENCE_CODES[fn.referenceQualifier]}`;

/** The namespace `std` itself. */
function isStd(name: CppAbiName): boolean {
  const [only] = name;
  return name.length === 1 && only?.kind === 'namespace' && only.name === 'std';
}
