import type { Uri } from '../base/range.js';
import { WeakMemory } from '../base/weak-memory.js';
import { NO_CRATES, type RustCrates } from '../builds/rust-crates.js';
import { ModuleScopes } from './module-scopes.js';
import { keyOf, placeKey, type Meaning } from './path-meaning.js';
import { PathView, type PathSources } from './path-view.js';
import { PathWalk, type Presence } from './path-walk.js';
import type { RustPlace } from './rust-names.js';

/**
 * Follows paths from module to module through the files and crates of a workspace.
 *
 * @see Rust reference, "Paths", "Use declarations", "Name resolution", "Preludes", Extern prelude
 */
export class RustPaths {
  /** The crates of the packages; whoever knows the builds sets it. */
  crates: RustCrates = NO_CRATES;
  /** Whether the workspace has a file; whoever knows the files sets it. */
  exists: (uri: Uri) => boolean = () => false;
  readonly #sources: PathSources;
  readonly #scopes = new ModuleScopes();
  readonly #answers = new WeakMemory<readonly [object, ...object[]], Map<string, Answer>>();

  constructor(sources: PathSources) {
    this.#sources = sources;
  }

  /** What a path of a type stands for where it is written. */
  meaningOf(path: readonly string[], place: RustPlace, presence: Presence): Meaning {
    const answers = this.#answers.recall([this.crates, ...presence.grounds], () => new Map());
    const key = `${keyOf(path)} ${placeKey(place)}`;
    const known = answers.get(key);
    if (known?.view.isCurrent() === true) return known.meaning;
    const view = new PathView(this.#sources, this.#scopes, this.crates, this.exists);
    const meaning = new PathWalk(view, presence).from(path, place);
    answers.set(key, { view, meaning });
    return meaning;
  }
}

interface Answer {
  readonly view: PathView;
  readonly meaning: Meaning;
}
