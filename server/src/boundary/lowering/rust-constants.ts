import type { RustAbiEnum, RustAbiType, RustEnumDefinition } from '../../abi/model.js';
import { RustTypeKeys } from '../../abi/rust-type-keys.js';
import type { RustLayouts } from '../../abi/layout/rust.js';
import type { Target } from '../../abi/target.js';
import { derive, exact, unknown, weaken, type Known } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import type { RecursiveMemory, Remembered } from '../../base/recursive-memory.js';
import type { ConstantExpression } from '../../facts/facts.js';
import { readConstFunction } from '../../facts/rust/expressions/read-const-function.js';
import { readRustExpression } from '../../facts/rust/expressions/read-expression.js';
import type {
  RustConstFunctionParts,
  RustExpression,
  RustExpressionPath,
} from '../../facts/rust/expressions/rust-expression.js';
import { formatRustType } from '../../facts/rust/format-rust.js';
import type { RustAssociatedConstant, RustImplementation, RustType } from '../../facts/rust/rust-facts.js';
import { deadEnd } from './dead-ends.js';
import type { RustConditions } from './rust-conditions.js';
import { evaluateRust } from './rust-evaluation.js';
import type { RustCallee, RustConstantNames } from './rust-evaluator.js';
import { unknownRust } from './rust-library.js';
import { NO_BINDINGS, rustContext, type RustContext, type RustLowering } from './rust-types.js';
import { bitsOf, integerOf, limitOf, type RustValue } from './rust-values.js';

/** What the computing of a layout takes of the stack, in levels of an expression. */
const LAYOUT_COST = 24;
/** What a level of an expression takes of it, in those of `RecursiveMemory`. */
const LEVEL_COST = 2;

/** The values of Rust's constants on one target. Each is computed once, however often others name it. */
export class RustConstants implements RustConstantNames {
  readonly target: Target;
  readonly #lowering: RustLowering;
  readonly #layouts: RustLayouts;
  readonly #conditions: RustConditions;
  readonly #memory: RecursiveMemory;
  readonly #keys = new RustTypeKeys();
  readonly #values = new Map<object, Map<string, Remembered<Known<RustValue>>>>();
  readonly #sizes = new Map<string, Remembered<Known<{ readonly size: number; readonly align: number }>>>();
  readonly #enums = new Map<RustAbiEnum, Remembered<Known<RustEnumDefinition>>>();
  readonly #expressions = new WeakMap<ConstantExpression, RustExpression | null>();
  readonly #functions = new Map<object, RustConstFunctionParts | null>();

  /** @param memory of the lowering, so that questions which lead from one to the other are counted together */
  constructor(
    lowering: RustLowering,
    layouts: RustLayouts,
    conditions: RustConditions,
    memory: RecursiveMemory,
  ) {
    this.target = lowering.target;
    this.#lowering = lowering;
    this.#layouts = layouts;
    this.#conditions = conditions;
    this.#memory = memory;
  }

  /** @param expected its type, null where any integer will do */
  integer(expression: ConstantExpression, context: RustContext, expected: RustAbiType | null): Known<bigint> {
    return derive(this.#valueOf(expression, context, expected), (value) =>
      value.kind === 'integer' || value.kind === 'boolean' || value.kind === 'character'
        ? exact(BigInt(value.value))
        : unknown('the constant is no integer'),
    );
  }

