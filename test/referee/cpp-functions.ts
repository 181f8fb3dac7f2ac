import type { Access, CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import type {
  CallingConvention,
  CppAbiArgument,
  CppAbiEnum,
  CppAbiFunction,
  CppAbiFunctionType,
  CppAbiName,
  CppAbiNameComponent,
  CppAbiRecord,
  CppAbiType,
} from '../../server/src/abi/model.js';
import { formatArguments, formatName, formatType } from '../../server/src/abi/names.js';
import { exact, unknown } from '../../server/src/base/known.js';
import type { Random } from './random.js';

/** A declaration twice: as the engine's model and as one line of source. */
export interface SampleFunction {
  readonly fn: CppAbiFunction;
  readonly text: string;
  readonly line: number;
}

export interface SampleDeclarations {
  readonly functions: readonly SampleFunction[];
  readonly text: string;
}

const BUILTINS: readonly CppBuiltin[] = [
  'bool',
  'char',
  'signed char',
  'unsigned char',
  'short',
  'unsigned short',
  'int',
  'unsigned int',
  'long',
  'unsigned long',
  'long long',
  'unsigned long long',
  'float',
  'double',
  'long double',
  'wchar_t',
  'char8_t',
  'char16_t',
  'char32_t',
  'nullptr_t',
];
const OPERATORS = ['+', '-', '*', '==', '<', '<<', '[]', '()', '->', '!', '~', '&&', '+=', ','] as const;

const component = (
  kind: CppAbiNameComponent['kind'],
  name: string,
  abiTags: readonly string[] = [],
): CppAbiNameComponent => ({
  kind,
  name,
  arguments: null,
  abiTags,
});
const NAMESPACES: readonly CppAbiName[] = [
  [],
  [component('namespace', 'outer')],
  [component('namespace', 'outer'), component('namespace', 'inner')],
  [component('namespace', 'outer'), component('namespace', 'v1')],
  [component('namespace', 'std')],
];
const OPENINGS = [
  '',
  'namespace outer {',
  'namespace outer { namespace inner {',
  'namespace outer { inline namespace v1 {',
  'namespace std {',
];

const VA_LIST: CppAbiType = { kind: 'builtin', name: '__builtin_va_list' };
const ACCESSES: readonly Access[] = ['public', 'protected', 'private'];
const KEYS = ['struct', 'class', 'union'] as const;
/** Those that the target's compiler takes in a declaration. */
const CONVENTIONS: readonly CallingConvention[] = ['cdecl', 'stdcall', 'fastcall', 'vectorcall'];

/**
 * Random classes with members, free functions and variables, each overload once.
 *
 * @param conventions whether some functions have a calling convention of their own
 */
export function sampleFunctions(random: Random, count: number, conventions: boolean): SampleDeclarations {
  return new Sampler(random, conventions).run(count);
}

class Sampler {
  readonly #random: Random;
  readonly #lines = ['namespace std { using nullptr_t = decltype(nullptr); }'];
  readonly #functions: SampleFunction[] = [];
  readonly #classes: CppAbiRecord[] = [];
  readonly #enums: CppAbiEnum[] = [];
  readonly #conventions: boolean;
  #names = 0;

  constructor(random: Random, conventions: boolean) {
    this.#random = random;
    this.#conventions = conventions;
  }

  run(count: number): SampleDeclarations {
    while (this.#functions.length < count) {
      const roll = this.#random.next();
      if (this.#classes.length < 3 || roll < 0.25) this.#class();
      else if (roll < 0.3) this.#enum();
      else if (roll < 0.37) this.#variable();
      else if (roll < 0.45) this.#template();
      else this.#free();
    }
    return { functions: this.#functions, text: this.#lines.join('\n') };
  }

  #enum(): void {
    const place = this.#random.integer(0, NAMESPACES.length - 1);
    const opening = OPENINGS[place] ?? '';
    const name = `E${this.#names++}`;
    const scoped = this.#random.chance(0.5);
    this.#lines.push(`${opening} enum ${scoped ? 'class ' : ''}${name} : short {}; ${closing(opening)}`);
    this.#enums.push({
      name: [...(NAMESPACES[place] ?? []), component('enum', name)],
      scoped,
      underlying: { kind: 'builtin', name: 'short' },
      values: exact({ least: 0n, greatest: 0n }),
      packed: false,
      location: null,
    });
  }

  #class(): void {
    const random = this.#random;
    const place = random.integer(0, NAMESPACES.length - 1);
    const opening = OPENINGS[place] ?? '';
    const tag = random.chance(0.1) ? 'tagged' : null;
    const template = tag === null && random.chance(0.35);
    const name = `C${this.#names++}`;
    const kind = tag === null ? random.pick(KEYS) : 'struct';
    const args = template ? this.#arguments() : null;
    const packed = args !== null && random.chance(0.3) && args.every((argument) => argument.kind === 'type');
    const given = packed && random.chance(0.3) ? [] : args;
    const last: CppAbiNameComponent = {
      ...component('record', name, tag === null ? [] : [tag]),
      arguments: given,
      ...(packed && { packFrom: 0 }),
    };
    const scope: CppAbiName = [...(NAMESPACES[place] ?? []), last];
    const record: CppAbiRecord = {
      name: scope,
      kind,
      anonymous: false,
      location: null,
      define: () => unknown('only its name matters here'),
    };
    const head = given === null ? '' : 'template <> ';
    if (given !== null)
      this.#lines.push(
        `${opening} template <${packed ? 'class...' : parameterList(given)}> ${kind} ${name}; ${closing(opening)}`,
      );
    const attribute = tag === null ? '' : `__attribute__((abi_tag("${tag}"))) `;
    const own = given === null ? name : `${name}${formatArguments(given)}`;
    this.#lines.push(`${opening} ${head}${kind} ${attribute}${own} {`);
    this.#members(record, name);
    this.#lines.push(`}; ${closing(opening)}`);
    this.#classes.push(record);
  }

  #arguments(): CppAbiArgument[] {
    return Array.from({ length: this.#random.integer(1, 3) }, (): CppAbiArgument => {
      const roll = this.#random.next();
      if (roll < 0.55) return { kind: 'type', type: this.#argumentType() };
      const integer = this.#random.pick([
        'int',
        'unsigned int',
        'bool',
        'long long',
        'unsigned long long',
      ] as const);
      const value = this.#random.pick([0n, 1n, 9n, 10n, 11n, 4096n]);
      const given = integer === 'bool' ? value % 2n : integer.startsWith('unsigned') ? value : value - 5n;
      return { kind: 'constant', value: given, type: { kind: 'builtin', name: integer } };
    });
  }

  #argumentType(): CppAbiType {
    const random = this.#random;
    const type = this.#object(1);
    const roll = random.next();
    if (roll < 0.1) return { ...type, const: true };
    if (roll < 0.2) return { kind: 'reference', rvalue: random.chance(0.5), referent: type };
    if (roll < 0.27) return { kind: 'array', element: type, count: random.pick([1, 16]) };
    if (roll < 0.38) {
      const qualified = random.chance(0.5);
      const referenceQualifier = qualified ? random.pick(['', '&', '&&'] as const) : '';
      return { ...this.#signature(1), noexcept: false, constFunction: qualified, referenceQualifier };
    }
    return type;
  }

  #members({ name: scope, kind }: CppAbiRecord, name: string): void {
    const random = this.#random;
    for (let count = random.integer(2, 6); count > 0; count--) {
      const parameters = this.#parameters(0, 3);
      const list = this.#list(parameters, false);
      const roll = random.next();
      const access = random.pick(ACCESSES);
      const label = `${access}: `;
      const virtual = kind !== 'union' && random.chance(0.2);
      const prefix = `${label}${virtual ? 'virtual ' : ''}`;
      if (roll < 0.15) {
        const constructor = [...parameters, this.#unique()];
        this.#add(
          { kind: 'constructor', scope, access, parameters: constructor },
          `${label}${name}(${this.#list(constructor, false)});`,
        );
      } else if (roll < 0.3) {
        const result = this.#result();
        const operator = random.pick(['()', '[]', '+', '-', '==', '<<'] as const);
        const given = operator === '()' ? [...parameters, this.#unique()] : [this.#unique()];
        const text = `${prefix}${formatType(result, `operator${operator}(${this.#list(given, false)})`)};`;
        this.#add(
          { kind: 'operator', scope, access, virtual, name: operator, parameters: given, result },
          text,
        );
      } else if (roll < 0.4) {
        const method = `s${this.#names++}`;
        const result = this.#result();
        this.#add(
          { kind: 'static-method', scope, access, name: method, parameters, result },
          `${label}static ${formatType(result, `${method}(${list})`)};`,
        );
      } else if (roll < 0.47) {
        const variable = `v${this.#names++}`;
        const result = this.#object(0);
        this.#add(
          { kind: 'variable', scope, access, name: variable, result },
          `${label}static ${formatType(result, variable)};`,
        );
      } else {
        const method = `m${this.#names++}`;
        const result = this.#result();
        const constFunction = random.chance(0.4);
        const volatileFunction = random.chance(0.1);
        const referenceQualifier = random.chance(0.15) ? random.pick(['&', '&&'] as const) : '';
        const variadic = random.chance(0.1);
        const callingConvention = variadic ? null : this.#convention(result);
        const end = [constFunction && 'const', volatileFunction && 'volatile', referenceQualifier];
        const head = `${spelled(callingConvention)}${method}(${this.#list(parameters, variadic)})`;
        const text = `${prefix}${formatType(result, `${head} ${end.filter(Boolean).join(' ')}`)};`;
        this.#add(
          {
            kind: 'method',
            scope,
            access,
            virtual,
            name: method,
            parameters,
            variadic,
            result,
            constFunction,
            volatileFunction,
            referenceQualifier,
            callingConvention,
          },
          text,
        );
      }
    }
    const access = random.pick(ACCESSES);
    if (random.chance(0.3)) {
      const virtual = kind !== 'union' && random.chance(0.5);
      this.#add(
        { kind: 'destructor', scope, access, virtual },
        `${access}: ${virtual ? 'virtual ' : ''}~${name}();`,
      );
    }
    if (random.chance(0.2)) {
      const result = this.#object(3);
      if (result.kind === 'builtin')
        this.#add(
          { kind: 'conversion', scope, access, result },
          `${access}: operator ${formatType(result)}();`,
        );
    }
  }

  /** Before a result with a declarator of its own the word would belong to that. */
  #convention(result: CppAbiType): CallingConvention | null {
    const plain = result.kind === 'builtin' || result.kind === 'record';
    return this.#conventions && plain && this.#random.chance(0.3) ? this.#random.pick(CONVENTIONS) : null;
  }

  #variable(): void {
    const place = this.#random.integer(0, NAMESPACES.length - 1);
    const scope = NAMESPACES[place] ?? [];
    const opening = OPENINGS[place] ?? '';
    const name = `v${this.#names++}`;
    const roll = this.#random.next();
    const type = this.#parameter();
    const result: CppAbiType =
      roll < 0.2 && type.kind !== 'reference' ? { kind: 'array', element: type, count: 3 } : type;
    this.#add(
      { kind: 'variable', scope, name, result },
      `${opening} extern ${formatType(result, name)}; ${closing(opening)}`,
    );
  }

  /** A function template and one of its explicit specialisations. */
  #template(): void {
    const random = this.#random;
    const place = random.integer(0, NAMESPACES.length - 1);
    const scope = NAMESPACES[place] ?? [];
    const opening = OPENINGS[place] ?? '';
    const name = `t${this.#names++}`;
    const argument = this.#object(1);
    const parameter: CppAbiType = { kind: 'template-parameter', index: 0 };
    const wrap = random.pick<(type: CppAbiType) => CppAbiType>([
      (type) => type,
      (pointee) => ({ kind: 'pointer', pointee }),
      (referent) => ({ kind: 'reference', rvalue: false, referent: { ...referent, const: true } }),
    ]);
    const rest = this.#parameters(0, 3);
    const resultOf = random.pick<(type: CppAbiType) => CppAbiType>([
      () => ({ kind: 'builtin', name: 'void' }),
      (type) => type,
    ]);
    const written = (type: CppAbiType): string =>
      formatType(resultOf(type), `${name}NAME(${this.#list([wrap(type), ...rest], false)})`);
    const general = written({ kind: 'unknown', text: 'T', reason: '', because: [] }).replace('NAME', '');
    const args: CppAbiArgument[] = [{ kind: 'type', type: argument }];
    this.#lines.push(`${opening} template <class T> ${general}; ${closing(opening)}`);
    this.#add(
      {
        kind: 'function',
        scope,
        name,
        parameters: [wrap(parameter), ...rest],
        result: resultOf(parameter),
        templateArguments: args,
      },
      `${opening} template <> ${written(argument).replace('NAME', formatArguments(args))}; ${closing(opening)}`,
    );
  }

  #free(): void {
    const random = this.#random;
    const place = random.integer(0, NAMESPACES.length - 1);
    const scope = NAMESPACES[place] ?? [];
    const opening = OPENINGS[place] ?? '';
    const result = this.#result();
    const c = random.chance(0.12);
    // The names of some C functions end in the size of their parameters.
    const parameters = this.#parameters(0, random.chance(0.1) ? 14 : 4).filter(
      ({ kind }) => !c || (kind !== 'record' && kind !== 'member-pointer'),
    );
    const wrap = (text: string): string => `${opening} ${text} ${closing(opening)}`;
    if (!c && random.chance(0.12)) {
      const operator = random.pick(OPERATORS.filter((each) => !['[]', '()', '->'].includes(each)));
      const record = random.pick(this.#classes);
      const own: CppAbiType = {
        kind: 'reference',
        rvalue: false,
        referent: { kind: 'record', record, const: true },
      };
      const given = operator === '!' || operator === '~' ? [own] : [own, this.#unique()];
      const text = `${formatType(result, `operator${operator}(${this.#list(given, false)})`)};`;
      this.#add({ kind: 'operator', scope, name: operator, parameters: given, result }, wrap(text));
      return;
    }
    const variadic = parameters.length > 0 && random.chance(0.08);
    const name = `f${this.#names++}`;
    const callingConvention = variadic ? null : this.#convention(result);
    const head = `${spelled(callingConvention)}${name}(${this.#list(parameters, variadic)})`;
    const text = `${c ? 'extern "C" ' : ''}${formatType(result, head)};`;
    this.#add(
      {
        kind: 'function',
        scope,
        name,
        parameters,
        result,
        variadic,
        callingConvention,
        linkage: c ? 'c' : 'cpp',
      },
      wrap(text),
    );
  }

  #add(given: Partial<CppAbiFunction> & Pick<CppAbiFunction, 'kind' | 'scope'>, text: string): void {
    this.#lines.push(text);
    const fn: CppAbiFunction = {
      name: '',
      linkage: 'cpp',
      parameters: [],
      variadic: false,
      result: { kind: 'builtin', name: 'void' },
      constFunction: false,
      volatileFunction: false,
      referenceQualifier: '',
      virtual: false,
      access: 'public',
      callingConvention: null,
      abiTags: [],
      templateArguments: null,
      asmLabel: null,
      ...given,
    };
    this.#functions.push({ fn, text, line: this.#lines.length });
  }

  #list(parameters: readonly CppAbiType[], variadic: boolean): string {
    return [...parameters.map((parameter) => formatType(parameter)), ...(variadic ? ['...'] : [])].join(', ');
  }

  /** A type that no other overload has: a class of its own. */
  #unique(): CppAbiType {
    const name = `U${this.#names++}`;
    const record: CppAbiRecord = {
      name: [component('record', name)],
      kind: 'struct',
      anonymous: false,
      location: null,
      define: () => unknown('only its name matters here'),
    };
    this.#lines.unshift(`struct ${name};`);
    for (const [index, sample] of this.#functions.entries())
      this.#functions[index] = { ...sample, line: sample.line + 1 };
    return { kind: 'pointer', pointee: { kind: 'record', record } };
  }

  #parameter(): CppAbiType {
    const random = this.#random;
    const type: CppAbiType = random.chance(0.02)
      ? { kind: 'bit-int', signed: random.chance(0.5), width: random.pick([7, 33]) }
      : this.#object(0);
    const roll = random.next();
    if (roll < 0.25) {
      const referent =
        random.chance(0.5) && type.kind !== 'pointer' ? { ...type, const: true as const } : type;
      return { kind: 'reference', rvalue: random.chance(0.2), referent };
    }
    if (roll < 0.35) return { ...type, const: true };
    if (roll < 0.38) return { ...type, volatile: true };
    return type;
  }

  #parameters(least: number, most: number): CppAbiType[] {
    return Array.from({ length: this.#random.integer(least, most) }, (): CppAbiType => {
      const roll = this.#random.next();
      if (roll < 0.06) return { kind: 'array', element: this.#object(1), count: this.#random.pick([3, 4]) };
      if (roll < 0.09) return this.#signature(1);
      if (roll < 0.11) return VA_LIST;
      if (roll < 0.12) return { kind: 'pointer', pointee: VA_LIST };
      return this.#parameter();
    });
  }

  #result(): CppAbiType {
    return this.#random.chance(0.35) ? { kind: 'builtin', name: 'void' } : this.#parameter();
  }

  #signature(depth: number): CppAbiFunctionType {
    const random = this.#random;
    return {
      kind: 'function',
      parameters: Array.from({ length: random.integer(0, 2) }, (): CppAbiType => {
        const type = this.#object(depth + 1);
        return random.chance(0.1) ? { ...type, const: true } : type;
      }),
      variadic: false,
      result: this.#object(depth + 1),
      constFunction: false,
      volatileFunction: false,
      referenceQualifier: '',
      noexcept: random.chance(0.2),
      callingConvention: null,
    };
  }

  #object(depth: number): CppAbiType {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.4 || depth > 3) return { kind: 'builtin', name: random.pick(BUILTINS) };
    if (roll < 0.45 && this.#enums.length > 0) return { kind: 'enum', enum: random.pick(this.#enums) };
    if (roll < 0.65 && this.#classes.length > 0)
      return { kind: 'record', record: random.pick(this.#classes) };
    if (roll < 0.85) {
      const pointee: CppAbiType = random.chance(0.15)
        ? { kind: 'builtin', name: 'void' }
        : this.#object(depth + 1);
      return {
        kind: 'pointer',
        pointee: random.chance(0.4) ? { ...pointee, const: true } : pointee,
        ...(random.chance(0.1) && { restrict: true as const }),
      };
    }
    if (roll < 0.9) return { kind: 'pointer', pointee: this.#array(depth) };
    const signature = this.#signature(depth);
    if (roll < 0.96 || this.#classes.length === 0) return { kind: 'pointer', pointee: signature };
    const member: CppAbiType = random.chance(0.5)
      ? {
          ...signature,
          constFunction: random.chance(0.5),
          referenceQualifier: random.pick(['', '', '&', '&&'] as const),
          variadic: random.chance(0.1),
        }
      : random.chance(0.2)
        ? this.#array(depth)
        : { ...this.#object(depth + 1), ...(random.chance(0.2) && { const: true as const }) };
    return { kind: 'member-pointer', class: random.pick(this.#classes), member };
  }

  #array(depth: number): CppAbiType {
    const random = this.#random;
    const object = this.#object(depth + 1);
    const element = random.chance(0.3) ? { ...object, const: true as const } : object;
    const row: CppAbiType = { kind: 'array', element, count: random.pick([2, 10]) };
    return random.chance(0.2) ? { kind: 'array', element: row, count: 3 } : row;
  }
}

const spelled = (convention: CallingConvention | null): string =>
  convention === null ? '' : `__${convention} `;

const parameterList = (args: readonly CppAbiArgument[]): string =>
  args.map((argument) => (argument.kind === 'type' ? 'class' : formatType(argument.type))).join(', ');

const closing = (opening: string): string =>
  '}'.repeat([...opening].filter((character) => character === '{').length);

/** How a failing sample is shown. */
export const describeFunction = ({ fn, text }: SampleFunction): string => `${formatName(fn.scope)}: ${text}`;
