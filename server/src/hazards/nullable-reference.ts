import { passesAsC } from '../boundary/crossing.js';
import { definitionsOf } from '../boundary/definitions.js';
import { nearestTo } from '../base/uri.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { defineHazard } from './hazard.js';
import page from './nullable-reference.md';
import { declaredHere } from './wording.js';

export const nullableReference = defineHazard({
  id: 'nullable-reference',
  title: 'C++ returns a null pointer where Rust declares what is never null',
  severity: 'hint',
  preview: true,
  concerns: 'function',
  page,
  check(crossing, view, report) {
    const { mechanism, direction, rust, cpp, name } = crossing;
    const { result } = rust.signature;
    if (!passesAsC(mechanism) || direction !== 'rust-calls-cpp' || !isNeverNull(result)) return;
    const definitions = nearestTo(definitionsOf(cpp, view), cpp.uri);
    if (definitions.length === 0) {
      view.program.cpp.wantDefinition(cpp.item.name, 'cppNullReturner');
      return;
    }
    const nulls = definitions.flatMap(({ uri, item }) =>
      item.body?.returnsNull ? [{ uri, range: item.body.returnsNull }] : [],
    );
    if (nulls.length < definitions.length) return;
    const type = formatRustType(result);
    report({
      at: { uri: rust.uri, range: rust.signature.resultRange ?? rust.nameRange },
      message: `\`${name}\` returns a null pointer in C++, and a null \`${type}\` is undefined behaviour as soon as it exists; \`Option<${type}>\` has the same representation and makes \`None\` of it`,
      evidence: [
        declaredHere(cpp),
        ...nulls.map((location) => ({ location, message: 'null is returned here' })),
      ],
      remedies: [],
    });
  },
});

/** Types with a niche at null. @see Rust reference, "Type layout", and std::option, "Representation" */
const isNeverNull = (type: RustType): boolean =>
  type.kind === 'reference' ||
  type.kind === 'function' ||
  (type.kind === 'path' && /^(?:Box|NonNull)$/.test(type.path.at(-1) ?? ''));
