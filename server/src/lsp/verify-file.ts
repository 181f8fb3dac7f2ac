import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { UserError } from '../service/ferrule.js';
import { answer, type Session } from './session.js';
import { reportVerification, type VerificationReport } from './verification-report.js';

/** A command for `workspace/executeCommand`; its argument is the URI of a file. */
export const VERIFY_FILE = 'ferrule.verifyFile';

/**
 * Asks the installed compilers about what Ferrule says of a file.
 *
 * @throws ResponseError where compilers may not be run, or the argument names no file of ours
 */
export async function verifyFile(
  session: Session,
  [uri]: readonly unknown[],
  token: CancellationToken,
  reporter: WorkDoneProgressReporter,
): Promise<VerificationReport | null> {
  if (typeof uri !== 'string')
    throw new ResponseError(LSPErrorCodes.RequestFailed, `${VERIFY_FILE} needs the URI of a file`);
  reporter.begin('Ferrule: asking the compilers', undefined, undefined, true);
  try {
    return await answer(session, `verification of ${uri}`, token, null, async (ferrule) => {
      const verified = await ferrule.verify(session.uris.fromClient(uri), null, token).catch(refusal);
      return reportVerification(verified);
    });
  } finally {
    reporter.done();
  }
}

/** What the user can do something about is the client's to show. */
function refusal(cause: unknown): never {
  if (cause instanceof UserError) throw new ResponseError(LSPErrorCodes.RequestFailed, cause.message);
  throw cause;
}
