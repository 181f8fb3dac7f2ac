import type { RustFacts, RustModule, RustUse } from '../facts/rust/rust-facts.js';
import { keyOf } from './path-meaning.js';
import type { RustTypeDeclaration } from './rust-names.js';

/** What one module declares by itself. */
export interface ModuleScope {
  readonly types: ReadonlyMap<string, readonly RustTypeDeclaration[]>;
  readonly modules: ReadonlyMap<string, readonly RustModule[]>;
  /** By the name that they bring in; globs under `*`. */
  readonly uses: ReadonlyMap<string, readonly RustUse[]>;
  /** It may have items that its facts do not show. */
  readonly open: boolean;
}

/** Macros whose invocations declare nothing that a path of a type could name. */
const SILENT = /(?:^|::)(?:thread_local|(?:const_|static_)?assert\w*|compile_error|global_asm)$/;

function scopesOf(
  facts: RustFacts,
  declarations: readonly RustTypeDeclaration[],
): ReadonlyMap<string, ModuleScope> {
  const open = facts.problems.length > 0 || facts.macros.some(({ name }) => !SILENT.test(name));
  const make = (): ModuleScope & Lists => ({ types: new Map(), modules: new Map(), uses: new Map(), open });
  const scopes = new Map<string, ModuleScope & Lists>([['', make()]]);
  const at = (path: readonly string[]): ModuleScope & Lists => {
    const key = keyOf(path);
    const scope = scopes.get(key) ?? make();
    scopes.set(key, scope);
    return scope;
  };
  for (const item of facts.modules) {
    push(at(item.modulePath).modules, item.name, item);
    if (item.inline) at([...item.modulePath, item.name]);
  }
  for (const declaration of declarations)
    if (!declaration.item.local)
      push(at(declaration.item.modulePath).types, declaration.item.name, declaration);
  for (const use of facts.uses) push(at(use.modulePath).uses, use.name, use);
  return scopes;
}

interface Lists {
  readonly types: Map<string, RustTypeDeclaration[]>;
  readonly modules: Map<string, RustModule[]>;
  readonly uses: Map<string, RustUse[]>;
}

function push<T>(map: Map<string, T[]>, name: string, element: T): void {
  const list = map.get(name);
  if (list) list.push(element);
  else map.set(name, [element]);
}

/** What the modules of files declare, worked out once for each file's facts. */
export class ModuleScopes {
  readonly #scopes = new WeakMap<RustFacts, ReadonlyMap<string, ModuleScope>>();

  /** Undefined where the file has no module of that path. */
  of(
    facts: RustFacts,
    declarations: readonly RustTypeDeclaration[],
    modulePath: readonly string[],
  ): ModuleScope | undefined {
    let scopes = this.#scopes.get(facts);
    if (!scopes) {
      scopes = scopesOf(facts, declarations);
      this.#scopes.set(facts, scopes);
    }
    return scopes.get(keyOf(modulePath));
  }
}
