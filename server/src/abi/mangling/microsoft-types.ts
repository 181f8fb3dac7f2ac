import type { Known } from '../../base/known.js';
import type {
  CallingConvention,
  CppAbiArgument,
  CppAbiFunctionType,
  CppAbiName,
  CppAbiNameComponent,
  CppAbiType,
} from '../model.js';
import { libraryName, type LibraryClassName } from '../standard-library/library-names.js';
import type { Target } from '../target.js';
import { canonical, canonicalThroughout, unqualified } from './adjusted-types.js';
import { BUILTIN_CODES, CONVENTION_CODES, KEY_CODES } from './microsoft-codes.js';
import { effectiveConvention } from './conventions.js';
import { NOEXCEPT_ASSUMPTION } from './noexcept.js';
import { PlainTexts } from './plain-texts.js';
import { withoutVaList } from './va-list.js';

/** What stands before a type: nothing, a pointee's qualifiers, a template argument's, or a result's. */
type Position = 'drop' | 'pointee' | 'argument' | 'result';

/** Longer names are replaced by a hash of themselves. */
const LONGEST = 4096;

/** Names and types that a digit may stand for. */
const MOST_BACK_REFERENCES = 10;

/** What the parts of one name have written, each of which may be used many times. */
class Written {
  readonly identities = new PlainTexts();
  readonly instances = new WeakMap<CppAbiNameComponent, string>();
  readonly libraryNames = new WeakMap<CppAbiType, Known<LibraryClassName>>();
}

/**
 * Writes names of scopes and types. What is written depends on the types as they are spelled: `int *const`
 * and `int[3]` as parameters differ from `int *`, but not within template arguments, whose types are canonical.
 */
export class MicrosoftTypeWriter {
  problem: string | null = null;
  readonly assumptions: Set<string>;
  protected readonly target: Target;
  /** Of the function template whose specialisation is mangled. */
  protected readonly templateArguments: readonly CppAbiArgument[] | null;
  /** Null turns back references off: the text then identifies a type. */
  protected names: string[] | null = [];
  protected types: string[] = [];
  readonly #written: Written;
  #text = '';

  constructor(
    target: Target,
    templateArguments: readonly CppAbiArgument[] | null,
    assumptions = new Set<string>(),
    written = new Written(),
  ) {
    this.target = target;
    this.templateArguments = templateArguments;
    this.assumptions = assumptions;
    this.#written = written;
  }

  get text(): string {
    return this.#text;
  }

  protected write(text: string): void {
    this.#text += text;
    if (this.names !== null && this.#text.length > LONGEST)
      this.fail(`the name has more than ${LONGEST} characters: the compiler replaces it by a hash of itself`);
  }

  protected fail(reason: string): void {
    this.problem ??= reason;
  }

  protected sourceName(name: string): void {
    const index = this.names?.indexOf(name) ?? -1;
    if (index >= 0) {
      this.write(`${index}`);
      return;
    }
    if (this.names && this.names.length < MOST_BACK_REFERENCES) this.names.push(name);
    this.write(`${name}@`);
  }

  /** `name@inner@outer@@`, as it stands in a type. */
  protected name(name: CppAbiName): void {
    this.scopes(name);
    this.write('@');
  }

  /** Innermost first. */
  protected scopes(scope: CppAbiName): void {
    for (const component of [...scope].reverse()) this.#component(component);
  }

  #component(component: CppAbiNameComponent): void {
    const { kind, name } = component;
    if (name === '') {
      this.fail(
        kind === 'namespace'
          ? 'the name of an anonymous namespace is a hash of the file'
          : 'an unnamed type has no name to mangle',
      );
    }
    if (component.unknown !== undefined) this.fail(component.unknown);
    if (kind === 'function') this.fail(`it is local to the function \`${name}\``);
    if (component.arguments === null) {
      this.sourceName(name);
      return;
    }
    this.sourceName(this.#instanceName(component));
  }

  #instanceName(component: CppAbiNameComponent): string {
    const known = this.names === null ? undefined : this.#written.instances.get(component);
    if (known !== undefined) return known;
    const text = this.#separately((inner) => inner.#instance(component));
    if (this.names !== null) this.#written.instances.set(component, text);
    return text;
  }

