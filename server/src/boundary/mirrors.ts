import type {
  CppAbiEnum,
  CppAbiRecord,
  CppAbiType,
  RustAbiEnum,
  RustAbiRecord,
  RustAbiType,
  RustPointerForm,
} from '../abi/model.js';
import { formatName } from '../abi/names.js';
import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import type { Breather } from '../base/event-loop.js';
import type { Location, Uri } from '../base/range.js';
import { heldRecords, partnersOf } from './compare-fields.js';
import { FLOWS } from './compare.js';
import { compareLayouts } from './compare-layouts.js';
import { signatureContext } from './cxx-signature.js';
import {
  isCrubitThunk,
  passedParameters,
  passesAsC,
  type EnumCrossing,
  type EnumUse,
  type Flow,
  type FunctionCrossing,
  type TypeCrossing,
} from './crossing.js';
import { rustContext } from './lowering/rust-types.js';
import type { TargetView } from './target-view.js';

/** How a function crosses that passes a record. */
type Way = Pick<FunctionCrossing, 'mechanism' | 'direction'>;

interface Mirror {
  readonly rust: RustAbiRecord;
  readonly cpp: CppAbiRecord;
  /** Of the first function that passes them. */
  readonly way: Way;
  readonly uses: EnumUse[];
}

/** The same of enumerations. */
interface EnumMirror {
  readonly rust: RustAbiEnum;
  readonly cpp: CppAbiEnum;
  readonly way: Way;
  readonly uses: EnumUse[];
}

/**
 * The records and enumerations that raw `extern "C"` functions pass, on both sides at the same place: by value, or
 * behind one pointer. What such records hold by value mirrors each other too.
 */
export async function mirrorsOf(
  crossings: readonly FunctionCrossing[],
  view: TargetView,
  breather: Breather,
  token: CancellationToken,
): Promise<(TypeCrossing | EnumCrossing)[]> {
  const mirrors = new Mirrors(view);
  for (const crossing of crossings) {
    if (passesAsC(crossing.mechanism) && crossing.resolved && !isCrubitThunk(crossing))
      mirrors.addFunction(crossing);
    await breather.rest();
    throwIfCancelled(token);
  }
  return [...mirrors.records(), ...mirrors.enums()];
}

class Mirrors {
  readonly #view: TargetView;
  readonly #found = new Map<RustAbiRecord, Map<CppAbiRecord, Mirror>>();
  readonly #enums = new Map<RustAbiEnum, Map<CppAbiEnum, EnumMirror>>();
  readonly #forwards = new Map<Uri, ReadonlySet<string>>();
  readonly #meetings = new Map<string, boolean>();

  constructor(view: TargetView) {
    this.#view = view;
  }

