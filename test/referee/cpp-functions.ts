import type { CppBuiltin } from '../../server/src/facts/cpp/cpp-facts.js';
import type {
  CppAbiFunction,
  CppAbiName,
  CppAbiNameComponent,
  CppAbiRecord,
  CppAbiType,
} from '../../server/src/abi/model.js';
import { formatName, formatType } from '../../server/src/abi/names.js';
import { unknown } from '../../server/src/base/known.js';
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

/** Random classes with members, and free functions, each overload once. */
export function sampleFunctions(random: Random, count: number): SampleDeclarations {
  return new Sampler(random).run(count);
}

class Sampler {
  readonly #random: Random;
  readonly #lines: string[] = [];
  readonly #functions: SampleFunction[] = [];
  readonly #classes: CppAbiRecord[] = [];
  #names = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  run(count: number): SampleDeclarations {
    while (this.#functions.length < count) {
      if (this.#classes.length < 3 || this.#random.chance(0.3)) this.#class();
      else this.#free();
    }
    return { functions: this.#functions, text: this.#lines.join('\n') };
  }

  #class(): void {
    const place = this.#random.integer(0, NAMESPACES.length - 1);
    const opening = OPENINGS[place] ?? '';
    const tag = this.#random.chance(0.1) ? 'tagged' : null;
    const template = tag === null && this.#random.chance(0.25);
    const name = `C${this.#names++}`;
    const argument = template ? this.#object(2) : null;
    const last: CppAbiNameComponent = {
      ...component('record', name, tag === null ? [] : [tag]),
      arguments: argument === null ? null : [{ kind: 'type', type: argument }],
    };
    const scope: CppAbiName = [...(NAMESPACES[place] ?? []), last];
    const record: CppAbiRecord = {
      name: scope,
      kind: 'struct',
      anonymous: false,
      location: null,
      define: () => unknown('only its name matters here'),
    };
    const head = template ? 'template <> ' : '';
    if (template) this.#lines.push(`${opening} template <class T> struct ${name}; ${closing(opening)}`);
    const attribute = tag === null ? '' : `__attribute__((abi_tag("${tag}"))) `;
    const own = argument === null ? name : `${name}<${formatType(argument)} >`;
    this.#lines.push(`${opening} ${head}struct ${attribute}${own} {`);
    this.#members(scope, name);
    this.#lines.push(`}; ${closing(opening)}`);
    this.#classes.push(record);
  }

  #members(scope: CppAbiName, name: string): void {
    const random = this.#random;
    for (let count = random.integer(2, 6); count > 0; count--) {
      const parameters = this.#parameters(0, 3);
      const list = this.#list(parameters, false);
      const roll = random.next();
      if (roll < 0.15) {
        const constructor = [...parameters, this.#unique()];
        this.#add(
          { kind: 'constructor', scope, parameters: constructor },
          `${name}(${this.#list(constructor, false)});`,
        );
      } else if (roll < 0.3) {
        const result = this.#result();
        const operator = random.pick(['()', '[]', '+', '-', '==', '<<'] as const);
        const given = operator === '()' ? [...parameters, this.#unique()] : [this.#unique()];
        const text = `${formatType(result, `operator${operator}(${this.#list(given, false)})`)};`;
        this.#add({ kind: 'operator', scope, name: operator, parameters: given, result }, text);
      } else if (roll < 0.4) {
        const method = `s${this.#names++}`;
        const result = this.#result();
        this.#add(
          { kind: 'static-method', scope, name: method, parameters, result },
          `static ${formatType(result, `${method}(${list})`)};`,
        );
      } else {
        const method = `m${this.#names++}`;
        const result = this.#result();
        const constFunction = random.chance(0.4);
        const referenceQualifier = random.chance(0.15) ? random.pick(['&', '&&'] as const) : '';
        const end = `${constFunction ? ' const' : ''}${referenceQualifier === '' ? '' : ` ${referenceQualifier}`}`;
        const text = `${formatType(result, `${method}(${list})${end}`)};`;
        this.#add(
          { kind: 'method', scope, name: method, parameters, result, constFunction, referenceQualifier },
          text,
        );
      }
    }
    if (random.chance(0.3)) this.#add({ kind: 'destructor', scope }, `~${name}();`);
    if (random.chance(0.2)) {
      const result = this.#object(3);
      if (result.kind === 'builtin')
        this.#add({ kind: 'conversion', scope, result }, `operator ${formatType(result)}();`);
    }
  }

  #free(): void {
    const random = this.#random;
    const place = random.integer(0, NAMESPACES.length - 1);
    const scope = NAMESPACES[place] ?? [];
    const opening = OPENINGS[place] ?? '';
    const result = this.#result();
    const parameters = this.#parameters(0, 4);
    const wrap = (text: string): string => `${opening} ${text} ${closing(opening)}`;
    if (random.chance(0.12)) {
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
    const c = random.chance(0.08);
    const variadic = parameters.length > 0 && random.chance(0.08);
    const name = `f${this.#names++}`;
    const text = `${c ? 'extern "C" ' : ''}${formatType(result, `${name}(${this.#list(parameters, variadic)})`)};`;
    this.#add(
      { kind: 'function', scope, name, parameters, result, variadic, linkage: c ? 'c' : 'cpp' },
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

  #parameters(least: number, most: number): CppAbiType[] {
    return Array.from({ length: this.#random.integer(least, most) }, () => this.#parameter());
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
    const type = this.#object(0);
    if (random.chance(0.25)) {
      const referent =
        random.chance(0.5) && type.kind !== 'pointer' ? { ...type, const: true as const } : type;
      return { kind: 'reference', rvalue: random.chance(0.2), referent };
    }
    return random.chance(0.1) && type.kind === 'builtin' ? { ...type, const: true } : type;
  }

  #result(): CppAbiType {
    return this.#random.chance(0.35) ? { kind: 'builtin', name: 'void' } : this.#parameter();
  }

  #object(depth: number): CppAbiType {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.4 || depth > 3) return { kind: 'builtin', name: random.pick(BUILTINS) };
    if (roll < 0.65 && this.#classes.length > 0)
      return { kind: 'record', record: random.pick(this.#classes) };
    if (roll < 0.85) {
      const pointee: CppAbiType = random.chance(0.15)
        ? { kind: 'builtin', name: 'void' }
        : this.#object(depth + 1);
      return { kind: 'pointer', pointee: random.chance(0.4) ? { ...pointee, const: true } : pointee };
    }
    if (roll < 0.9)
      return {
        kind: 'pointer',
        pointee: { kind: 'array', element: this.#object(depth + 1), count: random.pick([2, 10]) },
      };
    const signature: CppAbiType = {
      kind: 'function',
      parameters: Array.from({ length: random.integer(0, 2) }, () => this.#object(depth + 1)),
      variadic: false,
      result: this.#object(depth + 1),
      constFunction: false,
      volatileFunction: false,
      referenceQualifier: '',
      noexcept: random.chance(0.2),
    };
    if (roll < 0.96 || this.#classes.length === 0) return { kind: 'pointer', pointee: signature };
    const member = random.chance(0.5)
      ? { ...signature, constFunction: random.chance(0.5) }
      : this.#object(depth + 1);
    return { kind: 'member-pointer', class: random.pick(this.#classes), member };
  }
}

const closing = (opening: string): string =>
  '}'.repeat([...opening].filter((character) => character === '{').length);

/** How a failing sample is shown. */
export const describeFunction = ({ fn, text }: SampleFunction): string => `${formatName(fn.scope)}: ${text}`;
