import { editOf, type TextChange } from '../base/source-edit.js';
import { compareSignatures } from '../boundary/compare.js';
import { differenceBetween } from '../boundary/cxx-signature.js';
import { passedParameters, type FunctionCrossing } from '../boundary/crossing.js';
import { spellInC, spellInRust, spellResultInRust } from '../boundary/spelling.js';
import type { TargetView } from '../boundary/target-view.js';
import type { CppParameter } from '../facts/cpp/cpp-facts.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import type { RustParameter } from '../facts/rust/rust-facts.js';
import type { Remedy } from './hazard.js';

/**
 * Remedies of a drifted signature under raw `extern "C"`. Where Rust imports, the Rust declaration takes
 * what C++ says; where Rust exports, the header is the copy, and takes what Rust says.
 */
export function takeParameters(crossing: FunctionCrossing, view: TargetView): Remedy[] {
  if (crossing.mechanism !== 'extern-c') return [];
  return crossing.direction === 'rust-calls-cpp'
    ? whole(parametersForRust(crossing, view), (text) => ({
        title: 'Take the parameters of the C++ declaration',
        edit: () =>
          editOf(crossing.rust.uri, { range: crossing.rust.signature.parameterListRange, newText: text }),
      }))
    : whole(parametersForC(crossing), (text) => ({
        title: 'Take the parameters of the Rust function',
        edit: () =>
          editOf(crossing.cpp.uri, { range: crossing.cpp.item.signature.parameterListRange, newText: text }),
      }));
}

/** Gives one parameter the type that the other side has. */
export function retypeParameter(crossing: FunctionCrossing, index: number, view: TargetView): Remedy[] {
  const rust = crossing.rust.signature.parameters[index];
  const cpp = passedParameters(crossing.cpp)[index];
  if (crossing.mechanism !== 'extern-c' || !rust || !cpp) return [];
  if (crossing.direction === 'cpp-calls-rust') {
    return whole(spellInC(rust.type, cpp.name), (text) => ({
      title: `Declare it as \`${text}\` in C++`,
      edit: () => editOf(crossing.cpp.uri, { range: cpp.range, newText: text }),
    }));
  }
  const spelled = spellInRust(cpp.type, view.program, crossing.rust);
  // The name is right and the type behind it is wrong: that is not to be mended here.
  if (spelled === formatRustType(rust.type)) return [];
  return whole(spelled, (text) => ({
    title: `Change the type to \`${text}\``,
    edit: () => editOf(crossing.rust.uri, { range: rust.typeRange, newText: text }),
  }));
}

/** Gives the result the type that the other side has. */
export function retypeResult(crossing: FunctionCrossing, view: TargetView): Remedy[] {
  if (crossing.mechanism !== 'extern-c') return [];
  const { rust, cpp } = crossing;
  if (crossing.direction === 'cpp-calls-rust') {
    const { resultRange } = cpp.item.signature;
    if (!resultRange) return [];
    return whole(spellInC(rust.signature.result, ''), (text) => ({
      title: `Declare that it returns \`${text}\` in C++`,
      edit: () => editOf(cpp.uri, { range: resultRange, newText: text }),
    }));
  }
  const spelled = spellResultInRust(cpp.item.signature.result, view.program, rust);
  if (spelled === ` -> ${formatRustType(rust.signature.result)}`) return [];
  return whole(spelled, (text) => ({
    title:
      text === '' ? 'Remove the return type' : `Change the return type to \`${text.slice(' -> '.length)}\``,
    edit: () => editOf(rust.uri, resultChange(crossing, text)),
  }));
}

/** From the end of the parameter list on, so that the arrow comes and goes with the type. */
function resultChange({ rust }: FunctionCrossing, newText: string): TextChange {
  const { parameterListRange, resultRange } = rust.signature;
  return {
    range: { start: parameterListRange.end, end: resultRange?.end ?? parameterListRange.end },
    newText,
  };
}

/**
 * What it takes for an import to have the signature of its C++ function: nothing where it has.
 *
 * @returns null where a type has no spelling that is sure to be right
 */
export function signatureChanges(crossing: FunctionCrossing, view: TargetView): TextChange[] | null {
  const { rust, cpp } = crossing;
  const { arity, parameters, result } = compareSignatures(crossing, view);
  const changes: TextChange[] = [];
  if (arity || parameters.some(({ difference }) => difference.kind === 'form')) {
    const newText = parametersForRust(crossing, view);
    if (newText === null) return null;
    changes.push({ range: rust.signature.parameterListRange, newText });
  }
  if (result?.kind === 'form') {
    const newText = spellResultInRust(cpp.item.signature.result, view.program, rust);
    if (newText === null) return null;
    changes.push(resultChange(crossing, newText));
  }
  return changes;
}

