import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import type { Session } from './session.js';

/** Work-done progress of the server's own: shown while the workspace is indexed. */
export function registerIndexingProgress({ connection, check }: Session): void {
  let current: Indexing | null = null;
  const end = (): void => {
    current?.done();
    current = null;
  };
  check.listen({
    indexing() {
      current ??= new Indexing(connection.window.createWorkDoneProgress());
    },
    progress: (message, share) => current?.report(message, share),
    answered: end,
    failed: end,
  });
}

/** Reports of the core as the protocol wants them: whole percents, and each at most once. */
export function reportTo(reporter: WorkDoneProgressReporter): (message: string, share?: number) => void {
  let last = '';
  return (message, share) => {
    const percentage = share === undefined ? null : Math.min(100, Math.floor(share * 100));
    const line = `${message} ${percentage}`;
    if (line === last) return;
    last = line;
    if (percentage === null) reporter.report(message);
    else reporter.report(percentage, message);
  };
}

/** The client confirms a progress before it may be used; the work does not wait for that. */
class Indexing {
  #report: ((message: string, share?: number) => void) | null = null;
  #reporter: WorkDoneProgressReporter | null = null;
  #done = false;

  constructor(created: Promise<WorkDoneProgressReporter>) {
    created.then(
      (reporter) => {
        if (this.#done) return;
        reporter.begin('Ferrule: indexing', 0);
        this.#reporter = reporter;
        this.#report = reportTo(reporter);
      },
      // A client that declines goes without.
      () => undefined,
    );
  }

  report(message: string, share?: number): void {
    this.#report?.(message, share);
  }

  done(): void {
    this.#done = true;
    this.#reporter?.done();
  }
}
