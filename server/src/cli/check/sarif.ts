import type { Location, Range, Uri } from '../../base/range.js';
import { isWithin } from '../../base/uri.js';
import type { CheckAnswer, Finding } from '../../service/answers.js';
import type { Severity } from '../../service/settings.js';
import type { HazardCatalogue } from '../environment.js';
import { compareText, type CheckReport } from './report.js';

/**
 * `check --format sarif`: a SARIF 2.1.0 log with one run. Paths are URIs relative to `%SRCROOT%`, which
 * is the folder that the other formats' paths are relative to.
 *
 * @see OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.14 (run), 3.27 (result)
 */
export function formatCheckAsSarif(report: CheckReport, hazards: HazardCatalogue, version: string): string {
  const { answer, base } = report;
  const rules = rulesOf(answer, hazards);
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Ferrule', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [SOURCE_ROOT]: { uri: base.endsWith('/') ? base : `${base}/` } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: answer.problems.map(({ uri, message, range }) => ({
              level: 'warning',
              message: { text: message },
              locations: [{ physicalLocation: physicalLocation(uri, range, base) }],
            })),
          },
        ],
        results: answer.findings.map((finding) => ({
          ruleId: finding.hazard,
          ruleIndex: rules.findIndex(({ id }) => id === finding.hazard),
          level: levelOf(finding.severity),
          message: { text: finding.message },
          locations: [{ physicalLocation: physicalLocation(finding.uri, finding.range, base) }],
          relatedLocations: finding.related.map(({ location, message }, id) => ({
            id,
            message: { text: message },
            physicalLocation: physicalLocation(location.uri, location.range, base),
          })),
          properties: {
            ...(finding.mechanism && { mechanism: finding.mechanism }),
            targets: finding.targets,
            remedies: finding.remedies.map(({ title }) => title),
          },
        })),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const SOURCE_ROOT = '%SRCROOT%';

/** All hazards of the catalogue, and those that findings name without being in it. */
function rulesOf({ findings }: CheckAnswer, hazards: HazardCatalogue) {
  const catalogued = hazards.list().map(({ id, title, severity }) => {
    const page = hazards.page(id);
    return {
      id,
      shortDescription: { text: title },
      ...(page === null ? {} : { help: { text: page, markdown: page } }),
      defaultConfiguration: { level: levelOf(severity) },
    };
  });
  const known = new Set(catalogued.map(({ id }) => id));
  const others = new Set(findings.map(({ hazard }) => hazard).filter((id) => !known.has(id)));
  return [...catalogued, ...[...others].map((id) => ({ id }))].sort((a, b) => compareText(a.id, b.id));
}

/** SARIF 3.27.10 has three levels; what is less than a warning is a note. */
function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  switch (severity) {
    case 'error':
    case 'warning':
      return severity;
    case 'information':
    case 'hint':
      return 'note';
    default:
      throw new TypeError(severity satisfies never);
  }
}

function physicalLocation(uri: Location['uri'], range: Range | null, base: Uri) {
  const root = base.endsWith('/') ? base : `${base}/`;
  const artifactLocation =
    isWithin(uri, base) && uri !== base ? { uri: uri.slice(root.length), uriBaseId: SOURCE_ROOT } : { uri };
  return range === null ? { artifactLocation } : { artifactLocation, region: regionOf(range) };
}

/** SARIF 3.30: lines and columns count from 1, the end column is the one after the last. */
const regionOf = ({ start, end }: Finding['range']) => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});