function parametersForRust(crossing: FunctionCrossing, view: TargetView): string | null {
  const { rust, cpp } = crossing;
  const own = rust.signature.parameters;
  const parameters = passedParameters(cpp).map((parameter, i) => {
    const kept = own.find(({ name }) => sameName(name) === sameName(parameter.name) && bare(name) !== '');
    if (kept && differenceBetween(kept.type, parameter.type, crossing, view) === null)
      return `${kept.name}: ${formatRustType(kept.type)}`;
    const type = spellInRust(parameter.type, view.program, rust);
    return type === null ? null : `${nameInRust(parameter, i)}: ${type}`;
  });
  if (cpp.item.signature.variadic) parameters.push('...');
  return parameters.includes(null) ? null : `(${parameters.join(', ')})`;
}

function parametersForC({ rust }: FunctionCrossing): string | null {
  const parameters = rust.signature.parameters.map(({ name, type }) => spellInC(type, bare(name)));
  if (parameters.length === 0) return '(void)';
  return parameters.includes(null) ? null : `(${parameters.join(', ')})`;
}

/** What one side has and the other lacks, by name: `` `height` is missing after `width` ``. */
export function missingParameters({ rust, cpp }: FunctionCrossing): string {
  const rustParameters = rust.signature.parameters;
  const cppParameters = passedParameters(cpp);
  const missing = lacking(cppParameters, rustParameters);
  if (missing) return `: ${missing}`;
  const surplus = surplusOf(rustParameters, cppParameters);
  return surplus ? `: C++ has no ${surplus}` : '';
}

type Named = Pick<RustParameter | CppParameter, 'name'>;

function lacking(longer: readonly Named[], shorter: readonly Named[]): string | null {
  const missing = additional(longer, shorter);
  const [first] = missing;
  if (!first) return null;
  if (missing.length > 1) return `${listOf(missing, 'and')} are missing`;
  const before = longer[longer.indexOf(first) - 1];
  return `\`${bare(first.name)}\` is missing${before ? ` after \`${bare(before.name)}\`` : ''}`;
}

function surplusOf(longer: readonly Named[], shorter: readonly Named[]): string | null {
  const surplus = additional(longer, shorter);
  return surplus.length > 0 ? listOf(surplus, 'and no') : null;
}

/** What only the longer list names; empty unless names prove it: all of the shorter list's are in the longer. */
function additional(longer: readonly Named[], shorter: readonly Named[]): readonly Named[] {
  const names = new Set(shorter.map(({ name }) => sameName(name)));
  const more = longer.filter(({ name }) => !names.has(sameName(name)));
  const proven =
    more.length === longer.length - shorter.length && more.every(({ name }) => bare(name) !== '');
  return proven ? more : [];
}

/** `a`, `b` and `c`. */
function listOf(parameters: readonly Named[], conjunction: string): string {
  const names = parameters.map(({ name }) => `\`${bare(name)}\``);
  const last = names.pop() ?? '';
  return names.length > 0 ? `${names.join(', ')} ${conjunction} ${last}` : last;
}

/** The name alone: without `mut`, `r#` and the underscore of an unused one; empty where there is none. */
const bare = (name: string): string => name.replace(/^mut\s+/, '').replace(/^(?:r#|_+)/, '');

/** Equal for what both sides' habits spell differently: `_flags` and `Flags`, `pixel_snap` and `pixelSnap`. */
const sameName = (name: string): string => bare(name).replaceAll('_', '').toLowerCase();

const nameInRust = ({ name }: CppParameter, index: number): string => {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (snake === '') return `arg${index + 1}`;
  return RUST_KEYWORDS.has(snake) ? `r#${snake}` : snake;
};

const whole = (text: string | null, remedy: (text: string) => Remedy): Remedy[] =>
  text === null ? [] : [remedy(text)];

const RUST_KEYWORDS = new Set(
  'as break const continue else enum extern false fn for if impl in let loop match mod move mut pub ref return static struct trait true type unsafe use where while async await dyn abstract become box do final macro override priv typeof unsized virtual yield try gen'.split(
    ' ',
  ),
);
