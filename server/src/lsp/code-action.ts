import type { CancellationToken, CodeAction, CodeActionParams } from 'vscode-languageserver';
import type { Ferrule } from '../service/ferrule.js';
import type { RemedyKey } from '../service/answers.js';
import { toCodeAction, toWorkspaceEdit } from './conversions.js';
import { answer, type Session } from './session.js';

/**
 * `textDocument/codeAction` and `codeAction/resolve`. An edit is computed when its action is chosen,
 * where the client can ask for it then.
 */
export function registerCodeActions(session: Session): void {
  if (!session.client.codeActions) return;
  session.connection.onCodeAction((params, token) =>
    answer<CodeAction[]>(session, `code actions in ${params.textDocument.uri}`, token, [], (ferrule) =>
      offered(params, ferrule, session, token),
    ),
  );
  session.connection.onCodeActionResolve((action, token) =>
    answer(session, `edit of "${action.title}"`, token, action, (ferrule) =>
      withEdit(action, ferrule, session, token),
    ),
  );
}

async function offered(
  { textDocument, range, context }: CodeActionParams,
  ferrule: Ferrule,
  session: Session,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const offers = await ferrule.actions(session.uris.fromClient(textDocument.uri), range, token);
  const actions = offers
    .map((offer) => toCodeAction(offer, context.diagnostics, session))
    .filter(({ kind }) => isWanted(kind ?? '', context.only));
  if (session.client.lazyEdits) return actions;
  const complete = [];
  for (const action of actions) complete.push(await withEdit(action, ferrule, session, token));
  return complete.filter(({ edit }) => edit !== undefined);
}

/** Kinds are a hierarchy: who asks for `refactor` wants `refactor.rewrite` too. */
const isWanted = (kind: string, only: readonly string[] | undefined): boolean =>
  only === undefined ||
  only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));

/** The action as it is where its edit no longer applies, or is none that the client can carry out. */
async function withEdit(
  action: CodeAction,
  ferrule: Ferrule,
  session: Session,
  token: CancellationToken,
): Promise<CodeAction> {
  if (!isRemedyKey(action.data)) return action;
  const resolved = await ferrule.resolve(action.data, token);
  const edit = resolved && toWorkspaceEdit(resolved, session);
  return edit ? { ...action, edit } : action;
}

function isRemedyKey(data: unknown): data is RemedyKey {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, kind, subject } = data as Partial<Record<keyof RemedyKey, unknown>>;
  return typeof uri === 'string' && typeof kind === 'string' && typeof subject === 'string';
}
