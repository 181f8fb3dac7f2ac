import { editOf } from '../base/source-edit.js';
import { spellResultInRust } from '../boundary/spelling.js';
import type { TargetView } from '../boundary/target-view.js';
import type { UnreleasedHandle } from '../boundary/unreleased-handles.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './missing-destructor.md';
import { declaredHere } from './wording.js';

export const missingDestructor = defineHazard({
  id: 'missing-destructor',
  title: 'C++ makes objects for Rust that nothing in Rust can destroy',
  severity: 'warning',
  concerns: 'unreleased-handle',
  page,
  check(handle, view, report) {
    const [maker, ...others] = handle.makers;
    const { name } = handle.destroyer.item;
    const made = formatCppType(maker.cpp.item.signature.result);
    report({
      at: { uri: maker.rust.uri, range: maker.rust.nameRange },
      message: `\`${maker.name}\` returns a \`${made}\` that \`${name}\` destroys, and Rust declares neither that nor any other function that may take it over: each one leaks. Declare \`${name}\`, and call it in \`Drop\` of the type that owns the pointer`,
      evidence: [
        declaredHere(handle.destroyer),
        declaredHere(maker.cpp),
        ...others.map((other) => ({
          location: { uri: other.rust.uri, range: other.rust.nameRange },
          message: `\`${other.name}\` returns one, too`,
        })),
      ],
      remedies: declareDestroyer(handle, view),
    });
  },
});

/** The declaration, on a line of its own below that of the function which makes the object. */
function declareDestroyer({ makers: [{ rust }], destroyer }: UnreleasedHandle, view: TargetView): Remedy[] {
  const { name, signature } = destroyer.item;
  const type = pointerTo(rust.signature.result);
  const result = spellResultInRust(signature.result, view.program, rust);
  if (type === null || result === null) return [];
  return [
    {
      title: `Declare \`${name}\` in Rust`,
      edit: (read) => {
        const line = read(rust.uri)?.split('\n')[rust.range.start.line];
        const head = line && /^(\s*)((?:pub(?:\([^)]*\))?\s+)?)(?:unsafe\s+|safe\s+)?fn\b/.exec(line);
        if (!head) return null;
        const [, indentation = '', visibility = ''] = head;
        const parameter = signature.parameters[0]?.name || 'handle';
        const newText = `\n${indentation}${visibility}fn ${name}(${parameter}: ${type})${result};`;
        return editOf(rust.uri, { range: { start: rust.range.end, end: rust.range.end }, newText });
      },
    },
  ];
}

/** The raw pointer that Rust has of one, or holds in an `Option<NonNull<T>>`. */
function pointerTo(type: RustType): string | null {
  if (type.kind === 'pointer') return formatRustType(type);
  if (type.kind !== 'path') return null;
  const [first] = type.arguments;
  if (first?.kind !== 'type') return null;
  const name = type.path.at(-1);
  if (name === 'NonNull') return formatRustType({ kind: 'pointer', mutable: true, pointee: first.type });
  return name === 'Option' ? pointerTo(first.type) : null;
}
