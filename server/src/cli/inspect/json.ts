import type { Span, Subobject } from '../../abi/layout/record-layout.js';
import type { Uri } from '../../base/range.js';
import type { InspectedFile } from '../../service/answers.js';
import type { Verification } from '../../service/verification.js';
import { shownPath } from '../paths.js';

/** What every format of `inspect` is made from. */
export interface InspectReport {
  /** In the order in which they were asked for. */
  readonly files: readonly InspectedFile[];
  /** What the compilers say of them; empty where they were not asked. */
  readonly verifications: ReadonlyMap<Uri, Verification>;
  readonly target: string;
  /** The folder that shown paths are relative to. */
  readonly base: Uri;
}

/**
 * `inspect --format json`, held to `docs/schema/inspect.schema.json`. Every key is written out, so that
 * the form does not change when the service learns more.
 */
export function formatInspectAsJson({ files, verifications, target, base }: InspectReport): string {
  const document = {
    version: 1,
    target,
    files: files.map((file) => ({
      path: shownPath(file.uri, base),
      language: file.language,
      problems: file.problems.map(({ range, message }) => ({ range, message })),
      types: file.types.map(({ name, kind, range, layout, relocation, definitions, calls }) => ({
        name,
        kind,
        range,
        layout: {
          status: layout.status,
          reason: layout.reason,
          size: layout.size,
          align: layout.align,
          dataSize: layout.dataSize,
          nonVirtualSize: layout.nonVirtualSize,
          fields: layout.fields.map((field) => ({
            name: field.name,
            type: field.type,
            offset: field.offset,
            offsetBits: field.offsetBits,
            size: field.size,
            bitWidth: field.bitWidth,
          })),
          bases: layout.bases.map((base) => ({
            name: base.name,
            offset: base.offset,
            size: base.size,
            virtual: base.virtual,
          })),
          tablePointers: layout.tablePointers.map((pointer) => ({ kind: pointer.kind, ...span(pointer) })),
          padding: layout.padding.map(span),
          reusableTail: layout.reusableTail && span(layout.reusableTail),
          reusedTails: layout.reusedTails.map((reused) => ({
            ...span(reused),
            of: subobject(reused.of),
            by: subobject(reused.by),
          })),
          tailVaries: layout.tailVaries,
          underlying: layout.underlying,
          variants: layout.variants.map((variant) => ({
            name: variant.name,
            fields: variant.fields.map((field) => ({
              name: field.name,
              type: field.type,
              offset: field.offset,
              size: field.size,
            })),
          })),
          tag: layout.tag && { kind: layout.tag.kind, ...span(layout.tag) },
          niche: layout.niche && span(layout.niche),
        },
        relocation: verdict(relocation),
        definitions,
        calls: verdict(calls),
      })),
      functions: file.functions.map(({ name, range, signature, linkage, symbol, reason, variants }) => ({
        name,
        range,
        signature,
        linkage,
        symbol,
        reason,
        variants,
      })),
      ...verificationOf(verifications.get(file.uri)),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const span = ({ offset, size }: Span): Span => ({ offset, size });

const subobject = ({ kind, name }: Subobject): Subobject => ({ kind, name });

const verdict = ({ status, trivial, because }: InspectedFile['types'][number]['relocation']) => ({
  status,
  trivial,
  because,
});

const verificationOf = (verification: Verification | undefined) =>
  verification && {
    verification: {
      compilers: verification.compilers.map(({ name, problem, types, functions }) => ({
        name,
        problem,
        types,
        functions,
      })),
      disagreements: verification.disagreements.map(
        ({ compiler, subject, range, quantity, ferrule, judged, assumption }) => ({
          compiler,
          subject,
          range,
          quantity,
          ferrule,
          judged,
          assumption,
        }),
      ),
      notCompared: verification.notCompared.map(({ compiler, subject, range, reason }) => ({
        compiler,
        subject,
        range,
        reason,
      })),
    },
  };
