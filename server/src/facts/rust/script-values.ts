import type { ScriptValue } from './build-script.js';
import { stringValue } from './literals.js';

/** A value of a build script that is no builder. */
export type PlainValue = ScriptValue;

export const NOTHING: PlainValue = { kind: 'nothing' };

const LONGEST_SOURCE = 100;

export const text = (value: string, base: string | null = null): PlainValue => ({
  kind: 'text',
  text: value,
  base,
});

export function unreadable(source: string): PlainValue {
  const line = source.replace(/\s+/g, ' ').trim();
  return {
    kind: 'unreadable',
    text: line.length > LONGEST_SOURCE ? `${line.slice(0, LONGEST_SOURCE - 1)}…` : line,
  };
}

/** What a loop goes through; null where that is not written. */
export function elementsOf(value: PlainValue): readonly PlainValue[] | null {
  return value.kind === 'list' ? value.elements : value.kind === 'nothing' ? [] : null;
}

const WRAPPERS =
  /(?:^|::)(?:Path::new|PathBuf::from|String::from|OsString::from|OsStr::new|Some|Ok|Cow::from|Cow::Borrowed)$/;
const ENVIRONMENT = /(?:^|::)(?:env::var|env::var_os|var|var_os)$/;

/** What a function of the standard library makes of written values; null where it is another one. */
export function asCallResult(path: string, given: readonly PlainValue[]): PlainValue | null {
  const [first] = given;
  if (!first || given.length !== 1) return null;
  if (WRAPPERS.test(path)) return first;
  if (ENVIRONMENT.test(path) && first.kind === 'text' && first.base === null) return text('', first.text);
  return null;
}

/** Methods that give the same text, path or list in another type, or fail the build. */
const SAME = new Set([
  ...[
    'as_path',
    'as_ref',
    'as_str',
    'as_slice',
    'as_os_str',
    'as_deref',
    'borrow',
    'by_ref',
    'clone',
    'cloned',
    'copied',
  ],
  ...[
    'display',
    'expect',
    'into',
    'into_iter',
    'into_os_string',
    'into_string',
    'iter',
    'ok',
    'to_owned',
    'to_path_buf',
  ],
  ...[
    'to_str',
    'to_string',
    'to_string_lossy',
    'to_vec',
    'into_owned',
    'unwrap',
    'to_os_string',
    'as_os_string',
  ],
]);

/** What a method of the standard library makes of a written value; null where that is not known. */
export function asMethodResult(
  subject: PlainValue,
  method: string,
  given: readonly PlainValue[],
): PlainValue | null {
  if (subject.kind !== 'text' && subject.kind !== 'list') return null;
  if (SAME.has(method)) return subject;
  const [first] = given;
  if (subject.kind !== 'text' || first?.kind !== 'text') return null;
  return method === 'join' ? joined(subject, first) : null;
}

const CHANGES =
  /^(?:append|clear|dedup\w*|drain|extend\w*|insert\w*|pop\w*|push\w*|remove\w*|replace_range|retain\w*|reverse|set_\w+|sort\w*|split_off|swap\w*|take|truncate)$/;

/**
 * What a variable holds after a method that changes it.
 *
 * @returns null where the method changes nothing
 */
export function asChanged(
  subject: PlainValue,
  method: string,
  [first]: readonly PlainValue[],
): PlainValue | null {
  if (!CHANGES.test(method) || (subject.kind !== 'text' && subject.kind !== 'list')) return null;
  if (first && method === 'push') {
    if (subject.kind === 'list') return { kind: 'list', elements: [...subject.elements, first] };
    // `PathBuf::push`; `String::push` takes one character.
    if (first.kind === 'text' && first.text.length > 1) return joined(subject, first);
  }
  return unreadable(method);
}

type Text = Extract<PlainValue, { readonly kind: 'text' }>;

/** `Path::join`: an absolute path takes the place of what stands before. */
function joined(path: Text, more: Text): PlainValue {
  if (more.base !== null || /^(?:[\\/]|[A-Za-z]:)/.test(more.text)) return more;
  const separator = (path.text === '' && path.base === null) || path.text.endsWith('/') ? '' : '/';
  return text(`${path.text}${separator}${more.text}`, path.base);
}

/**
 * `format!` with written values.
 *
 * @param named the value of a variable that the format names
 * @returns null where a part is not written, or set with a width or the like
 * @see the documentation of `std::fmt`
 */
export function formatted(
  format: string,
  values: readonly PlainValue[],
  named: (name: string) => PlainValue | null,
): PlainValue | null {
  let next = 0;
  let base: string | null = null;
  let result = '';
  for (const [, brace, name, plain] of format.matchAll(/(\{\{|\}\})|\{(\w*)\}|([^{}]+|[{}])/g)) {
    if (plain !== undefined) {
      if (/[{}]/.test(plain)) return null;
      result += plain;
    } else if (brace !== undefined) result += brace.charAt(0);
    else {
      const value =
        name === '' ? values[next++] : /^\d/.test(name ?? '') ? values[Number(name)] : named(name ?? '');
      if (value?.kind !== 'text' || (value.base !== null && result !== '')) return null;
      base ??= value.base;
      result += value.text;
    }
  }
  return text(result, base);
}

const CONCATENATED = /^[([{]((?:\s*(?:env!\s*\(\s*"\w+"\s*\)|"(?:\\.|[^"\\])*")\s*,?)*)\s*[)\]}]$/;
const PARTS = /env!\s*\(\s*"(\w+)"\s*\)|"(?:\\.|[^"\\])*"/g;

/**
 * `concat!(env!("CARGO_MANIFEST_DIR"), "/include")`.
 *
 * @param written the arguments with their brackets
 */
export function concatenated(written: string): PlainValue | null {
  const list = CONCATENATED.exec(written)?.[1];
  if (list === undefined) return null;
  let base: string | null = null;
  let result = '';
  for (const [part, variable] of list.matchAll(PARTS)) {
    if (variable === undefined) result += stringValue(part) ?? '';
    else if (base === null && result === '') base = variable;
    else return null;
  }
  return text(result, base);
}
