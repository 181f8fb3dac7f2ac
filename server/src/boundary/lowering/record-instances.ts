import { unknown } from '../../base/known.js';
import type { Uri } from '../../base/range.js';
import { lazily, type CppAbiRecord } from '../../abi/model.js';
import { abiTagsOf } from '../../facts/cpp/attributes.js';
import type { CppRecord } from '../../facts/cpp/cpp-facts.js';
import { NO_BINDINGS, type ClassInstance, type CppLowering } from './cpp-lowering.js';
import { defineRecord } from './cpp-records.js';
import { scopeNames } from './entity-names.js';
import { declaredAt } from './lowered-types.js';
import type { TemplateInstance } from './template-instances.js';

/** The classes of a program as one target sees them, one object for each and for each instance of a template. */
export class RecordInstances {
  readonly #lowering: CppLowering;
  readonly #records = new Map<CppRecord, Map<string, CppAbiRecord>>();
  readonly #sources = new WeakMap<CppAbiRecord, ClassInstance>();

  constructor(lowering: CppLowering) {
    this.#lowering = lowering;
  }

  /** The record of a class with its arguments. */
  record(instance: ClassInstance, depth: number): CppAbiRecord {
    const { uri, item, bindings } = instance;
    const key = this.#lowering.keyOf([...bindings.values(), ...(instance.arguments ?? [])]);
    return this.#once(item, key, () => {
      const record: CppAbiRecord = {
        name: [
          ...scopeNames(this.#lowering.program, item.scope, bindings, instance.within),
          {
            kind: 'record',
            name: item.name,
            arguments: instance.arguments,
            ...(instance.packFrom !== undefined && { packFrom: instance.packFrom }),
            abiTags: abiTagsOf(item.attributes),
          },
        ],
        kind: item.kind,
        anonymous: item.anonymous && item.name === '',
        location: { uri, range: item.nameRange },
        // Only instances of templates can go on without end.
        define: lazily(() => defineRecord(this.#lowering, instance, bindings.size === 0 ? 0 : depth)),
      };
      this.#sources.set(record, instance);
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

  /** The class that `record` was lowered from. */
  sourceOf(record: CppAbiRecord): ClassInstance | undefined {
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
