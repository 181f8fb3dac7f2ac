import type { Range } from '../../base/range.js';
import { rangeOf, type Spanned } from '../../syntax/node-range.js';
import type { Condition } from '../facts.js';
import { type Meta, parseMeta, parseMetas } from './meta.js';
import type { ReprHints, RustRepr } from './rust-facts.js';
import { type Span, textOf } from './source-text.js';

/** One attribute of an item; those in `unsafe(…)` and `cfg_attr(…)` are given as if they stood alone. */
export interface Attribute extends Meta {
  /** The predicate of the `cfg_attr` around it, null without. */
  readonly under: string | null;
  /** From `#` to `]`, of the `cfg_attr` where it stands in one. */
  readonly range: Range;
  /** What stands there. */
  readonly written: string;
}

/** @param nodes `attribute_item` or `inner_attribute_item` nodes */
export function readAttributes(nodes: readonly (Spanned & Span)[], text: string): Attribute[] {
  return nodes.flatMap((node) => {
    const written = textOf(node, text);
    const content = /^#\s*!?\s*\[([^]*)\]$/.exec(written)?.[1];
    return content === undefined
      ? []
      : unwrapped(parseMeta(content), null, { range: rangeOf(node), written });
  });
}

/**
 * @see RFC 3325 for `unsafe(…)`
 * @see Rust reference, "Conditional compilation", The cfg_attr attribute
 */
function unwrapped(
  meta: Meta,
  under: string | null,
  place: Pick<Attribute, 'range' | 'written'>,
): Attribute[] {
  if (meta.list !== null && meta.path === 'unsafe') {
    return parseMetas(meta.list).map((inner) => ({ ...inner, under, ...place }));
  }
  if (meta.list !== null && meta.path === 'cfg_attr') {
    const comma = endOfPredicate(meta.list);
    const predicate = meta.list.slice(0, comma).trim();
    const all = under === null ? predicate : `all(${under}, ${predicate})`;
    return parseMetas(meta.list.slice(comma + 1)).flatMap((inner) => unwrapped(inner, all, place));
  }
  return [{ ...meta, under, ...place }];
}

/** Index of the first comma outside of parentheses. */
function endOfPredicate(list: string): number {
  let depth = 0;
  for (let i = 0; i < list.length; i++) {
    if (list[i] === '(') depth++;
    else if (list[i] === ')') depth--;
    else if (list[i] === ',' && depth === 0) return i;
  }
  return list.length;
}

/** The attribute of that path which holds in every configuration. */
export const attribute = (attributes: readonly Attribute[], path: string): Attribute | undefined =>
  attributes.find((each) => each.path === path && each.under === null);

export const attributeValue = (attributes: readonly Attribute[], path: string): string | null =>
  attribute(attributes, path)?.value ?? null;

/** What the attributes add to the condition of what is around the item. */
export function conditionOf(around: Condition, attributes: readonly Attribute[]): Condition {
  const own = attributes
    .filter(({ path, list }) => path === 'cfg' && list !== null)
    .map(({ list, under }) => {
      const predicate = (list as string).trim().replace(/,$/, '');
      return under === null ? predicate : `any(not(${under}), ${predicate})`;
    });
  return own.length === 0 ? around : [...around, ...own];
}

/** Last path segments of the derived traits. */
export const derivesOf = (attributes: readonly Attribute[]): string[] =>
  attributes
    .filter(({ path, under }) => path === 'derive' && under === null)
    .flatMap(({ list }) => parseMetas(list ?? ''))
    .map(({ path }) => path.slice(path.lastIndexOf(':') + 1));

const INTEGER = /^[iu](?:8|16|32|64|128|size)$/;

export function reprOf(attributes: readonly Attribute[]): RustRepr {
  const all = attributes.filter(({ path }) => path === 'repr');
  const certain = all.filter(({ under }) => under === null);
  const conditional = all.flatMap((each) =>
    each.under === null ? [] : [{ under: each.under, ...hintsOf([each]) }],
  );
  return {
    ...hintsOf(certain),
    range: certain[0]?.range ?? null,
    ...(conditional.length > 0 && { conditional }),
  };
}

function hintsOf(attributes: readonly Attribute[]): ReprHints {
  const hints = attributes.flatMap(({ list }) => parseMetas(list ?? ''));
  const named = (name: string) => hints.filter(({ path }) => path === name);
  const sizes = (name: string) => named(name).map(({ list }) => Number(list ?? 1));
  const packed = sizes('packed');
  const align = sizes('align');
  return {
    c: named('C').length > 0,
    transparent: named('transparent').length > 0,
    integer: hints.find(({ path }) => INTEGER.test(path))?.path ?? null,
    packed: packed.length === 0 ? null : Math.min(...packed),
    align: align.length === 0 ? null : Math.max(...align),
  };
}

/** `a::b` of `namespace = "a::b"`; the global namespace is the empty string. */
export const namespacePath = (written: string): string[] =>
  written
    .split('::')
    .map((each) => each.trim())
    .filter((each) => each !== '');
