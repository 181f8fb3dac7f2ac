import type { Uri } from '../base/range.js';
import { commonFolders } from '../base/uri.js';
import { crateOf } from '../program/rust-names.js';

/** The crate that exports a symbol nearest to a C++ file, and how near the nearest of any other crate is. */
interface Nearest {
  readonly crate: Uri;
  readonly steps: number;
  readonly elsewhere: number;
}

/** The files that export a symbol: several where the workspace is of several programs. */
export class Exporters {
  readonly #files = new Map<string, Set<Uri>>();
  /** By symbol and C++ file: as many programs may ask as export the symbol. */
  readonly #nearest = new Map<string, Map<Uri, Nearest>>();

  add(symbol: string, uri: Uri): void {
    const known = this.#files.get(symbol);
    if (known) known.add(uri);
    else this.#files.set(symbol, new Set([uri]));
  }

  /** True where no file of another crate exports the symbol nearer to the C++ file than `from` is. */
  isNearest(symbol: string, from: Uri, cpp: Uri): boolean {
    const { crate, steps, elsewhere } = this.#nearestTo(symbol, cpp);
    return stepsBetween(from, cpp) <= (crate === crateOf(from) ? elsewhere : steps);
  }

  #nearestTo(symbol: string, cpp: Uri): Nearest {
    const known = this.#nearest.get(symbol) ?? new Map<Uri, Nearest>();
    this.#nearest.set(symbol, known);
    let nearest = known.get(cpp);
    if (!nearest) known.set(cpp, (nearest = nearestOf(this.#files.get(symbol) ?? [], cpp)));
    return nearest;
  }
}

function nearestOf(files: Iterable<Uri>, cpp: Uri): Nearest {
  let nearest: Nearest = { crate: '', steps: Infinity, elsewhere: Infinity };
  for (const file of files) {
    const crate = crateOf(file);
    const steps = stepsBetween(file, cpp);
    if (crate === nearest.crate) nearest = { ...nearest, steps: Math.min(nearest.steps, steps) };
    else if (steps < nearest.steps) nearest = { crate, steps, elsewhere: nearest.steps };
    else nearest = { ...nearest, elsewhere: Math.min(nearest.elsewhere, steps) };
  }
  return nearest;
}

/** Folders to leave and to enter on the way from one file to another. */
const stepsBetween = (a: Uri, b: Uri): number => foldersOf(a) + foldersOf(b) - 2 * commonFolders(a, b);

const foldersOf = (uri: Uri): number => commonFolders(uri, uri);
