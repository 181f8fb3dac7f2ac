import { assumed, combine, derive, exact, unknown, weaken, type Known } from '../../base/known.js';
import type {
  CppAbiField,
  CppAbiLibraryType,
  CppAbiRecord,
  CppAbiType,
  CppRecordDefinition,
} from '../model.js';
import { formatName, formatType } from '../names.js';
import { definitionOf } from '../nesting.js';
import { createSpecialMembers } from '../special-members.js';
import { libraryForm } from '../standard-library/library-form.js';
import type { StructureContext } from '../standard-library/library-structures.js';
import { copiesOf } from '../library-members.js';
import type { SizeAlign, Target } from '../target.js';
import { TypeKeys } from '../type-keys.js';
import { shapeOf } from './classify.js';
import type { LaidOutClass, ObjectType, ShapeBase, ShapeField } from './class-shape.js';
import { layOutItanium } from './itanium.js';
import { measuredClassShape, sharedAddress } from './library-class.js';
import { layOutMicrosoft } from './microsoft.js';
import {
  differenceOf,
  followed,
  haveSameNumbers,
  otherCompilers,
  tailDifferenceOf,
} from './other-compilers.js';
import type { RecordLayout } from './record-layout.js';
import { recordLayoutOf } from './report.js';
import { memberPointerSize, onGroundOf, scalarSize } from './scalar-size.js';

/**
 * Layouts of C++ types for one target. Results are remembered by the record's identity for as long as
 * this object lives: make one for each state of the program and target.
 */
export interface CppLayouts {
  readonly target: Target;
  /**
   * Layout of a class as the target's compiler has it. Assumed where nothing says which compiler that is
   * and they differ; unknown where a base or member is unknown (the
   * reason names the path to it) or where the class is only declared.
   */
  layOut(record: CppAbiRecord): Known<RecordLayout>;
  /** `sizeof` and `alignof` of any object type. */
  sizeOf(type: CppAbiType): Known<SizeAlign>;
}

export const createCppLayouts = (target: Target): CppLayouts => new Layouts(target);

class Layouts implements CppLayouts {
  readonly target: Target;
  readonly #known = new WeakMap<CppAbiRecord, Known<LaidOutClass>>();
  readonly #reports = new WeakMap<CppAbiRecord, Known<RecordLayout>>();
  /** By their arguments, so that equal types are one class. */
  readonly #library = new Map<string, Known<LaidOutClass>>();
  readonly #keys = new TypeKeys();
  readonly #context: StructureContext;
  /** Classes being laid out: one that contains itself is no C++, but must not hang us. */
  readonly #open = new Set<CppAbiRecord>();
  readonly #agreed = new WeakMap<LaidOutClass, boolean>();
  #otherLayouts: readonly { compiler: string; layouts: Layouts }[] | undefined;

