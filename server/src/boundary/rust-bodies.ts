import type { Uri } from '../base/range.js';
import type { RustBody } from '../facts/rust/function-bodies/rust-body.js';
import type { Program } from '../program/program.js';
import type { FunctionCrossing } from './crossing.js';

/** The body of a Rust function that does something which matters where a crossing gives or takes it. */
export interface RustBodySide {
  readonly kind: 'rust-body';
  readonly uri: Uri;
  readonly body: RustBody;
  /** The functions of C++ that it calls with it, by their names in Rust. */
  readonly called: readonly FunctionCrossing[];
  /** The crossing that the function itself is, where C++ calls it. */
  readonly exported: FunctionCrossing | null;
}

/** The bodies in all files that were read, each with the crossings that it has to do with. */
export function rustBodiesOf(functions: readonly FunctionCrossing[], program: Program): RustBodySide[] {
  const imported = new Map<string, FunctionCrossing[]>();
  const exported = new Map<string, FunctionCrossing>();
  const defined = new Set<string>();
  for (const crossing of functions) {
    if (crossing.direction !== 'cpp-calls-rust') continue;
    exported.set(placeOf(crossing.rust.uri, crossing.rust), crossing);
    defined.add(crossing.name);
  }
  // What Rust itself exports, it only calls back through C.
  for (const crossing of functions) {
    if (crossing.direction !== 'rust-calls-cpp' || defined.has(crossing.name)) continue;
    const { name } = crossing.rust;
    imported.set(name, [...(imported.get(name) ?? []), crossing]);
  }
  return [...program.rustFiles()].flatMap(([uri, { bodies = [] }]) =>
    bodies.flatMap((body): RustBodySide[] => {
      const called = [...namesIn(body)].flatMap((name) => nearest(imported.get(name) ?? [], uri) ?? []);
      const own = exported.get(placeOf(uri, body)) ?? null;
      const frees = body.strayReleases.some(({ kind }) => kind === 'freed');
      return called.length > 0 || own || frees
        ? [{ kind: 'rust-body', uri, body, called, exported: own }]
        : [];
    }),
  );
}

/** The functions that a body calls with something that counts. */
const namesIn = (body: RustBody): ReadonlySet<string> =>
  new Set([
    ...body.danglingPointers.flatMap(({ given }) => given.map(({ name }) => name)),
    ...body.uncheckedStrings.flatMap(({ origin }) => (origin.kind === 'call' ? origin.name : [])),
    ...body.strayReleases.flatMap((release) => (release.kind === 'taken' ? release.origin.name : [])),
  ]);

const placeOf = (uri: Uri, { nameRange: { start } }: Pick<RustBody, 'nameRange'>): string =>
  `${uri} ${start.line}:${start.character}`;

/** The declaration of a name that is most likely meant: that of the same file, or of the folder closest to it. */
function nearest(declared: readonly FunctionCrossing[], uri: Uri): FunctionCrossing | undefined {
  const closeness = ({ rust }: FunctionCrossing): number => sharedLength(rust.uri, uri);
  return declared.reduce<FunctionCrossing | undefined>(
    (best, each) => (best && closeness(best) >= closeness(each) ? best : each),
    undefined,
  );
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