  #valueOf(
    expression: ConstantExpression,
    context: RustContext,
    expected: RustAbiType | null,
  ): Known<RustValue> {
    const read = this.#read(expression);
    if (read) return evaluateRust(read, expected, context, this);
    const { text } = expression as ConstantExpression & { kind: 'written' | 'unreadable' };
    return unknown(`the constant expression \`${text}\` is not understood`);
  }

  #read(expression: ConstantExpression): RustExpression | null {
    switch (expression.kind) {
      case 'integer':
        return { ...expression, suffix: null };
      case 'name':
        return {
          kind: 'path',
          path: { of: null, segments: expression.path.map((name) => ({ name, arguments: [] })) },
        };
      case 'written': {
        const known = this.#expressions.get(expression);
        if (known !== undefined) return known;
        const read = readRustExpression(expression.text);
        this.#expressions.set(expression, read);
        return read;
      }
      case 'unreadable':
        return null;
      default:
        return expression satisfies never;
    }
  }

  type(type: RustType, context: RustContext): RustAbiType {
    return this.#lowering.type(type, context);
  }

  sizeOf(type: RustAbiType): Known<{ readonly size: number; readonly align: number }> {
    return this.#memory.answer(
      this.#sizes,
      this.#keys.of(type),
      () => derive(this.#layouts.layOut(type), ({ size, align }) => exact({ size, align })),
      (why) => unknown(deadEnd('the size of a type', why)),
      LAYOUT_COST,
    );
  }

  constant(path: RustExpressionPath, context: RustContext, nesting: number): Known<RustValue> {
    const names = path.segments.map(({ name }) => name);
    const [first = ''] = names;
    const bound = !path.of && names.length === 1 ? context.bindings.get(first) : undefined;
    if (bound?.kind === 'constant') return exact({ kind: 'integer', type: null, value: bound.value });
    if (bound) return unknown(bound.kind === 'unknown' ? bound.reason : `\`${first}\` is no constant`);
    const owner = this.#ownerOf(path, context);
    const member = owner && this.#member(owner, names[names.length - 1] ?? '', context, nesting);
    if (member) return member;
    const written = `the constant \`${path.of ? `<${formatRustType(path.of.type)}>` : ''}${names.join('::')}\``;
    if (path.of || isTypeName(names[names.length - 2])) return unknown(`${written} was not found`);
    const found = this.#lowering.program.rust.lookUpConstant('constant', names, context, this.#isAbsent);
    if (!found) return unknown(`${written} was not found`);
    const { uri, item } = found;
    return weaken(
      this.#given(item, written, item, rustContext(uri, item.modulePath), nesting),
      this.#isThere(
        uri,
        [...this.#lowering.program.rustModules.conditionAround(uri), ...item.condition],
        written,
      ),
    );
  }

  isConstant(name: string, context: RustContext): boolean {
    return this.#lowering.program.rust.lookUpConstant('constant', [name], context) !== null;
  }

  constFunction(path: RustExpressionPath, context: RustContext): RustCallee | null {
    const names = path.segments.map(({ name }) => name);
    const name = names[names.length - 1] ?? '';
    const owner = this.#ownerOf(path, context);
    if (owner) {
      const found = this.#associated(owner, name, 'function', context);
      return found?.given.kind === 'function'
        ? this.#callee(found.item, found.given.text, found.context)
        : null;
    }
    const isMeasure = names[names.length - 2] === 'mem';
    if (path.of || isMeasure || isTypeName(names[names.length - 2])) return null;
    const found = this.#lowering.program.rust.lookUpConstant(
      'const-function',
      names,
      context,
      this.#isAbsent,
    );
    if (!found) return null;
    const { uri, item } = found;
    const there = this.#conditions.decide(uri, item.condition);
    if (there.status !== 'exact' || !there.value) return null;
    return this.#callee(item, item.text, { ...rustContext(uri, item.modulePath), depth: context.depth });
  }

  configured(predicate: string, { uri }: RustContext): Known<boolean> {
    return this.#conditions.decide(uri, [predicate]);
  }

  readonly #isAbsent = (uri: Uri, condition: readonly string[]): boolean =>
    this.#conditions.isAbsent(uri, condition);

  #isThere(uri: Uri, condition: readonly string[], what: string): Known<unknown> {
    return derive(this.#conditions.decide(uri, condition), (there) =>
      there ? exact(null) : unknown(`${what} is not there on the target`),
    );
  }

  #callee(item: object, text: string, context: RustContext): RustCallee | null {
    const known = this.#functions.get(item);
    const parts = known === undefined ? readConstFunction(text) : known;
    this.#functions.set(item, parts);
    return parts && { parts, context };
  }

  /** The type that a path's last name belongs to; null where it stands in a module. */
  #ownerOf({ of, segments }: RustExpressionPath, context: RustContext): Owner | null {
    if (of) {
      const { trait } = of;
      if (segments.length > 1 || (trait && trait.kind !== 'path')) return null;
      return { type: this.type(of.type, context), trait: trait?.path.at(-1) ?? null };
    }
    const before = segments.slice(0, -1);
    const last = before.at(-1);
    if (!last) return null;
    const path = before.map(({ name }) => name);
    const type = this.type({ kind: 'path', path, arguments: last.arguments }, context);
    return type.kind === 'unknown' ? null : { type, trait: null };
  }

  #member(owner: Owner, name: string, context: RustContext, nesting: number): Known<RustValue> | null {
    const { type } = owner;
    const integer = owner.trait === null ? integerOf(type) : null;
    if (integer && (name === 'MIN' || name === 'MAX'))
      return exact({ kind: 'integer', type: integer, value: limitOf(integer, name, this.target) });
    if (integer && name === 'BITS')
      return exact({ kind: 'integer', type: 'u32', value: BigInt(bitsOf(integer, this.target)) });
    const variant = type.kind === 'enum' && owner.trait === null ? this.#variant(type.enum, name) : null;
    if (variant) return variant;
    const found = this.#associated(owner, name, 'constant', context);
    if (found?.given.kind !== 'constant') return null;
    return this.#given(found.item, `the constant \`${name}\``, found.given, found.context, nesting);
  }

  /** A variant without fields, with its discriminant; null where the enum has none of the name. */
  #variant(of: RustAbiEnum, name: string): Known<RustValue> | null {
    const declared = this.#lowering.declarationOf({ kind: 'enum', enum: of })?.item;
    // Its discriminants may be computed from its own constants.
    if (!declared || !('variants' in declared) || !declared.variants.some((each) => each.name === name))
      return null;
    const definition = this.#memory.answer(
      this.#enums,
      of,
      () => of.define(),
      (why) => unknown(deadEnd(`the enum \`${of.name}\``, why)),
      LEVEL_COST,
    );
    return definition.status === 'unknown' ? definition : variantOf(of, definition, name);
  }

  /** The value of a constant that is declared with a type. */
  #given(
    item: object,
    what: string,
    { type, value }: { readonly type: RustType; readonly value: ConstantExpression },
    context: RustContext,
    nesting: number,
  ): Known<RustValue> {
    const values = this.#values.get(item) ?? new Map<string, Remembered<Known<RustValue>>>();
    this.#values.set(item, values);
    const self = context.bindings.get('Self');
    return this.#memory.answer(
      values,
      self && self.kind !== 'constant' ? this.#keys.of(self) : '',
      () => this.#valueOf(value, context, this.type(type, context)),
      (why) => unknown(deadEnd(what, why)),
      LEVEL_COST * nesting,
    );
  }

  /** The only constant or function of that name in what implements the type. */
  #associated(
    { type, trait }: Owner,
    name: string,
    kind: RustAssociatedConstant['given']['kind'],
    context: RustContext,
  ): Associated | null {
    const declared = this.#lowering.declarationOf(type);
    const typeName = declared?.item.name ?? (type.kind === 'primitive' ? type.name : null);
    if (typeName === null) return null;
    const { rust } = this.#lowering.program;
    const found = rust
      .implementationsWithConstants(typeName, declared?.uri ?? context.uri)
      .flatMap(({ uri, item }): Associated[] => {
        if (trait !== null && item.trait !== trait) return [];
        return (item.constants ?? [])
          .filter((each) => each.name === name && each.given.kind === kind)
          .filter((each) => !this.#isAbsent(uri, [...item.condition, ...each.condition]))
          .map((each) => ({
            uri,
            condition: [...item.condition, ...each.condition],
            item: each,
            given: each.given,
            ...this.#within(uri, item, type),
          }));
      });
    const [only, ...others] = found;
    if (!only || others.length > 0) return null;
    const there = this.#conditions.decide(only.uri, only.condition);
    // It may be of another type of that name.
    const isOfType = this.#lowering.declarationOf(only.implemented)?.item === declared?.item;
    return there.status === 'exact' && there.value && isOfType ? only : null;
  }

  /** Parameters of an implementation stand for no known type. */
  #within(
    uri: Uri,
    item: RustImplementation,
    self: RustAbiType,
  ): Pick<Associated, 'context' | 'implemented'> {
    const bindings = new Map<string, RustAbiType>(
      (item.parameters ?? []).map((name) => [
        name,
        unknownRust(name, `\`${name}\` is a parameter of the type`),
      ]),
    );
    const outside = { uri, modulePath: item.modulePath, bindings: NO_BINDINGS, depth: 0 };
    const implemented = this.type(item.type, { ...outside, bindings });
    return { implemented, context: { ...outside, bindings: new Map([...bindings, ['Self', self]]) } };
  }
}

interface Owner {
  readonly type: RustAbiType;
  /** Of `<T as Trait>`. */
  readonly trait: string | null;
}

interface Associated {
  readonly uri: Uri;
  readonly condition: readonly string[];
  readonly item: RustAssociatedConstant;
  readonly given: RustAssociatedConstant['given'];
  /** The type as the implementation names it. */
  readonly implemented: RustAbiType;
  readonly context: RustContext;
}

/** Types are spelled so; a module that is would not be looked into. */
const isTypeName = (name: string | undefined): boolean =>
  name !== undefined && (/^[A-Z]/.test(name) || /^[iu](?:\d+|size)$/.test(name));

function variantOf(
  of: RustAbiEnum,
  definition: Exclude<Known<RustEnumDefinition>, { status: 'unknown' }>,
  name: string,
): Known<RustValue> | null {
  let next = 0n;
  for (const variant of definition.value.variants) {
    const discriminant = variant.discriminant ?? next;
    next = discriminant + 1n;
    if (variant.name !== name) continue;
    if (variant.fields.length > 0) return unknown(`the variant \`${name}\` has fields`);
    return weaken(exact({ kind: 'variant', of, name, discriminant }), definition);
  }
  return null;
}
