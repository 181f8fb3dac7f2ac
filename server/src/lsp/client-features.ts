import { ResourceOperationKind, type ClientCapabilities } from 'vscode-languageserver';

/** What the client can do, as far as answers depend on it. */
export interface ClientFeatures {
  /** It asks for diagnostics; else they are pushed. Never both. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescriptions: boolean;
  readonly diagnosticData: boolean;
  /** It understands code actions, not only commands. */
  readonly codeActions: boolean;
  /** It asks for a code action's edit when the action is chosen. */
  readonly lazyEdits: boolean;
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly definitionLinks: boolean;
  readonly markdownHovers: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
}

export function readClientFeatures({ textDocument, workspace }: ClientCapabilities): ClientFeatures {
  const push = textDocument?.publishDiagnostics;
  const pull = textDocument?.diagnostic;
  const action = textDocument?.codeAction;
  const edit = workspace?.workspaceEdit;
  const hoverFormats = textDocument?.hover?.contentFormat;
  return {
    pullsDiagnostics: pull !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: (pull?.relatedInformation ?? push?.relatedInformation) === true,
    codeDescriptions: (pull?.codeDescriptionSupport ?? push?.codeDescriptionSupport) === true,
    diagnosticData: (pull?.dataSupport ?? push?.dataSupport) === true,
    codeActions: action?.codeActionLiteralSupport !== undefined,
    lazyEdits: action?.dataSupport === true && (action.resolveSupport?.properties.includes('edit') ?? false),
    documentChanges: edit?.documentChanges ?? false,
    createsFiles:
      edit?.documentChanges === true &&
      (edit.resourceOperations?.includes(ResourceOperationKind.Create) ?? false),
    definitionLinks: textDocument?.definition?.linkSupport ?? false,
    markdownHovers: hoverFormats === undefined || hoverFormats.includes('markdown'),
    configuration: workspace?.configuration ?? false,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    workspaceFolders: workspace?.workspaceFolders ?? false,
  };
}
