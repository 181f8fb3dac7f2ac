import { UserError } from '../service/ferrule.js';
import type { CliEnvironment, ExitStatus } from './environment.js';
import { renderMarkdown } from './markdown.js';
import { suggestion } from './suggestion.js';
import { lookOf } from './terminal.js';

/** `ferrule explain`: a hazard's page, as Markdown into pipes and lightly set on terminals. */
export function explain(
  hazard: string,
  { hazards, stdout, variables }: Pick<CliEnvironment, 'hazards' | 'stdout' | 'variables'>,
): ExitStatus {
  const page = hazards.page(hazard);
  if (page === null) {
    const ids = hazards.list().map(({ id }) => id);
    throw new UserError(`unknown hazard '${hazard}'${suggestion(hazard, ids, 'the hazards are')}`);
  }
  const look = lookOf(stdout, variables);
  stdout.write(look.terminal ? renderMarkdown(page, look) : `${page.trimEnd()}\n`);
  return 0;
}
