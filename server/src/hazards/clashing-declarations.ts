import { baseName } from '../base/uri.js';
import type { Location, Range } from '../base/range.js';
import { editOf } from '../base/source-edit.js';
import { differencesBetween, type DeclarationDifference } from '../boundary/compare-declarations.js';
import type { RustDeclared, Redeclaration } from '../boundary/redeclarations.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import page from './clashing-declarations.md';
import { defineHazard, type Remedy } from './hazard.js';
import { count } from './wording.js';

export const clashingDeclarations = defineHazard({
  id: 'clashing-declarations',
  title: 'Two Rust declarations of one symbol disagree',
  severity: 'warning',
  concerns: 'redeclaration',
  page,
  check(subject, view, report) {
    const { symbol, first, second } = subject;
    const differences = differencesBetween(first, second, view);
    const [difference, ...others] = differences;
    if (!difference) return;
    const name = second.name === symbol ? `\`${symbol}\`` : `\`${second.name}\`, the symbol \`${symbol}\`,`;
    const clauses = differences.map((each) => clauseOf(each, subject)).join('; ');
    report({
      at: others.length === 0 ? placeOf(difference, second) : { uri: second.uri, range: second.nameRange },
      message: `Rust ${first.definition ? 'defines' : 'declares'} ${name} otherwise ${whereOf(subject)}: ${clauses}. The linker takes both for one function: ${first.definition ? 'declare what is defined' : 'one of the two is wrong'}`,
      evidence: [
        {
          location: { uri: first.uri, range: first.nameRange },
          message: `\`${first.name}\` is ${first.definition ? 'defined' : 'declared'} here`,
        },
      ],
      remedies: others.length === 0 && first.definition ? takeType(difference, subject) : [],
    });
  },
});

const whereOf = ({ first, second }: Redeclaration): string =>
  first.uri === second.uri ? `in line ${first.nameRange.start.line + 1}` : `in ${baseName(first.uri)}`;

function clauseOf(difference: DeclarationDifference, { second }: Redeclaration): string {
  switch (difference.kind) {
    case 'arity':
      return `${count(difference.first, 'parameter')} there, ${difference.second} here`;
    case 'variadic':
      return difference.has === 'first' ? '`...` there, a fixed list here' : 'a fixed list there, `...` here';
    case 'parameter': {
      const { name } = second.signature.parameters[difference.index] ?? {};
      const what = name ? `\`${name}\`` : `parameter ${difference.index + 1}`;
      return `${what} is ${difference.first} there, ${difference.second} here`;
    }
    case 'result':
      return `it returns ${difference.first} there, ${difference.second} here`;
    default:
      return difference satisfies never;
  }
}

function placeOf(difference: DeclarationDifference, { uri, signature, nameRange }: RustDeclared): Location {
  switch (difference.kind) {
    case 'arity':
    case 'variadic':
      return { uri, range: signature.parameterListRange };
    case 'parameter':
      return { uri, range: signature.parameters[difference.index]?.range ?? nameRange };
    case 'result':
      return { uri, range: signature.resultRange ?? nameRange };
    default:
      return difference satisfies never;
  }
}

/** Gives one value the type that the definition has, where it means the same everywhere. */
function takeType(difference: DeclarationDifference, { first, second }: Redeclaration): Remedy[] {
  const [type, range] = replaced(difference, first, second);
  if (!type || !range || !isMeantEverywhere(type)) return [];
  const newText = formatRustType(type);
  return [
    {
      title: `Change the type to \`${newText}\`, as it is defined`,
      edit: () => editOf(second.uri, { range, newText }),
    },
  ];
}

function replaced(
  difference: DeclarationDifference,
  { signature: from }: RustDeclared,
  { signature: into }: RustDeclared,
): readonly [RustType | null | undefined, Range | null | undefined] {
  if (difference.kind === 'parameter')
    return [from.parameters[difference.index]?.type, into.parameters[difference.index]?.typeRange];
  return difference.kind === 'result' && from.resultRange && into.resultRange
    ? [from.result, into.resultRange]
    : [null, null];
}

/** A number or `bool`, or a raw pointer to one. */
function isMeantEverywhere(type: RustType): boolean {
  if (type.kind === 'pointer') return isMeantEverywhere(type.pointee);
  return type.kind === 'path' && /^(?:[iu](?:8|16|32|64|size)|f32|f64|bool)$/.test(type.path.join('::'));
}
