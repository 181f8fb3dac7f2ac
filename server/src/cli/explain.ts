import { UserError } from '../service/ferrule.js';
import type { CliEnvironment, ExitStatus } from './environment.js';
import { renderMarkdown } from './markdown.js';
import { suggestion } from './suggestion.js';
import { lookOf } from './terminal.js';

/** `ferrule explain`: a hazard's page, as Markdown into pipes and lightly set on terminals; else what there is. */
export function explain(
  hazard: string | undefined,
  { hazards, stdout, variables }: Pick<CliEnvironment, 'hazards' | 'stdout' | 'variables'>,
): ExitStatus {
  if (hazard === undefined) {
    const width = Math.max(...hazards.list().map(({ id }) => id.length));
    for (const { id, severity, title } of hazards.list())
      stdout.write(`${id.padEnd(width)}  ${severity.padEnd('information'.length)}  ${title}\n`);
    return 0;
  }
  const page = hazards.page(hazard);
  if (page === null) {
    const ids = hazards.list().map(({ id }) => id);
    throw new UserError(`unknown hazard '${hazard}'${suggestion(hazard, ids, 'the hazards are')}`);
  }
  const look = lookOf(stdout, variables);
  stdout.write(look.terminal ? renderMarkdown(page, look) : `${page.trimEnd()}\n`);
  return 0;
}
