import { formatType } from '../abi/names.js';
import type { Evidence } from '../base/known.js';
import type { Location } from '../base/range.js';
import { editOf, type SourceEdit } from '../base/source-edit.js';
import { passesHiddenResult } from '../boundary/compare.js';
import { formUnlikeC } from '../boundary/hidden-references.js';
import {
  passedParameters,
  passesAsC,
  type CppFunctionSide,
  type FunctionCrossing,
} from '../boundary/crossing.js';
import { signatureContext } from '../boundary/cxx-signature.js';
import type { TargetView } from '../boundary/target-view.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './nontrivial-by-value.md';
import { declaredHere, located } from './wording.js';

export const nontrivialByValue = defineHazard({
  id: 'nontrivial-by-value',
  title: 'A C++ class crosses by value that C++ passes by a hidden reference',
  severity: 'error',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    if (!passesAsC(crossing.mechanism) || !crossing.resolved || passesHiddenResult(crossing, view)) return;
    const { rust, cpp } = crossing;
    const context = signatureContext(cpp);
    passedParameters(cpp).forEach((parameter, i) => {
      const own = rust.signature.parameters[i];
      const type = view.cpp.type(parameter.type, context);
      const form = formUnlikeC(type, 'passed', view);
      if (!own || form === null || isPointer(own.type)) return;
      report({
        at: { uri: rust.uri, range: own.range },
        message: `C++ passes \`${formatType(type)}\` by a hidden reference, Rust passes the bytes of \`${formatRustType(own.type)}\`: ${NONTRIVIAL}`,
        evidence: [
          {
            location: { uri: cpp.uri, range: parameter.range },
            message: `${parameter.name ? `\`${parameter.name}\`` : `parameter ${i + 1}`} is taken by value`,
          },
          ...located(form.because),
        ],
        remedies: passPointer(crossing, i),
        ground: form,
      });
    });
    const result = view.cpp.type(cpp.item.signature.result, context);
    const form = formUnlikeC(result, 'returned', view);
    if (form === null) return;
    const at: Location = { uri: rust.uri, range: rust.signature.resultRange ?? rust.nameRange };
    const why = form.trivial ? microsoftReason(form.because) : NONTRIVIAL;
    report({
      at,
      message: `C++ returns \`${formatType(result)}\` through a hidden pointer, which Rust does not pass for \`${formatRustType(rust.signature.result)}\`: ${why}`,
      evidence: [declaredHere(cpp), ...located(form.because)],
      remedies: [],
      ground: form,
    });
  },
  surface: {
    function({ name, cpp }, view, report) {
      // Of a template `no-symbol` says that it cannot be bound at all.
      if (cpp.item.template !== null) return;
      const values = hiddenValues(cpp, view);
      const [first] = values;
      if (!first) return;
      report({
        at: { uri: cpp.uri, range: cpp.item.nameRange },
        message: `\`${name}\` ${[...new Set(values.map(({ what }) => what))].join(' and ')} by a hidden reference, for the class is not trivial for the purposes of calls. Nothing binds it yet; a binding needs a function that takes a pointer, or one of cxx's types for it`,
        evidence: first.evidence,
        remedies: [],
        ground: first.form,
      });
    },
  },
});

/** What a function takes and returns through pointers that its declaration does not show, for what its class is. */
function hiddenValues(cpp: CppFunctionSide, view: TargetView) {
  const context = signatureContext(cpp);
  const written = [
    ...cpp.item.signature.parameters.map(({ type }) => ({ type, way: 'passed' as const })),
    { type: cpp.item.signature.result, way: 'returned' as const },
  ];
  return written.flatMap(({ type, way }) => {
    const resolved = view.cpp.type(type, context);
    const form = formUnlikeC(resolved, way, view);
    if (form === null || form.trivial) return [];
    const what = `${way === 'passed' ? 'takes' : 'returns'} \`${formatType(resolved)}\``;
    return [{ what, form, evidence: located(form.because) }];
  });
}

const NONTRIVIAL = 'the class is not trivial for the purposes of calls';

/** Where the class is passed in registers all the same. */
const microsoftReason = (because: readonly Evidence[]): string =>
  `Microsoft's compilers do so because ${because[because.length - 1]?.message ?? 'it is no aggregate'}`;

const isPointer = ({ kind }: { readonly kind: string }): boolean =>
  kind === 'pointer' || kind === 'reference';

/** Both declarations take a pointer to the caller's object; the definition in C++ has to follow. */
function passPointer({ rust, cpp }: FunctionCrossing, index: number): Remedy[] {
  const own = rust.signature.parameters[index];
  const other = passedParameters(cpp)[index];
  if (!own || !other || other.type.kind !== 'named') return [];
  // `const` of the value is said of the pointee now.
  const { const: _const, ...pointee } = other.type;
  const newText = `const ${formatCppType(pointee)} *${other.name}`;
  const pointer: SourceEdit = {
    creates: [],
    changes: [
      ...editOf(rust.uri, { range: own.typeRange, newText: `*const ${formatRustType(own.type)}` }).changes,
      ...editOf(cpp.uri, { range: other.range, newText }).changes,
    ],
  };
  const what = own.name && own.name !== '_' ? `\`${own.name}\`` : `parameter ${index + 1}`;
  return [{ title: `Pass ${what} by pointer in both declarations`, edit: () => pointer }];
}
