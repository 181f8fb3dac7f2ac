import type { Location } from '../../base/range.js';
import { explanationAsJson } from './explanation-json.js';
import { shownPath } from '../paths.js';
import type { CheckReport } from './report.js';

/** `check --format json`, held to `docs/schema/check.schema.json`. */
export function formatCheckAsJson({ answer, explanation, base, durationMs }: CheckReport): string {
  const place = ({ uri, range }: Location) => ({ path: shownPath(uri, base), range });
  const document = {
    version: 1,
    target: answer.target,
    findings: answer.findings.map((finding) => ({
      hazard: finding.hazard,
      severity: finding.severity,
      ...place(finding),
      message: finding.message,
      ...(finding.mechanism && { mechanism: finding.mechanism }),
      targets: finding.targets,
      related: finding.related.map(({ location, message }) => ({ ...place(location), message })),
      remedies: finding.remedies.map(({ title }) => title),
    })),
    crossings: answer.crossings.map(({ name, mechanism, direction, kind, rust, cpp }) => ({
      name,
      mechanism,
      direction,
      kind,
      rust: place(rust),
      cpp: place(cpp),
    })),
    unpaired: answer.unpaired.map(({ name, mechanism, location, reason }) => ({
      name,
      mechanism,
      ...place(location),
      reason,
    })),
    ...(explanation && { explanation: explanationAsJson(explanation, base) }),
    summary: { files: { seen: answer.files.seen, parsed: answer.files.parsed }, durationMs },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
