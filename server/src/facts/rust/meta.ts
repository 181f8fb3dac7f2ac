import { concatenated, stringValue } from './literals.js';

/**
 * One entry of an attribute: a path, a value after `=`, or a list in parentheses.
 *
 * @see Rust reference, "Attributes", Meta item attribute syntax
 */
export interface Meta {
  /** `cxx::bridge`, without white space and without a leading `::`. */
  readonly path: string;
  /** A string's content, also of one put together by `concat!`; any other value as written; null without `=`. */
  readonly value: string | null;
  /** The text between the parentheses; null without them. */
  readonly list: string | null;
}

/** The entries of a comma-separated list. Entries that are no meta item (`repr(4)`) have their text as path. */
export function parseMetas(text: string): Meta[] {
  return splitAtCommas(text).map(parseMeta);
}

const META = /^(?:::\s*)?([\w#]+(?:\s*::\s*[\w#]+)*)\s*(?:=([^]*)|[([{]([^]*)[)\]}])?$/;

export function parseMeta(text: string): Meta {
  const match = META.exec(text.trim());
  if (!match) return { path: text.trim(), value: null, list: null };
  const [, path, value, list] = match as unknown as [string, string, string | undefined, string | undefined];
  const written = value?.trim();
  return {
    path: path.replace(/\s|r#/g, ''),
    value: written === undefined ? null : (stringValue(written) ?? concatenated(written) ?? written),
    list: list ?? null,
  };
}

/** Whatever hides commas, and the commas. */
const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?\*\/|\br(#*)"[^]*?"\1|"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^]{1,10}?)'|[([{]|[)\]}]|,/g;

function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const comment = token.startsWith('//') || token.startsWith('/*');
    if (comment || (token === ',' && depth === 0)) {
      part += text.slice(from, index);
      from = index + token.length;
    }
    if (token === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
  }
  parts.push(part + text.slice(from));
  return parts.map((each) => each.trim()).filter((each) => each !== '');
}
