import type { RustPlace, RustTypeDeclaration } from './rust-names.js';

/** Everything that a path may stand for among types and modules. */
export interface Meaning {
  readonly types: readonly RustTypeDeclaration[];
  readonly modules: readonly RustPlace[];
  /** Full paths into crates that are not of the workspace. */
  readonly outside: readonly (readonly string[])[];
  /** What was not read and may say more. */
  readonly gaps: readonly Gap[];
}

export type Gap =
  /** Items of a crate that is not read are in scope. */
  | { readonly kind: 'foreign-glob'; readonly path: readonly string[] }
  /** A build script leaves a file of this name, and no build has. */
  | { readonly kind: 'unbuilt'; readonly file: string }
  /** A file that is there is yet to be read. */
  | { readonly kind: 'pending' }
  /** A macro, a file that is not there, a crate that no manifest names, or more than is followed. */
  | { readonly kind: 'unseen' };

export const NOTHING: Meaning = { types: [], modules: [], outside: [], gaps: [] };
export const UNSEEN: Meaning = { ...NOTHING, gaps: [{ kind: 'unseen' }] };
export const PENDING: Meaning = { ...NOTHING, gaps: [{ kind: 'pending' }] };

export const keyOf = (modulePath: readonly string[]): string => modulePath.join('::');

export const placeKey = ({ uri, modulePath }: RustPlace): string => `${keyOf(modulePath)} ${uri}`;

export const ofModules = (modules: readonly RustPlace[]): Meaning => ({ ...NOTHING, modules });

export const isSame = (a: RustPlace, b: RustPlace): boolean =>
  a === b || (a.uri === b.uri && keyOf(a.modulePath) === keyOf(b.modulePath));

export const isNothing = ({ types, modules, outside, gaps }: Meaning): boolean =>
  types.length + modules.length + outside.length + gaps.length === 0;

/** All of several meanings, each thing once. */
export function merged(all: readonly Meaning[]): Meaning {
  const [first = NOTHING, ...others] = all.filter((each) => !isNothing(each));
  if (others.length === 0) return first;
  const each = [first, ...others];
  return {
    types: [...new Set(each.flatMap(({ types }) => types))],
    modules: withoutRepetition(
      each.flatMap(({ modules }) => modules),
      placeKey,
    ),
    outside: withoutRepetition(
      each.flatMap(({ outside }) => outside),
      keyOf,
    ),
    gaps: withoutRepetition(
      each.flatMap(({ gaps }) => gaps),
      gapKey,
    ),
  };
}

function withoutRepetition<T>(all: readonly T[], keyFor: (each: T) => string): readonly T[] {
  if (all.length < 2) return all;
  const seen = new Map<string, T>();
  for (const each of all) {
    const key = keyFor(each);
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}

function gapKey(gap: Gap): string {
  switch (gap.kind) {
    case 'foreign-glob':
      return `${gap.kind} ${keyOf(gap.path)}`;
    case 'unbuilt':
      return `${gap.kind} ${gap.file}`;
    default:
      return gap.kind;
  }
}