  addFunction(crossing: FunctionCrossing): void {
    const { rust, cpp } = crossing;
    const cppSignature = cpp.item.signature;
    const rustPlace = rustContext(rust.uri, rust.modulePath);
    const cppPlace = signatureContext(cpp);
    const passed = passedParameters(cpp);
    const [given, taken] = FLOWS[crossing.direction];
    if (rust.signature.parameters.length === passed.length) {
      rust.signature.parameters.forEach((parameter, i) => {
        const other = passed[i];
        if (!other) return;
        this.#add(
          this.#view.rust.type(parameter.type, rustPlace),
          this.#view.cpp.type(other.type, cppPlace),
          crossing,
          given,
          `the parameter \`${parameter.name || other.name || i + 1}\` of \`${crossing.name}\``,
          { uri: rust.uri, range: parameter.range },
          { uri: cpp.uri, range: other.range },
        );
      });
    }
    this.#add(
      this.#view.rust.type(rust.signature.result, rustPlace),
      this.#view.cpp.type(cppSignature.result, cppPlace),
      crossing,
      taken,
      `returned by \`${crossing.name}\``,
      { uri: rust.uri, range: rust.signature.resultRange ?? rust.nameRange },
      { uri: cpp.uri, range: cppSignature.resultRange ?? cpp.item.nameRange },
    );
  }

  records(): TypeCrossing[] {
    const crossings: TypeCrossing[] = [];
    for (const mirror of [...this.#found.values()].flatMap((byCpp) =>
      this.#oneOfEachName([...byCpp.values()]),
    )) {
      const rust = this.#view.rust.sourceOf(mirror.rust);
      const cpp = this.#view.cpp.sourceOf(mirror.cpp);
      if (!rust || !cpp) continue;
      crossings.push({
        kind: 'type',
        name: rust.item.name,
        mechanism: mirror.way.mechanism,
        direction: mirror.way.direction,
        rust,
        cpp,
        uses: mirror.uses.map(({ flows: _, ...use }) => use),
      });
    }
    return crossings;
  }

  enums(): EnumCrossing[] {
    const mirrors = [...this.#enums.values()].flatMap((byCpp) => [...byCpp.values()]);
    return mirrors.flatMap(({ rust, cpp, way, uses }) => {
      const ours = this.#view.rust.sourceOfEnum(rust);
      const theirs = this.#view.cpp.sourceOfEnum(cpp);
      if (!ours || !theirs?.item.definition) return [];
      const { mechanism, direction } = way;
      return [
        { kind: 'enum' as const, name: ours.item.name, mechanism, direction, rust: ours, cpp: theirs, uses },
      ];
    });
  }

  /**
   * Where headers define a record of one name in several ways, for one includer or another, the definition that
   * Rust agrees with is the one that it mirrors.
   */
  #oneOfEachName(mirrors: readonly Mirror[]): Mirror[] {
    const namesakesOf = (mirror: Mirror): Mirror[] =>
      mirrors.filter(({ cpp }) => cpp !== mirror.cpp && formatName(cpp.name) === formatName(mirror.cpp.name));
    return mirrors.filter((mirror) => {
      const others = namesakesOf(mirror);
      return others.length === 0 || !this.#differs(mirror) || others.every((other) => this.#differs(other));
    });
  }

  #differs({ rust, cpp }: Mirror): boolean {
    const own = this.#view.rust.sourceOf(rust);
    const other = this.#view.cpp.sourceOf(cpp);
    return (
      own !== undefined &&
      other !== undefined &&
      compareLayouts(own.uri, own.item, other, this.#view) !== null
    );
  }

  #add(
    rust: RustAbiType,
    cpp: CppAbiType,
    way: Way,
    flow: Flow,
    what: string,
    rustLocation: Location,
    cppLocation: Location,
  ): void {
    const inside = pointees(rust, cpp);
    const how = inside ? 'behind a pointer' : 'by value';
    const mutable = inside?.mutable ? ({ mutable: true } as const) : {};
    const swappable = inside?.mutable && inside.form === 'reference' ? ({ swappable: true } as const) : {};
    const [left, right] = inside ? [inside.rust, inside.cpp] : [rust, cpp];
    const flows: readonly Flow[] = inside?.mutable && right.const !== true ? ['to-rust', 'to-cpp'] : [flow];
    const use = { how, ...mutable, ...swappable, what, rust: rustLocation, cpp: cppLocation, flows } as const;
    if (left.kind === 'enum' && right.kind === 'enum') this.#addEnum(left.enum, right.enum, way, use);
    if (left.kind !== 'record' || right.kind !== 'record') return;
    if (inside && this.#isNamesake(right.record, cppLocation.uri)) return;
    this.#addPair(left.record, right.record, way, use);
  }

  #addEnum(rust: RustAbiEnum, cpp: CppAbiEnum, way: Way, use: EnumUse): void {
    const byCpp = this.#enums.get(rust) ?? new Map<CppAbiEnum, EnumMirror>();
    this.#enums.set(rust, byCpp);
    const known = byCpp.get(cpp);
    if (known) known.uses.push(use);
    else byCpp.set(cpp, { rust, cpp, way, uses: [use] });
  }

  /**
   * True where the function's file only says that there is such a class, and neither that file nor the one of
   * the definition includes the other: a handle of ours has the name of some other program's class.
   */
  #isNamesake(record: CppAbiRecord, from: Uri): boolean {
    const definition = this.#view.cpp.sourceOf(record);
    if (!definition?.item.definition || definition.uri === from) return false;
    return this.#forwardsIn(from).has(definition.item.name) && !this.#meet(from, definition.uri);
  }

  #forwardsIn(uri: Uri): ReadonlySet<string> {
    const known = this.#forwards.get(uri);
    if (known) return known;
    const forwards = new Set<string>();
    for (const { kind, item } of this.#view.program.cpp.declarationsIn(uri)) {
      if (kind === 'record' && !item.definition) forwards.add(item.name);
    }
    this.#forwards.set(uri, forwards);
    return forwards;
  }

  #meet(a: Uri, b: Uri): boolean {
    const key = `${a} ${b}`;
    const known = this.#meetings.get(key);
    if (known !== undefined) return known;
    const { includes } = this.#view.program.cpp;
    const meet = includes.visibleFrom(a).has(b) || includes.visibleFrom(b).has(a);
    this.#meetings.set(key, meet);
    return meet;
  }

  #addPair(rust: RustAbiRecord, cpp: CppAbiRecord, way: Way, use: EnumUse): void {
    const byCpp = this.#found.get(rust) ?? new Map<CppAbiRecord, Mirror>();
    this.#found.set(rust, byCpp);
    const known = byCpp.get(cpp);
    if (known) {
      known.uses.push(use);
      return;
    }
    byCpp.set(cpp, { rust, cpp, way, uses: [use] });
    this.#addFields(rust, cpp, way, use);
  }

  #addFields(rust: RustAbiRecord, cpp: CppAbiRecord, way: Way, use: EnumUse): void {
    const rustDefinition = rust.define();
    if (rustDefinition.status === 'unknown' || !rustDefinition.value.fields.some(holdsType)) return;
    const cppDefinition = cpp.define();
    if (cppDefinition.status === 'unknown') return;
    const cppFields = cppDefinition.value.fields;
    const partners = partnersOf(
      rustDefinition.value.fields.map(({ name }) => name),
      cppFields.map(({ name }) => name),
    );
    rustDefinition.value.fields.forEach((field, i) => {
      const other = cppFields[partners?.[i] ?? -1];
      if (!other) return;
      const held: EnumUse = {
        how: use.how === 'by value' ? 'by value' : 'in a record',
        what: `the field \`${field.name}\` of \`${rust.name}\``,
        rust: field.location ?? use.rust,
        cpp: other.location,
        flows: use.flows,
      };
      if (field.type.kind === 'enum' && other.type.kind === 'enum' && other.bitWidth === null)
        this.#addEnum(field.type.enum, other.type.enum, way, held);
      const records = heldRecords(field.type, other.type);
      if (records) this.#addPair(records.rust, records.cpp, way, held);
    });
  }
}

/** What a handle hides is not looked into: its members may lead through half of the other side. */
function holdsType({ type }: { readonly type: RustAbiType }): boolean {
  if (type.kind === 'array') return holdsType({ type: type.element });
  return type.kind === 'record' || type.kind === 'enum';
}

interface Pointees {
  readonly rust: RustAbiType;
  readonly cpp: CppAbiType;
  /** Of Rust's pointer, as is its form. */
  readonly mutable: boolean;
  readonly form: RustPointerForm;
}

/** What both sides point to, and whether Rust may write there; null where one is no pointer. */
function pointees(rust: RustAbiType, cpp: CppAbiType): Pointees | null {
  const inner =
    rust.kind === 'library' && rust.name === 'Option' && rust.arguments[0] ? rust.arguments[0] : rust;
  if (inner.kind !== 'pointer') return null;
  const { pointee, mutable, form } = inner;
  if (cpp.kind === 'pointer') return { rust: pointee, cpp: cpp.pointee, mutable, form };
  if (cpp.kind === 'reference') return { rust: pointee, cpp: cpp.referent, mutable, form };
  if (cpp.kind === 'array') return { rust: pointee, cpp: cpp.element, mutable, form };
  return null;
}
