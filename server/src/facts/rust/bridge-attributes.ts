import { LineIndex } from '../../base/line-index.js';
import type { Range } from '../../base/range.js';
import type { Attribute } from './attributes.js';
import type { BridgeDerive } from './bridge-syntax.js';
import type { Reject } from './bridge-types.js';
import { parseMetas } from './meta.js';

/** What an item of a bridge can be told by attributes. */
export type BridgeAttribute =
  'cfg' | 'cxx_name' | 'default' | 'derive' | 'doc' | 'namespace' | 'repr' | 'rust_name' | 'Self';

/** What the attributes of one item say. */
export interface BridgeAttributes {
  readonly derives: readonly BridgeDerive[];
  readonly cxxName: string | null;
  readonly rustName: string | null;
  /** Null where it is inherited. */
  readonly namespace: readonly string[] | null;
  readonly selfType: { readonly name: string; readonly range: Range } | null;
  /** The integer of `repr`, or its alignment. */
  readonly repr: {
    readonly written: string;
    readonly kind: 'align' | 'integer';
    readonly range: Range;
  } | null;
  readonly default: boolean;
}

/** @see cxx: syntax/derive.rs */
const TRAITS: ReadonlySet<string> = new Set(
  'BitAnd BitOr BitXor Clone Copy Debug Default Eq ExternType Hash Ord PartialEq PartialOrd Serialize Deserialize'.split(
    ' ',
  ),
);

/** What cxx hands on to rustc. @see cxx: syntax/attrs.rs, parse */
const HANDED_ON: ReadonlySet<string> = new Set('allow warn deny forbid deprecated must_use serde'.split(' '));

const HANDED_ON_TOOLS: ReadonlySet<string> = new Set(['clippy', 'rustfmt']);

/**
 * Reads the attributes of one item as cxx does.
 *
 * @param allowed what the item can be told
 * @see cxx: syntax/attrs.rs, parse, which stops at the first attribute that it cannot read
 */