  /** A template with its arguments has back references of its own, and as a whole is one name. */
  #instance({ name, arguments: args, packFrom }: CppAbiNameComponent): void {
    this.write('?$');
    this.sourceName(name);
    this.arguments(args ?? [], packFrom ?? null);
  }

  #separately(write: (mangler: MicrosoftTypeWriter) => void): string {
    const inner = this.#inner();
    if (this.names === null) inner.names = null;
    write(inner);
    if (inner.problem !== null) this.fail(inner.problem);
    return inner.#text;
  }

  #inner(): MicrosoftTypeWriter {
    return new MicrosoftTypeWriter(this.target, this.templateArguments, this.assumptions, this.#written);
  }

  protected arguments(args: readonly CppAbiArgument[], packFrom: number | null): void {
    for (const argument of args) this.#argument(argument);
    if (packFrom === args.length) this.write('$$V');
  }

  #argument(argument: CppAbiArgument): void {
    if (argument.kind === 'type') {
      this.type(canonicalThroughout(argument.type), 'argument');
      return;
    }
    this.resolved(argument.type);
    if (argument.type.kind === 'unknown') this.fail(`${argument.type.text}: ${argument.type.reason}`);
    this.write('$0');
    this.#number(argument.value);
  }

  /** Every integer counts as a signed one of 64 bits, wider ones as they are. */
  #number(value: bigint): void {
    const wide = value >= 1n << 64n || value < -(1n << 63n);
    const signed = wide ? value : BigInt.asIntN(64, value);
    if (signed < 0n) this.write('?');
    const magnitude = signed < 0n ? -signed : signed;
    if (magnitude === 0n) this.write('A@');
    else if (magnitude <= 10n) this.write(`${magnitude - 1n}`);
    else {
      const nibbles = [...magnitude.toString(16)].map((digit) =>
        String.fromCharCode(65 + parseInt(digit, 16)),
      );
      this.write(`${nibbles.join('')}@`);
    }
  }

  /** `__ptr64`, which 64-bit pointers carry. */
  protected get far(): string {
    return this.target.pointerSize === 8 ? 'E' : '';
  }

  protected thisQualifiers({
    constFunction,
    volatileFunction,
    referenceQualifier,
  }: Pick<CppAbiFunctionType, 'constFunction' | 'volatileFunction' | 'referenceQualifier'>): void {
    this.write(this.far + REFERENCE_CODES[referenceQualifier]);
    this.write(qualifierCode({ const: constFunction, volatile: volatileFunction }));
  }

  protected convention(written: CallingConvention | null, hasThis: boolean, variadic: boolean): void {
    const isThisCall = hasThis && !variadic && this.target.pointerSize === 4;
    const convention =
      effectiveConvention(written, variadic, this.target) ?? (isThisCall ? 'thiscall' : 'cdecl');
    this.write(CONVENTION_CODES[convention]);
  }

  protected result(type: CppAbiType): void {
    const isVoid = type.kind === 'builtin' && type.name === 'void';
    this.type(isVoid ? unqualified(type) : type, 'result');
  }

  protected parameters(parameters: readonly CppAbiType[], variadic: boolean): void {
    if (parameters.length === 0 && !variadic) {
      this.write('X');
      return;
    }
    for (const parameter of parameters) this.#parameter(parameter);
    this.write(variadic ? 'Z' : '@');
  }

  /** The same type again is a digit, where it took more than one letter. Arrays are pointers of their own kind. */
  #parameter(written: CppAbiType): void {
    const type = canonical(this.resolved(written));
    const isArray = type.kind === 'array';
    const parameter: CppAbiType = isArray
      ? { kind: 'pointer', pointee: type.element, const: true }
      : type.kind === 'function'
        ? { kind: 'pointer', pointee: type }
        : type;
    if (this.names === null) {
      this.type(parameter, 'drop');
      return;
    }
    const key = this.#identity(isArray ? { ...type, count: null } : type);
    const index = this.types.indexOf(key);
    if (index >= 0) {
      this.write(`${index}`);
      return;
    }
    const before = this.#text.length;
    this.type(parameter, 'drop');
    const isLong = this.#text.length - before > 1;
    if (isLong && this.types.length < MOST_BACK_REFERENCES) this.types.push(key);
  }

  /** A text that is the same for the same type, and for no other. */
  #identity(type: CppAbiType): string {
    const inner = this.#inner();
    inner.names = null;
    inner.write(qualifierCode(type) + restrictCode(type));
    inner.type(canonicalThroughout(type), 'argument');
    // What is not known has no text, and would be taken for something else.
    if (inner.problem !== null) this.fail(inner.problem);
    return inner.#text;
  }

  /** With template parameters replaced, and `va_list` by what it is. */
  protected resolved(type: CppAbiType): CppAbiType {
    const cv = {
      ...(type.const && { const: true as const }),
      ...(type.volatile && { volatile: true as const }),
      ...(type.restrict && { restrict: true as const }),
    };
    if (type.assumption !== undefined) this.assumptions.add(type.assumption);
    if (type.kind !== 'template-parameter') return withoutVaList(type, this.target);
    const argument = this.templateArguments?.[type.index];
    return argument?.kind === 'type' ? this.resolved({ ...canonicalThroughout(argument.type), ...cv }) : type;
  }

  protected type(written: CppAbiType, position: Position): void {
    if (this.problem !== null) return;
    if (this.names !== null) {
      this.#writeType(written, position);
      return;
    }
    const before = this.#text;
    const identity = this.#written.identities.of(
      written,
      () => {
        this.#text = '';
        this.#writeType(written, position);
        return this.#text;
      },
      position,
    );
    this.#text = before + identity;
  }

  #writeType(written: CppAbiType, position: Position): void {
    const type = canonical(this.resolved(written));
    if (type.kind === 'array') {
      if (position === 'pointee') this.write('A');
      else if (position !== 'drop') this.write('$$B');
      this.#array(type);
      return;
    }
    if (type.kind === 'function' && position === 'pointee') {
      this.write('6');
      this.#functionType(type, false);
      return;
    }
    this.#qualifiersBefore(type, position);
    switch (type.kind) {
      case 'builtin':
        this.#builtin(type.name);
        break;
      case 'bit-int':
        this.#artificial(type.signed ? '_BitInt' : '_UBitInt', type.width);
        break;
      case 'pointer':
        this.write(pointerCode(type) + this.#farUnlessFunction(type.pointee) + restrictCode(type));
        this.type(type.pointee, 'pointee');
        break;
      case 'reference':
        this.write((type.rvalue ? '$$Q' : 'A') + this.#farUnlessFunction(type.referent) + restrictCode(type));
        this.type(type.referent, 'pointee');
        break;
      case 'function': {
        const qualified = type.constFunction || type.volatileFunction || type.referenceQualifier !== '';
        this.write(qualified ? '$$A8@@' : '$$A6');
        if (qualified) this.thisQualifiers(type);
        this.#functionType(type, false);
        break;
      }
      case 'member-pointer':
        this.#memberPointer(type);
        break;
      case 'enum':
        this.#recordType({ kind: 'enum', name: type.enum.name });
        break;
      case 'record':
        this.#recordType(type.record);
        break;
      case 'library': {
        const record = this.#written.libraryNames.get(type) ?? libraryName(type, this.target);
        this.#written.libraryNames.set(type, record);
        if (record.status === 'unknown') this.fail(record.reason);
        else this.#recordType(record.value);
        if (record.status === 'assumed') this.assumptions.add(record.assumption);
        break;
      }
      case 'aligned':
        this.type(type.type, 'drop');
        break;
      case 'template-parameter':
        this.fail('it depends on a template parameter');
        break;
      case 'unknown':
        this.fail(`${type.text}: ${type.reason}`);
        break;
      default:
        return type satisfies never;
    }
  }

  #qualifiersBefore(type: CppAbiType, position: Position): void {
    const isPointer = type.kind === 'pointer' || type.kind === 'reference' || type.kind === 'member-pointer';
    const hasQualifiers = !isPointer && (type.const === true || type.volatile === true);
    switch (position) {
      case 'drop':
        break;
      case 'pointee':
        this.write(qualifierCode(type));
        break;
      case 'argument':
        if (hasQualifiers) this.write(`$$C${qualifierCode(type)}`);
        break;
      case 'result':
        if (hasQualifiers || type.kind === 'record' || type.kind === 'enum' || type.kind === 'library')
          this.write(`?${qualifierCode(type)}`);
        break;
      default:
        position satisfies never;
    }
  }

  #builtin(name: Extract<CppAbiType, { kind: 'builtin' }>['name']): void {
    const code = name === '__builtin_va_list' ? null : BUILTIN_CODES[name];
    if (code === null) this.fail(`Microsoft's ABI has no \`${name}\``);
    else this.write(code);
  }

  /** Clang's own types are templates in a namespace of its own. */
  #artificial(name: string, width: number): void {
    const instance = this.#separately((inner) => {
      inner.write('?$');
      inner.sourceName(name);
      inner.write('$0');
      inner.#number(BigInt(width));
    });
    this.write('U');
    this.sourceName(instance);
    this.sourceName('__clang');
    this.write('@');
  }

  #recordType({ kind, name }: LibraryClassName): void {
    this.write(KEY_CODES[kind]);
    this.name(name);
  }

  #farUnlessFunction(pointee: CppAbiType): string {
    return this.resolved(pointee).kind === 'function' ? '' : this.far;
  }

  #array(type: Extract<CppAbiType, { kind: 'array' }>): void {
    const dimensions: number[] = [];
    let element: CppAbiType = type;
    while (element.kind === 'array') {
      dimensions.push(element.count ?? 0);
      element = canonical(this.resolved(element.element));
    }
    this.write('Y');
    this.#number(BigInt(dimensions.length));
    for (const dimension of dimensions) this.#number(BigInt(dimension));
    this.type(element, 'argument');
  }

  /** @param hasThis whether it is a member's; `void () const` by itself is none, and called as any other */
  #functionType(type: CppAbiFunctionType, hasThis: boolean): void {
    this.convention(type.callingConvention, hasThis, type.variadic);
    this.result(type.result);
    this.parameters(type.parameters, type.variadic);
    if (type.noexcept) this.assumptions.add(NOEXCEPT_ASSUMPTION);
    this.write(type.noexcept ? '_E' : 'Z');
  }

  #memberPointer(type: Extract<CppAbiType, { kind: 'member-pointer' }>): void {
    const member = canonical(this.resolved(type.member));
    this.write(pointerCode(type));
    if (member.kind === 'function') {
      this.write('8');
      this.name(type.class.name);
      this.thisQualifiers(member);
      this.#functionType(member, true);
      return;
    }
    this.write(this.far + restrictCode(type) + memberQualifierCode(innermostElement(member)));
    this.name(type.class.name);
    this.type(member, 'drop');
  }
}

/** The qualifiers of an array are those of its elements. */
export function innermostElement(type: CppAbiType): CppAbiType {
  const known = canonical(type);
  return known.kind === 'array' ? innermostElement(known.element) : known;
}

const REFERENCE_CODES = { '': '', '&': 'G', '&&': 'H' } as const;

interface Qualifiers {
  readonly const?: boolean;
  readonly volatile?: boolean;
}

const qualifierIndex = (type: Qualifiers): number => (type.const ? 1 : 0) + (type.volatile ? 2 : 0);
export const qualifierCode = (type: Qualifiers): string => 'ABCD'.charAt(qualifierIndex(type));
export const memberQualifierCode = (type: Qualifiers): string => 'QRST'.charAt(qualifierIndex(type));
export const restrictCode = ({ restrict }: { readonly restrict?: true }): string => (restrict ? 'I' : '');
export const pointerCode = (type: Qualifiers): string => 'PQRS'.charAt(qualifierIndex(type));
