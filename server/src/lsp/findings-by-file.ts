import type { Uri } from '../base/range.js';
import type { Finding } from '../service/answers.js';

export function findingsByFile(findings: readonly Finding[]): ReadonlyMap<Uri, readonly Finding[]> {
  const files = new Map<Uri, Finding[]>();
  for (const finding of findings) {
    const held = files.get(finding.uri);
    if (held) held.push(finding);
    else files.set(finding.uri, [finding]);
  }
  return files;
}
