import {
  CodeActionKind,
  CreateFile,
  DiagnosticSeverity,
  MarkupKind,
  TextDocumentEdit,
  TextEdit,
  type CodeAction,
  type Definition,
  type DefinitionLink,
  type Diagnostic,
  type Hover,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { START_OF_FILE } from '../base/range.js';
import type {
  DefinitionAnswer,
  Finding,
  HoverAnswer,
  OfferedAction,
  SourceEdit,
} from '../service/answers.js';
import type { Severity } from '../service/settings.js';
import type { Session } from './session.js';

/** The one place where answers of the service become LSP's types. Ranges have the same shape already. */

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toDiagnostic(finding: Finding, { client, uris, environment }: Session): Diagnostic {
  const page = client.codeDescriptions ? environment.hazardPage(finding.hazard) : null;
  return {
    range: finding.range,
    severity: SEVERITIES[finding.severity],
    source: 'ferrule',
    code: finding.hazard,
    message: finding.message,
    ...(page !== null && { codeDescription: { href: page } }),
    ...(client.relatedInformation && {
      relatedInformation: finding.related.map(({ location, message }) => ({
        location: { uri: uris.toClient(location.uri), range: location.range },
        message,
      })),
    }),
    ...(client.diagnosticData && {
      data: {
        ...(finding.mechanism && { mechanism: finding.mechanism }),
        remedies: finding.remedies.map(({ key }) => key),
      },
    }),
  };
}

export function toHover({ markdown, range }: HoverAnswer, { client }: Session): Hover {
  const kind = client.markdownHovers ? MarkupKind.Markdown : MarkupKind.PlainText;
  return { contents: { kind, value: markdown }, range };
}

export function toDefinition(
  answers: readonly DefinitionAnswer[],
  { client, uris }: Session,
): Definition | DefinitionLink[] {
  if (!client.definitionLinks) {
    return answers.map(({ target, targetName }) => ({ uri: uris.toClient(target.uri), range: targetName }));
  }
  return answers.map(({ origin, target, targetName }) => ({
    originSelectionRange: origin,
    targetUri: uris.toClient(target.uri),
    targetRange: target.range,
    targetSelectionRange: targetName,
  }));
}

/** @param shown the diagnostics that the client sent along: it wants its own objects back */
export function toCodeAction(
  action: OfferedAction,
  shown: readonly Diagnostic[],
  session: Session,
): CodeAction {
  const finding = action.finding && toDiagnostic(action.finding, session);
  const diagnostics = finding ? shown.filter((diagnostic) => isSame(diagnostic, finding)) : [];
  return {
    title: action.title,
    kind: action.kind === 'quickfix' ? CodeActionKind.QuickFix : CodeActionKind.Refactor,
    ...(action.preferred && { isPreferred: true }),
    ...(diagnostics.length > 0 && { diagnostics }),
    data: action.key,
  };
}

const isSame = (a: Diagnostic, b: Diagnostic): boolean =>
  a.code === b.code &&
  a.message === b.message &&
  a.range.start.line === b.range.start.line &&
  a.range.start.character === b.range.start.character;

/** @returns null where the edit creates files and the client cannot */
export function toWorkspaceEdit(
  edit: SourceEdit,
  { client, uris, environment }: Session,
): WorkspaceEdit | null {
  if (edit.creates.length > 0 && !client.createsFiles) return null;
  if (!client.documentChanges) {
    return {
      changes: Object.fromEntries(
        edit.changes.map(({ uri, edits }) => [uris.toClient(uri), edits.map((change) => ({ ...change }))]),
      ),
    };
  }
  const creates = edit.creates.flatMap(({ uri, text }) => [
    CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
    TextDocumentEdit.create({ uri, version: null }, [TextEdit.replace(START_OF_FILE, text)]),
  ]);
  const changes = edit.changes.map(({ uri, edits }) =>
    TextDocumentEdit.create(
      { uri: uris.toClient(uri), version: environment.documents.get(uri)?.version ?? null },
      edits.map(({ range, newText }) => TextEdit.replace(range, newText)),
    ),
  );
  return { documentChanges: [...creates, ...changes] };
}