export function readBridgeAttributes(
  attributes: readonly Attribute[],
  allowed: readonly BridgeAttribute[],
  reject: Reject,
): BridgeAttributes {
  const reading = { ...NOTHING };
  for (const attribute of attributes) if (!readAttribute(attribute, allowed, reading, reject)) break;
  return reading;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING: BridgeAttributes = {
  derives: [],
  cxxName: null,
  rustName: null,
  namespace: null,
  selfType: null,
  repr: null,
  default: false,
};

/** @returns false where cxx goes no further */
function readAttribute(
  attribute: Attribute,
  allowed: readonly BridgeAttribute[],
  reading: Writable<BridgeAttributes>,
  reject: Reject,
): boolean {
  const { path, value, list, range } = attribute;
  const stop = (message: string, at: Range = range): false => {
    reject({ range: at, message });
    return false;
  };
  if (attribute.under !== null) return stop('`cfg_attr` cannot stand in a bridge: cxx does not evaluate it');
  if (HANDED_ON.has(path) || HANDED_ON_TOOLS.has(path.split('::')[0] ?? '')) return true;
  if (!allowed.some((each) => each === path)) return stop(`\`#[${path}]\` means nothing to cxx here`);
  const known = path as BridgeAttribute;
  switch (known) {
    case 'derive': {
      const derives = parseMetas(list ?? '').map((each) => each.path);
      for (const trait of derives.filter((each) => !TRAITS.has(each)))
        reject({
          range: placeOf(trait, attribute),
          message: `a bridge cannot derive \`${trait}\`: cxx generates ${[...TRAITS].join(', ')}`,
        });
      const generated = derives.filter((each) => TRAITS.has(each));
      reading.derives = [
        ...reading.derives,
        ...generated.map((trait, i) => ({
          trait,
          range: placeOf(trait, attribute, generated.slice(0, i).filter((each) => each === trait).length),
        })),
      ];
      return true;
    }
    case 'repr': {
      const repr = readRepr(attribute);
      if ('problem' in repr) return stop(repr.problem, repr.range);
      reading.repr = repr;
      return true;
    }
    case 'default':
      if (value !== null || list !== null) return stop('`#[default]` takes no argument');
      reading.default = true;
      return true;
    case 'namespace': {
      if (value === null) return stop('a namespace is written `#[namespace = "a::b"]`');
      const raw = isQuoted(attribute) ? /\br#(\w+)/.exec(value)?.[1] : undefined;
      if (raw !== undefined)
        return stop(
          `a quoted namespace has no raw identifiers: write \`${raw}\` for \`r#${raw}\`, or leave the quotes out`,
          placeOf(`r#${raw}`, attribute),
        );
      const segments = value.replace(/^\s*::/, '').split('::');
      if (value !== '' && !segments.every((each) => IDENTIFIER.test(each.trim())))
        return stop(`\`${value}\` is no path of names: a namespace is written \`#[namespace = "a::b"]\``);
      reading.namespace = value === '' ? [] : segments.map((each) => each.trim().replace(/^r#/, ''));
      return true;
    }
    case 'cxx_name':
    case 'rust_name':
    case 'Self': {
      if (value === null || !IDENTIFIER.test(value))
        return stop(
          `\`#[${path} = "…"]\` takes the name of one ${path === 'cxx_name' ? 'C++' : 'Rust'} item`,
        );
      if (path === 'cxx_name') reading.cxxName = value;
      else if (path === 'rust_name') reading.rustName = value;
      else reading.selfType = { name: value, range: valuePlace(attribute) };
      return true;
    }
    case 'doc':
      return value !== null || list?.trim() === 'hidden'
        ? true
        : stop('a bridge knows `#[doc = "…"]` and `#[doc(hidden)]` only');
    case 'cfg':
      return true;
    default:
      return known satisfies never;
  }
}

const IDENTIFIER = /^(?:r#)?[\p{XID_Start}_]\p{XID_Continue}*$/u;

const isQuoted = ({ written }: Attribute): boolean => /=\s*r?#*"/.test(written);

const INTEGER = /^[iu](?:8|16|32|64|size)$/;

/** @see cxx: syntax/repr.rs */
function readRepr(
  attribute: Attribute,
): NonNullable<BridgeAttributes['repr']> | { readonly problem: string; readonly range: Range } {
  const written = attribute.list?.trim() ?? '';
  if (INTEGER.test(written)) return { written, kind: 'integer', range: placeOf(written, attribute) };
  const argument = /^align\s*\(([^]*)\)$/.exec(written)?.[1]?.trim();
  if (argument === undefined) {
    const range = written === '' ? attribute.range : placeOf(written, attribute);
    return {
      problem: `cxx knows no \`repr(${written})\`: an enum has \`repr(u8)\` … \`repr(isize)\`, a struct \`repr(align(N))\``,
      range,
    };
  }
  const range = placeOf(argument, attribute);
  if (!/^\d[\w]*$/.test(argument))
    return {
      problem: `the alignment \`${argument}\` is an expression: it is an integer literal here`,
      range,
    };
  const literal = /^(0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*)(?:[iu](?:8|16|32|64|128|size))?$/.exec(
    argument,
  );
  if (!literal) return { problem: `\`${argument}\` is no integer`, range };
  const bytes = BigInt((literal[1] ?? '').replaceAll('_', ''));
  if (bytes <= 0n || (bytes & (bytes - 1n)) !== 0n)
    return { problem: `the alignment ${bytes} is not a power of two`, range };
  if (bytes > 8192n) return { problem: `the alignment ${bytes} is larger than 8192, cxx's limit`, range };
  return { written: argument, kind: 'align', range };
}

/** Where a word stands in an attribute's arguments; the attribute where it is not found as written. */
function placeOf(word: string, attribute: Attribute, skipped = 0): Range {
  const { written } = attribute;
  const isWord = (at: number): boolean =>
    !/[\w:]/.test(written[at - 1] ?? '') && !/\w/.test(written[at + word.length] ?? '');
  let from = written.search(/[(=]/);
  for (let left = skipped; from !== -1; from++) {
    from = written.indexOf(word, from);
    if (from === -1) break;
    if (isWord(from) && left-- === 0) return rangeWithin(attribute, from, from + word.length);
  }
  return attribute.range;
}

/** What stands behind the `=`. */
function valuePlace(attribute: Attribute): Range {
  const match = /=\s*([^]*?)\s*\]$/d.exec(attribute.written);
  const [start, end] = match?.indices?.[1] ?? [0, attribute.written.length];
  return rangeWithin(attribute, start, end);
}

function rangeWithin({ written, range: { start } }: Attribute, from: number, to: number): Range {
  const place = (offset: number): Range['start'] => {
    const { line, character } = new LineIndex(written).positionAt(offset);
    return { line: start.line + line, character: line === 0 ? start.character + character : character };
  };
  return { start: place(from), end: place(to) };
}
