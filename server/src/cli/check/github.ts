import { mechanismText } from '../../service/mechanisms.js';
import type { Severity } from '../../service/settings.js';
import { shownPath } from '../paths.js';
import type { CheckReport } from './report.js';
import { findingsInTotal } from './text.js';

/**
 * `check --format github`: one workflow command per finding, which GitHub shows at its line, and a last
 * line for who reads the log.
 *
 * @see GitHub Actions, "Workflow commands": file, line, col, endLine, endColumn (all from 1), title
 */
export function formatCheckAsGithub({ answer, base }: CheckReport): string {
  const lines = answer.findings.map((finding) => {
    const { start, end } = finding.range;
    const properties = {
      file: shownPath(finding.uri, base),
      line: start.line + 1,
      endLine: end.line + 1,
      // GitHub takes columns only where the range lies in one line.
      ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
      title: finding.hazard,
    };
    const message = [
      finding.message,
      ...finding.related.map(
        ({ location: { uri, range }, message }) =>
          `${shownPath(uri, base)}:${range.start.line + 1}:${range.start.character + 1}: ${message}`,
      ),
      ...(finding.mechanism && finding.mechanism !== 'extern-c'
        ? [`note: crosses through ${mechanismText(finding.mechanism)}`]
        : []),
      ...finding.remedies.map(({ title }) => `help: ${title}`),
    ].join('\n');
    const written = Object.entries(properties).map(
      ([key, value]) => `${key}=${escapeProperty(String(value))}`,
    );
    return `::${commandOf(finding.severity)} ${written.join(',')}::${escapeData(message)}\n`;
  });
  return `${lines.join('')}ferrule: ${findingsInTotal(answer)}\n`;
}

function commandOf(severity: Severity): 'error' | 'warning' | 'notice' {
  switch (severity) {
    case 'error':
    case 'warning':
      return severity;
    case 'information':
    case 'hint':
      return 'notice';
    default:
      throw new TypeError(severity satisfies never);
  }
}

// The escapes of the runner's own toolkit: percent first, or it would escape the others again.
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
