import type { RustBodySide } from '../boundary/rust-bodies.js';
import type { PointerOrigin } from '../facts/rust/function-bodies/rust-body.js';
import { defineHazard, type RelatedPlace } from './hazard.js';
import page from './unchecked-utf8.md';
import { declaredHere } from './wording.js';

export const uncheckedUtf8 = defineHazard({
  id: 'unchecked-utf8',
  title: 'Bytes of C++ become Rust text without a look at them',
  severity: 'information',
  concerns: 'rust-body',
  preview: true,
  page,
  check(subject, _view, report) {
    const { uri, body } = subject;
    for (const { range, made, origin } of body.uncheckedStrings) {
      const giver = giverOf(origin, subject);
      if (!giver) continue;
      report({
        at: { uri, range },
        message: `a \`${made}\` is made of bytes that ${giver.words}, and nothing looks whether they are UTF-8: other bytes are undefined behaviour as text. Take \`from_utf8\` and handle its error, or \`from_utf8_lossy\``,
        evidence: [
          ...giver.declared,
          { location: { uri, range: origin.range }, message: 'the bytes come from here' },
        ],
        remedies: [],
      });
    }
  },
});

function giverOf(
  { kind, name }: PointerOrigin,
  { called, exported }: RustBodySide,
): { readonly words: string; readonly declared: readonly RelatedPlace[] } | null {
  if (kind === 'parameter')
    return exported && { words: `C++ passes as \`${name}\``, declared: [declaredHere(exported.cpp)] };
  const crossing = called.find(({ rust }) => rust.name === name);
  return crossing ? { words: `\`${name}\` of C++ gives`, declared: [declaredHere(crossing.cpp)] } : null;
}
