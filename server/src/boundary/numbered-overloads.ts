import type { Range, Uri } from '../base/range.js';
import { commonFolders } from '../base/uri.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import type { FunctionCrossing } from './crossing.js';
import { linkNameOn, qualifiedNameIn } from './link-name.js';
import type { TargetView } from './target-view.js';

/** The first call in a file of an overload by the number that bindgen gave it. */
export interface NumberedUse {
  readonly kind: 'numbered-use';
  readonly uri: Uri;
  /** The name where it is called. */
  readonly range: Range;
  readonly crossing: FunctionCrossing;
}

/** The calls in files that were read and that nobody generated. Files that were not read are asked for. */
export function numberedUsesOf(functions: readonly FunctionCrossing[], view: TargetView): NumberedUse[] {
  const numbered = new Map<string, FunctionCrossing[]>();
  for (const crossing of functions) {
    if (!isNumbered(crossing, view)) continue;
    const { name } = crossing.rust;
    view.program.wantCallers(name);
    numbered.set(name, [...(numbered.get(name) ?? []), crossing]);
  }
  if (numbered.size === 0) return [];
  return [...view.program.rustFiles()].flatMap(([uri, facts]) =>
    (facts.generator ? [] : (facts.numberedCalls ?? [])).flatMap(
      ({ name, qualifier, range }): NumberedUse[] => {
        const crossing = nearest(numbered.get(name) ?? [], uri);
        return crossing && mayMean(name, qualifier, facts)
          ? [{ kind: 'numbered-use', uri, range, crossing }]
          : [];
      },
    ),
  );
}

/**
 * True where bindgen appended a number to the canonical name of an overload, which has the classes and, where they
 * become no modules, the namespaces before it.
 *
 * @see bindgen/codegen/mod.rs, `impl CodeGenerator for Function`, `overload_number`
 */
export function isNumbered(
  { mechanism, direction, rust, overloads, resolved, mangledNames = [] }: FunctionCrossing,
  { target, program }: TargetView,
): boolean {
  if (mechanism !== 'bindgen' || direction !== 'rust-calls-cpp' || !resolved || overloads.length === 0)
    return false;
  const symbol = linkNameOn(mangledNames, target, program.rustOptions(rust.uri));
  const path = (symbol && qualifiedNameIn(symbol.name, target)) ?? [];
  return path.some((_, i) => {
    const canonical = path.slice(i).join('_');
    return rust.name.startsWith(canonical) && /^[1-9]\d*$/.test(rust.name.slice(canonical.length));
  });
}

/** The declaration of a name that is most likely meant: that of the folder closest to the call. */
function nearest(declared: readonly FunctionCrossing[], uri: Uri): FunctionCrossing | undefined {
  const closeness = ({ rust }: FunctionCrossing): number => commonFolders(rust.uri, uri);
  return declared.reduce<FunctionCrossing | undefined>(
    (best, each) => (best && closeness(best) >= closeness(each) ? best : each),
    undefined,
  );
}

/** Whether a call of that name may be one of a function of another file, and not of a type's. */
function mayMean(name: string, qualifier: string | null, { uses, includes }: RustFacts): boolean {
  if (qualifier !== null) return !/^\p{Lu}/u.test(qualifier);
  return includes.length > 0 || uses.some((use) => use.name === name || use.name === '*');
}
