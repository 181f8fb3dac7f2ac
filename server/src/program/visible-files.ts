import type { Uri } from '../base/range.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';
import type { Program } from './program.js';

/**
 * A file and what it includes, directly or not, among the files that were read. An `#include` means the
 * file that a compiler would find, beside the including one or in the folders of the build; where there
 * is none, every file whose path ends in what it says.
 */
export function visibleFrom(program: Program, uri: Uri): ReadonlySet<Uri> {
  const filesByName = new Map<string, [Uri, CppFacts][]>();
  for (const entry of program.cppFiles()) {
    const name = lastSegment(entry[0]);
    const others = filesByName.get(name);
    if (others) others.push(entry);
    else filesByName.set(name, [entry]);
  }
  const visible = new Set<Uri>([uri]);
  const facts = program.facts(uri);
  const pending: [Uri, CppFacts][] = facts?.language === 'cpp' ? [[uri, facts]] : [];
  const see = (included: Uri, includedFacts: CppFacts): void => {
    if (visible.has(included)) return;
    visible.add(included);
    pending.push([included, includedFacts]);
  };
  for (let file = pending.pop(); file; file = pending.pop()) {
    const [from, { includes }] = file;
    for (const include of includes) {
      const found = program.includeSearch(include, from, uri);
      if (found !== null) {
        // It may not have been read, and then no other one is meant either.
        const foundFacts = program.facts(found);
        if (foundFacts?.language === 'cpp') see(found, foundFacts);
        continue;
      }
      const plain = include.path.replace(/^(?:\.{1,2}\/)+/, '');
      for (const [included, includedFacts] of filesByName.get(lastSegment(encodeURI(plain))) ?? [])
        if (included.endsWith(`/${encodeURI(plain)}`)) see(included, includedFacts);
    }
  }
  return visible;
}

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
