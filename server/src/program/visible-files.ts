import type { Uri } from '../base/range.js';
import type { CppFacts } from '../facts/cpp/cpp-facts.js';
import type { Program } from './program.js';

/**
 * A file and what it includes, directly or not, among the files that were read. An `#include` is
 * taken to mean every file whose path ends in what it says, since include directories are not known here.
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
  const pending: CppFacts[] = facts?.language === 'cpp' ? [facts] : [];
  for (let file = pending.pop(); file; file = pending.pop()) {
    for (const { path } of file.includes) {
      const plain = path.replace(/^(?:\.{1,2}\/)+/, '');
      for (const [included, includedFacts] of filesByName.get(lastSegment(encodeURI(plain))) ?? []) {
        if (visible.has(included) || !included.endsWith(`/${encodeURI(plain)}`)) continue;
        visible.add(included);
        pending.push(includedFacts);
      }
    }
  }
  return visible;
}

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
