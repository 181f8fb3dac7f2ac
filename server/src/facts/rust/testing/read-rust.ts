import { atOnce } from '../../../base/event-loop.js';
import { LineIndex } from '../../../base/line-index.js';
import type { Range } from '../../../base/range.js';
import { testGrammars } from '../../../syntax/testing/grammars.js';
import { extractRustFacts } from '../extract-rust.js';
import { formatRustConstant, formatRustType } from '../format-rust.js';
import { maskRust } from '../mask-rust.js';
import type { RustFacts, RustField, RustItem, RustRepr, RustSignature } from '../rust-facts.js';

/** The facts of a source text, read as the server reads a file. */
export async function readRust(source: string): Promise<RustFacts> {
  const grammars = await testGrammars();
  const parser = grammars.borrow('rust');
  const tree = parser.parse(maskRust(source));
  grammars.giveBack('rust', parser);
  if (!tree) throw new Error('the parser gave no tree');
  try {
    return atOnce(extractRustFacts(tree, source));
  } finally {
    tree.delete();
  }
}

/** What stands at a range: the simplest proof that the range is right. */
export function at(source: string, { start, end }: Range): string {
  const lines = new LineIndex(source);
  return source.slice(lines.offsetAt(start), lines.offsetAt(end));
}

/** `(a: i32, ...) -> u8`, with `unsafe` in front. */
export function signatureLine(signature: RustSignature): string {
  const parameters = signature.parameters.map(({ name, type }) => `${name}: ${formatRustType(type)}`);
  const list = [...parameters, ...(signature.variadic ? ['...'] : [])].join(', ');
  return `${signature.unsafe ? 'unsafe ' : ''}(${list}) -> ${formatRustType(signature.result)}`;
}

/** `a::b::name`, with the condition after `if`. */
export function itemLine({ modulePath, name, condition, public: isPublic, local }: RustItem): string {
  const path = [...modulePath, name].join('::');
  const when = condition.length === 0 ? '' : ` if ${condition.join(' && ')}`;
  return `${isPublic ? 'pub ' : ''}${local ? 'local ' : ''}${path}${when}`;
}

export const fieldLine = ({ name, type, condition }: RustField): string =>
  `${name}: ${formatRustType(type)}${condition.length === 0 ? '' : ` if ${condition.join(' && ')}`}`;

/** `C packed(4)`, `Rust` where nothing is written. */
export function reprLine(repr: RustRepr): string {
  const parts = [
    ...(repr.c ? ['C'] : []),
    ...(repr.transparent ? ['transparent'] : []),
    ...(repr.integer === null ? [] : [repr.integer]),
    ...(repr.packed === null ? [] : [`packed(${repr.packed})`]),
    ...(repr.align === null ? [] : [`align(${repr.align})`]),
    ...(repr.conditional ? ['conditional'] : []),
  ];
  return parts.length === 0 ? 'Rust' : parts.join(' ');
}

export { formatRustConstant, formatRustType };