  constructor(target: Target) {
    this.target = target;
    const members = createSpecialMembers(target);
    this.#context = {
      target,
      isEmptyBase: (type) => this.#isEmptyBase(type),
      sizeOf: (type) => this.sizeOf(type),
      copiesOf: (type) => copiesOf(type, members, target),
    };
  }

  layOut(record: CppAbiRecord): Known<RecordLayout> {
    let report = this.#reports.get(record);
    if (!report) {
      report = derive(this.#laidOut(record), (laidOut) => {
        const layout = recordLayoutOf(laidOut, this.target);
        return this.#isAgreed(laidOut) ? exact(layout) : this.#comparedWithOthers(record, layout);
      });
      this.#reports.set(record, report);
    }
    return report;
  }

  sizeOf(type: CppAbiType): Known<SizeAlign> {
    return derive(this.#objectType(type), ({ size, align, element }) => {
      const own = exact({ size, align });
      return element === null || this.#isAgreed(element) ? own : weaken(own, this.layOut(element.record));
    });
  }

  /** Every compiler that may build the class and its parts comes to the same numbers. */
  #isAgreed(laidOut: LaidOutClass): boolean {
    let agreed = this.#agreed.get(laidOut);
    if (agreed === undefined) {
      agreed =
        laidOut.bases.every((base) => this.#isAgreed(base.class)) &&
        laidOut.fields.every(({ type }) => type.element === null || this.#isAgreed(type.element)) &&
        (!laidOut.mayVary ||
          this.#others().every(({ layouts }) => {
            const other = layouts.#laidOut(laidOut.record);
            return other.status !== 'unknown' && haveSameNumbers(laidOut, other.value);
          }));
      this.#agreed.set(laidOut, agreed);
    }
    return agreed;
  }

  /**
   * Where nothing says which compiler builds the C++ side, the layout is what all of them agree on. Where
   * they do not, it is assumed, and the others' answers are said.
   */
  #comparedWithOthers(record: CppAbiRecord, own: RecordLayout): Known<RecordLayout> {
    const others = this.#others().flatMap(({ compiler, layouts }) => {
      const laidOut = layouts.layOut(record);
      return laidOut.status === 'unknown' ? [] : [{ compiler, layout: laidOut.value }];
    });
    const said = (difference: typeof differenceOf, word: string): string[] => {
      const texts = others.map(({ layout }) => difference(own, layout));
      const [text] = texts;
      if (text && texts.length > 1 && texts.every((other) => other === text)) return [`gcc 12${word}${text}`];
      return others.flatMap(({ compiler }, index) =>
        texts[index] ? [`${compiler}${word}${texts[index]}`] : [],
      );
    };
    const differences = said(differenceOf, ': ');
    if (differences.length > 0)
      return assumed(own, `${followed(this.target)} builds it (${differences.join(', ')})`);
    const tails = said(tailDifferenceOf, ' ');
    return exact(tails.length > 0 ? { ...own, tailVaries: tails.join(', ') } : own);
  }

  /** Layouts as the other compilers have them; made when the first record asks. */
  #others(): readonly { compiler: string; layouts: Layouts }[] {
    return (this.#otherLayouts ??= otherCompilers(this.target).map(({ compiler, target }) => ({
      compiler,
      layouts: new Layouts(target),
    })));
  }

  #laidOut(record: CppAbiRecord): Known<LaidOutClass> {
    const known = this.#known.get(record);
    if (known) return known;
    if (this.#open.has(record)) return unknown(`${formatName(record.name)} is not complete inside itself`);
    this.#open.add(record);
    try {
      const result = derive(definitionOf(record), (definition) => this.#layOutDefinition(record, definition));
      this.#known.set(record, result);
      return result;
    } finally {
      this.#open.delete(record);
    }
  }

  #layOutDefinition(record: CppAbiRecord, definition: CppRecordDefinition): Known<LaidOutClass> {
    const doubtful = this.#doubtfulBase(definition);
    if (doubtful !== null) return unknown(doubtful);
    const bases = combine(definition.bases.map((base) => this.#base(base.type, base.virtual)));
    return derive(bases, (knownBases) => {
      const fields = combine(definition.fields.map((field) => this.#field(field)));
      return derive(fields, (knownFields) => {
        const shape = shapeOf({ record, definition, bases: knownBases, fields: knownFields }, this.target);
        if (shape.subobjects > MOST_SUBOBJECTS) return unknown(TOO_MANY_SUBOBJECTS);
        const layOut = this.target.cppAbi === 'microsoft' ? layOutMicrosoft : layOutItanium;
        const laidOut = { ...shape, layout: layOut(shape, this.target) };
        const doubt = sharedAddress(laidOut);
        if (doubt !== null) return unknown(doubt);
        const mayBeGcc = this.target.hasGcc && this.target.compiler !== 'clang';
        return mayBeGcc && laidOut.layout.contestedPrimary ? assumed(laidOut, CONTESTED) : exact(laidOut);
      });
    });
  }

  #base(type: CppAbiType, virtual: boolean): Known<ShapeBase> {
    return inContext(
      `base class ${formatType(type)}`,
      derive(onGroundOf(type, this.#baseClass(type)), (base) => exact({ class: base, virtual })),
    );
  }

  /**
   * Microsoft's ABI keeps zero-sized bases apart by what stands at the ends of their neighbours, which the rules
   * for the library's templates do not say.
   */
  #doubtfulBase({ bases }: CppRecordDefinition): string | null {
    if (this.target.cppAbi !== 'microsoft' || bases.length < 2) return null;
    const found = bases.find(({ type }) => {
      if (type.kind !== 'library') return false;
      const form = libraryForm(type, this.#context);
      return form.status !== 'unknown' && form.value.kind === 'record';
    });
    return found
      ? `base class ${formatType(found.type)}: whether it begins or ends with an empty class is not known`
      : null;
  }

  #baseClass(type: CppAbiType): Known<LaidOutClass> {
    switch (type.kind) {
      case 'record':
        return this.#laidOut(type.record);
      case 'library': {
        const form = libraryForm(type, this.#context);
        if (form.status !== 'unknown' && form.value.kind === 'measured' && form.value.measured.virtualBase) {
          return unknown('it has a virtual base, and where a derived class puts that is not in the tables');
        }
        return this.#libraryClass(type);
      }
      case 'unknown':
        return unknown(type.reason, type.because);
      default:
        return unknown('it is no class');
    }
  }

  #libraryClass(type: CppAbiLibraryType): Known<LaidOutClass> {
    const key = this.#keys.of(type);
    let known = this.#library.get(key);
    if (!known) {
      known = derive(libraryForm(type, this.#context), (form) =>
        form.kind === 'record'
          ? this.#laidOut(form.record)
          : exact(measuredClassShape(type, form.measured, this.target)),
      );
      this.#library.set(key, known);
    }
    return known;
  }

  #isEmptyBase(type: CppAbiType): Known<boolean> {
    if (type.kind !== 'record' && type.kind !== 'library') return exact(false);
    if (type.kind === 'record' && type.record.kind === 'union') return exact(false);
    return derive(this.#objectType(type), ({ class: laidOut }) =>
      exact(laidOut !== null && laidOut.empty && !laidOut.definition.final),
    );
  }

  #field(declaration: CppAbiField): Known<ShapeField> {
    const what = declaration.name === '' ? 'an unnamed member' : `member \`${declaration.name}\``;
    return inContext(
      what,
      derive(this.#objectType(declaration.type), (type) => exact({ declaration, type })),
    );
  }

  #objectType(type: CppAbiType): Known<ObjectType> {
    return onGroundOf(type, this.#objectTypeOf(type));
  }

  #objectTypeOf(type: CppAbiType): Known<ObjectType> {
    switch (type.kind) {
      case 'builtin':
      case 'bit-int':
      case 'pointer':
      case 'reference':
      case 'enum':
        return derive(scalarSize(type, this.target), (size) =>
          exact({
            ...scalar(size, type.kind === 'reference'),
            builtinSize: type.kind === 'builtin' ? size.size : 0,
          }),
        );
      case 'member-pointer': {
        const size = memberPointerSize(
          type.member.kind === 'function',
          () => this.#laidOut(type.class),
          this.target,
        );
        return derive(size, (value) => exact(scalar(value)));
      }
      case 'array':
        return derive(this.#objectType(type.element), (element) => {
          const count = type.count ?? 0;
          return exact({
            ...element,
            size: element.size * count,
            elements: element.elements * count,
            isClass: false,
            class: null,
          });
        });
      case 'aligned':
        return derive(this.#objectType(type.type), (inner) =>
          exact({
            ...inner,
            align: type.alignment,
            requiredAlign: type.alignment,
            isClass: false,
            class: null,
          }),
        );
      case 'record':
        return derive(this.#laidOut(type.record), (laidOut) => exact(classType(laidOut)));
      case 'library':
        return derive(this.#libraryClass(type), (laidOut) => exact(classType(laidOut)));
      case 'function':
        return unknown(`${formatType(type)} is a function type, not an object`);
      case 'template-parameter':
        return unknown('it depends on a template parameter');
      case 'unknown':
        return unknown(type.reason, type.because);
      default:
        return type satisfies never;
    }
  }
}

/** Classes of which each holds the one before twice have as many as 2 to the power of their number. */
const MOST_SUBOBJECTS = 1 << 16;
const TOO_MANY_SUBOBJECTS = `more than ${MOST_SUBOBJECTS} objects of classes are in it`;

/** gcc sometimes moves an empty virtual base away there though nothing is in its place. */
const CONTESTED =
  'gcc places its virtual bases as the Itanium ABI says, though two bases want the same primary one';

const scalar = ({ size, align }: SizeAlign, reference = false): ObjectType => ({
  size,
  align,
  requiredAlign: 0,
  naturalAlign: align,
  builtinSize: 0,
  isClass: false,
  class: null,
  element: null,
  elements: 1,
  reference,
});

function classType(laidOut: LaidOutClass): ObjectType {
  const { size, align } = laidOut.layout;
  return {
    ...scalar({ size, align }),
    requiredAlign: laidOut.definition.alignment > 0 ? align : 0,
    isClass: true,
    class: laidOut,
    element: laidOut,
  };
}

/** An unknown's reason told from the outside: which member of which class it is. */
const inContext = <T>(context: string, known: Known<T>): Known<T> =>
  known.status === 'unknown' ? unknown(`${context}: ${known.reason}`, known.because) : known;
