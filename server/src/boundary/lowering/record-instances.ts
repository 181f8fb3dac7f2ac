import { unknown } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import { lazily, type CppAbiArgument, type CppAbiRecord } from '../../abi/model.js';
import { abiTagsOf } from '../../facts/cpp/attributes.js';
import type { CppRecord } from '../../facts/cpp/cpp-facts.js';
import { NO_BINDINGS, type CppLowering } from './cpp-lowering.js';
import { defineRecord } from './cpp-records.js';
import { scopeNames } from './entity-names.js';
import { declaredAt } from './lowered-types.js';
import type { TemplateInstance } from './template-instances.js';

/** The classes of a program as one target sees them, one object for each and for each instance of a template. */
export class RecordInstances {
  readonly #lowering: CppLowering;
  readonly #records = new Map<CppRecord, Map<string, CppAbiRecord>>();
  readonly #sources = new WeakMap<CppAbiRecord, { readonly uri: Uri; readonly item: CppRecord }>();

  constructor(lowering: CppLowering) {
    this.#lowering = lowering;
  }

  /** The record of a declaration; `bindings` are the arguments of a class template. */
  record(
    uri: Uri,
    item: CppRecord,
    bindings: ReadonlyMap<string, CppAbiArgument>,
    depth: number,
  ): CppAbiRecord {
    return this.#once(item, this.#lowering.keyOf(bindings.values()), () => {
      const record: CppAbiRecord = {
        name: [
          ...scopeNames(this.#lowering.program, item.scope, bindings),
          {
            kind: 'record',
            name: item.name,
            arguments: item.template !== null && bindings.size > 0 ? [...bindings.values()] : null,
            abiTags: abiTagsOf(item.attributes),
          },
        ],
        kind: item.kind,
        anonymous: item.anonymous && item.name === '',
        location: { uri, range: item.nameRange },
        // Only instances of templates can go on without end.
        define: lazily(() =>
          defineRecord(this.#lowering, uri, item, bindings, bindings.size === 0 ? 0 : depth),
        ),
      };
      this.#sources.set(record, { uri, item });
      return record;
    });
  }

  /** An instance of which only the name is known. */
  nameOnly(
    { uri, item }: { readonly uri: Uri; readonly item: CppRecord },
    instance: TemplateInstance,
  ): CppAbiRecord {
    return this.#once(item, `only named: ${this.#lowering.keyOf(instance.arguments)}`, () => ({
      name: [
        ...scopeNames(this.#lowering.program, item.scope, NO_BINDINGS),
        {
          kind: 'record',
          name: item.name,
          arguments: instance.arguments,
          ...(instance.packFrom !== undefined && { packFrom: instance.packFrom }),
          abiTags: abiTagsOf(item.attributes),
        },
      ],
      kind: item.kind,
      anonymous: false,
      location: { uri, range: item.nameRange },
      define: lazily(() =>
        unknown(`the template \`${item.name}\` cannot be instantiated with these arguments yet`, [
          declaredAt({ uri, item }),
        ]),
      ),
    }));
  }

  /** The declaration that `record` was lowered from. */
  sourceOf(record: CppAbiRecord): { readonly uri: Uri; readonly item: CppRecord } | undefined {
    return this.#sources.get(record);
  }

  #once(item: CppRecord, key: string, create: () => CppAbiRecord): CppAbiRecord {
    const instances = this.#records.get(item) ?? new Map<string, CppAbiRecord>();
    this.#records.set(item, instances);
    const known = instances.get(key);
    if (known) return known;
    const record = create();
    instances.set(key, record);
    return record;
  }
}
