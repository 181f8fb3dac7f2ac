import { derive, exact, unknown, type Known } from '../../base/known.js';
import { RecursiveMemory } from '../../base/recursive-memory.js';
import type { Uri } from '../../base/range.js';
import type { CppAbiArgument, CppAbiEnum, CppAbiRecord, CppAbiType } from '../../abi/model.js';
import { createCppAbi, type CppAbi } from '../../abi/cpp-abi.js';
import { TypeKeys } from '../../abi/type-keys.js';
import type { SizeAlign, Target } from '../../abi/target.js';
import type {
  CppEnum,
  CppExpression,
  CppName,
  CppRecord,
  CppTemplateArgument,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import { formatCppName, formatCppType } from '../../facts/cpp/format-cpp.js';
import type { CppDeclarationOf } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';
import { alignmentOf } from './alignments.js';
import { callingConventionOf } from './calling-convention.js';
import { CppEnums, type EnumDeclaration } from './cpp-enums.js';
import {
  MAXIMUM_DEPTH,
  NO_BINDINGS,
  type ClassInstance,
  type CppBinding,
  type CppContext,
  type CppLowering,
} from './cpp-lowering.js';
import { grounded, unknownType, withQualifiers } from './lowered-types.js';
import { macroTexts } from './macro-definitions.js';
import { typeOfMacro } from './macro-types.js';
import { NamedConstants } from './named-constants.js';
import { NamedTypes } from './named-types.js';
import { OpenParameters } from './open-parameters.js';
import { expandedArguments } from './pack-expansion.js';
import { RecordInstances } from './record-instances.js';
import { templateArgument } from './template-instances.js';

/** The lowering of all C++ types of a program for one target; it remembers what it lowered. */
export const createCppLowering = (
  program: Program,
  target: Target,
  abi: CppAbi = createCppAbi(target),
): CppLowering => new CppTypes(program, target, abi);

/** The shapes of types, what they are made of left to the parts. */
class CppTypes implements CppLowering {
  readonly program: Program;
  readonly target: Target;
  readonly openParameters: OpenParameters;
  readonly #abi: CppAbi;
  readonly #keys = new TypeKeys();
  readonly memory = new RecursiveMemory();
  readonly #constants = new NamedConstants(this);
  readonly #enums = new CppEnums(this, this.#constants);
  readonly #records = new RecordInstances(this);
  readonly #names = new NamedTypes(this, this.#records);
  /** `sizeof` within `sizeof`; an array as long as its own record is an error in the code. */
  #sizing = 0;

  constructor(program: Program, target: Target, abi: CppAbi) {
    this.program = program;
    this.openParameters = new OpenParameters(program);
    this.target = target;
    this.#abi = abi;
  }

  keyOf(args: Iterable<CppBinding>): string {
    return Array.from(args, (binding): string =>
      binding.kind === 'pack' ? `[${this.keyOf(binding.elements)}]` : this.#keys.ofArgument(binding),
    ).join(',');
  }

  type(type: CppType, context: CppContext): CppAbiType {
    const lowered = this.#unqualified(type, context);
    // Qualifiers of a function type are a part of it, not of a value.
    return type.kind === 'function' ? lowered : withQualifiers(lowered, type);
  }

  record(uri: Uri, item: CppRecord): CppAbiRecord {
    return this.instance({ uri, item, bindings: NO_BINDINGS, arguments: null, within: [] }, 0);
  }

  instance(instance: ClassInstance, depth: number): CppAbiRecord {
    return this.#records.record(instance, depth);
  }

  sourceOf(record: CppAbiRecord): ClassInstance | undefined {
    return this.#records.sourceOf(record);
  }

  constantMember(owner: ClassInstance, name: string): Known<CppDeclarationOf<'constant'> | null> {
    return this.#names.members.constant(owner, name);
  }

  templateNamed(name: CppName, context: CppContext): CppDeclarationOf<'record'> | null {
    return this.#names.templateNamed(name, context);
  }

  enum(uri: Uri, item: CppEnum): CppAbiEnum {
    return this.#enums.enum(uri, item);
  }

  sourceOfEnum(lowered: CppAbiEnum): EnumDeclaration | undefined {
    return this.#enums.sourceOf(lowered);
  }

  enumerators(uri: Uri, item: CppEnum): Known<ReadonlyMap<string, bigint>> {
    return this.#enums.enumerators(uri, item);
  }

  enumerator(uri: Uri, item: CppEnum, name: string, nesting?: number): Known<bigint> {
    return this.#enums.enumerator(uri, item, name, nesting);
  }

  constant(expression: CppExpression, context: CppContext): Known<bigint> {
    return derive(this.#constants.integer(expression, context), ({ value }) => exact(value));
  }

  sizeOf(type: CppType, context: CppContext): Known<SizeAlign> {
    if (this.#sizing > MAXIMUM_DEPTH) {
      this.memory.giveUp();
      return unknown(`\`sizeof(${formatCppType(type)})\` refers to itself`);
    }
    this.#sizing++;
    try {
      return this.#abi.sizeOf(this.type(type, context));
    } finally {
      this.#sizing--;
    }
  }

  macroTexts(name: string, uri: Uri): readonly string[] {
    return macroTexts(name, uri, this.program, this.target);
  }

  alignment(expression: CppExpression, context: CppContext): Known<bigint> {
    return alignmentOf(this, expression, context);
  }

  argument(argument: CppTemplateArgument, context: CppContext, type?: CppAbiType): CppAbiArgument {
    return templateArgument(this, argument, context, type);
  }

  arguments(written: readonly CppTemplateArgument[], context: CppContext): readonly CppAbiArgument[] {
    const list = expandedArguments(written, context);
    return list
      ? list.map((placed) => this.argument(placed.argument, placed.context))
      : written.map((argument) => this.argument(argument, context));
  }

  #unqualified(type: CppType, context: CppContext): CppAbiType {
    switch (type.kind) {
      case 'builtin':
        return { kind: 'builtin', name: type.name };
      case 'named':
        return this.#names.type(type.name, context, type.elaborated !== null);
      case 'bit-int':
        return this.#bitInt(type.signed, type.width, context);
      case 'atomic':
        return this.#atomic(type.value, context);
      case 'pointer':
        return { kind: 'pointer', pointee: this.type(type.pointee, context) };
      case 'reference':
        return { kind: 'reference', rvalue: type.rvalue, referent: this.type(type.referent, context) };
      case 'array':
        return this.#array(type.element, type.length, context);
      case 'function':
        return {
          kind: 'function',
          parameters: type.parameters.map((parameter) => this.type(parameter, context)),
          variadic: type.variadic,
          result: this.type(type.result, context),
          constFunction: type.const === true,
          volatileFunction: type.volatile === true,
          referenceQualifier: type.reference,
          noexcept: type.noexcept,
          callingConvention: callingConventionOf(type.callingConvention),
        };
      case 'member-pointer':
        return this.#memberPointer(type.class, type.member, context);
      case 'inline-record': {
        const item = context.owner?.inlineRecords[type.index];
        return item
          ? { kind: 'record', record: this.instance(inlineInstance(item, context), context.depth) }
          : unknownType('an unnamed record', { reason: 'an unnamed record was not read', because: [] });
      }
      case 'macro':
        return typeOfMacro(this, type.text, context);
      case 'unreadable':
        return unknownType(type.text, { reason: `the type \`${type.text}\` is not understood`, because: [] });
      default:
        return type satisfies never;
    }
  }

  #bitInt(signed: boolean, width: CppExpression, context: CppContext): CppAbiType {
    const bits = this.constant(width, context);
    if (bits.status === 'unknown') return unknownType('_BitInt', bits);
    return grounded({ kind: 'bit-int', signed, width: Number(bits.value) }, bits);
  }

  /** As wide as its value where that is a power of two up to 16 bytes, and aligned to its size. @see clang's ASTContext::getTypeInfoImpl */
  #atomic(value: CppType, context: CppContext): CppAbiType {
    const lowered = this.type(value, context);
    const size = this.sizeOf(value, context);
    const text = `_Atomic(${formatCppType(value)})`;
    if (size.status === 'unknown') return unknownType(text, size);
    const bytes = size.value.size;
    if (bytes > 16) return lowered;
    return Number.isInteger(Math.log2(bytes))
      ? { kind: 'aligned', type: lowered, alignment: bytes }
      : unknownType(text, { reason: `\`${text}\` is padded to a power of two`, because: [] });
  }

  #array(element: CppType, length: CppExpression | null, context: CppContext): CppAbiType {
    const lowered = this.type(element, context);
    if (length === null) return { kind: 'array', element: lowered, count: null };
    const count = this.constant(length, context);
    if (count.status === 'unknown') return unknownType('an array', count);
    if (count.value < 0n || count.value > BigInt(Number.MAX_SAFE_INTEGER)) {
      return unknownType('an array', { reason: `${count.value} is no array length`, because: [] });
    }
    return grounded({ kind: 'array', element: lowered, count: Number(count.value) }, count);
  }

  #memberPointer(className: CppName, member: CppType, context: CppContext): CppAbiType {
    const owner = this.#names.type(className, context);
    if (owner.kind !== 'record') {
      const text = `${formatCppName(className)}::*`;
      return unknownType(text, { reason: `the class of \`${text}\` was not found`, because: [] });
    }
    return { kind: 'member-pointer', class: owner.record, member: this.type(member, context) };
  }
}

/** A record without a name of its own, declared with a member. */
const inlineInstance = (item: CppRecord, { uri, bindings, within }: CppContext): ClassInstance => ({
  uri,
  item,
  bindings,
  arguments: null,
  within,
});
