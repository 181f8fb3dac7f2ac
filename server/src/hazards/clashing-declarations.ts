import type { Location, Range, Uri } from '../base/range.js';
import { editOf } from '../base/source-edit.js';
import { commonFolders } from '../base/uri.js';
import { differencesBetween, type DeclarationDifference } from '../boundary/compare-declarations.js';
import type { Redeclaration, RustDeclared } from '../boundary/redeclarations.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import page from './clashing-declarations.md';
import { defineHazard, type Remedy } from './hazard.js';
import { count } from './wording.js';

export const clashingDeclarations = defineHazard({
  id: 'clashing-declarations',
  title: 'Two declarations of one symbol disagree, both of Rust or both of C++',
  severity: 'warning',
  concerns: 'redeclaration',
  page,
  check(subject, view, report) {
    const differences = differencesBetween(subject, view);
    const [difference, ...others] = differences;
    if (!difference) return;
    const { symbol } = subject;
    const [first, second] = placesOf(subject);
    const clauses = differences.map((each) => clauseOf(each, second)).join('; ');
    const name = second.name === symbol ? `\`${symbol}\`` : `\`${second.name}\`, the symbol \`${symbol}\`,`;
    const where =
      first.uri === second.uri
        ? `in line ${first.range.start.line + 1}`
        : `in ${pathBeside(second.uri, first.uri)}`;
    const { speaker, advice, is } = wordsOf(subject);
    report({
      at: { uri: second.uri, range: others.length === 0 ? rangeOf(difference, second) : second.range },
      message: `${speaker} ${name} otherwise ${where}: ${clauses}. The linker takes both for one function: ${advice}`,
      evidence: [
        { location: { uri: first.uri, range: first.range }, message: `\`${first.name}\` is ${is} here` },
      ],
      remedies: others.length === 0 ? takeType(difference, subject) : [],
    });
  },
});

/** A file's path from the folder on in which another one's is: crates call their files alike. */
const pathBeside = (other: Uri, uri: Uri): string =>
  decodeURIComponent(uri.split('/').slice(commonFolders(uri, other)).join('/'));

/** Where a declaration and its parts stand. */
interface DeclaredAt extends Location {
  readonly name: string;
  readonly signature: {
    readonly parameters: readonly { readonly name: string; readonly range: Range }[];
    readonly parameterListRange: Range;
    readonly resultRange: Range | null;
  };
}

function placesOf(subject: Redeclaration): readonly [DeclaredAt, DeclaredAt] {
  if (subject.language === 'rust') {
    const [first, second] = [subject.first, subject.second];
    return [
      { ...first, range: first.nameRange },
      { ...second, range: second.nameRange },
    ];
  }
  const placeIn = ({ uri, item }: typeof subject.first): DeclaredAt => ({
    ...item,
    uri,
    range: item.nameRange,
  });
  return [placeIn(subject.first), placeIn(subject.second)];
}

function wordsOf(subject: Redeclaration): Readonly<Record<'speaker' | 'advice' | 'is', string>> {
  const unclear = { advice: 'one of the two is wrong', is: 'declared' };
  if (subject.language === 'cpp')
    return {
      ...unclear,
      speaker: 'C++ declares',
      ...(subject.agreed && { advice: 'Rust agrees with that one' }),
    };
  return subject.first.definition
    ? { speaker: 'Rust defines', advice: 'declare what is defined', is: 'defined' }
    : { ...unclear, speaker: 'Rust declares' };
}

function clauseOf(difference: DeclarationDifference, { signature }: DeclaredAt): string {
  switch (difference.kind) {
    case 'arity':
      return `${count(difference.first, 'parameter')} there, ${difference.second} here`;
    case 'variadic':
      return difference.has === 'first' ? '`...` there, a fixed list here' : 'a fixed list there, `...` here';
    case 'parameter': {
      const { name } = signature.parameters[difference.index] ?? {};
      const what = name ? `\`${name}\`` : `parameter ${difference.index + 1}`;
      return `${what} is ${difference.first} there, ${difference.second} here`;
    }
    case 'result':
      return `it returns ${difference.first} there, ${difference.second} here`;
    default:
      return difference satisfies never;
  }
}

function rangeOf(difference: DeclarationDifference, { signature, range }: DeclaredAt): Range {
  switch (difference.kind) {
    case 'arity':
    case 'variadic':
      return signature.parameterListRange;
    case 'parameter':
      return signature.parameters[difference.index]?.range ?? range;
    case 'result':
      return signature.resultRange ?? range;
    default:
      return difference satisfies never;
  }
}

/** Gives one value the type that Rust's definition has, where it means the same everywhere. */
function takeType(difference: DeclarationDifference, subject: Redeclaration): Remedy[] {
  if (subject.language !== 'rust' || !subject.first.definition) return [];
  const { first, second } = subject;
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
