import { Command, CommanderError, Option } from 'commander';
import { UserError } from '../service/ferrule.js';
import { bind, BINDING_KINDS, type BindOptions } from './bind.js';
import { check, CHECK_FORMATS, type CheckOptions } from './check/check.js';
import type { CliEnvironment, ExitStatus } from './environment.js';
import { explain } from './explain.js';
import { inspect, INSPECT_FORMATS, type InspectOptions } from './inspect/inspect.js';
import { suggestion } from './suggestion.js';

/**
 * Runs the command line.
 *
 * @param args the arguments, without the program and the script
 * @returns the exit status; wrong usage and unreadable input have been told in one line by then, what is
 *   thrown is a fault of Ferrule's own
 */
export async function runCli(args: readonly string[], environment: CliEnvironment): Promise<ExitStatus> {
  const outcome: { status: ExitStatus } = { status: 0 };
  const program = programFor(environment, outcome);
  try {
    if (args.length === 0) throw new UserError("no command given; see 'ferrule --help'");
    await program.parseAsync([...args], { from: 'user' });
    return outcome.status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (!(error instanceof CommanderError || error instanceof UserError)) throw error;
    environment.stderr.write(`ferrule: ${oneLine(error.message)}\n`);
    return 2;
  }
}

function programFor(environment: CliEnvironment, outcome: { status: ExitStatus }): Command {
  const { stdout, stderr, hazards } = environment;
  const program = new Command('ferrule')
    .description('Checks code where Rust and C++ meet.')
    .version(environment.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // Help that nobody asked for; errors are written once, by `runCli`.
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? 100,
    })
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExit status: 0 no error or warning found (information and hints do not count);\n' +
        '1 errors or warnings found; 2 wrong usage or input that cannot be read.',
    );

  const targets = (triple: string, previous: readonly string[]): string[] => [
    ...previous,
    knownTarget(triple, environment),
  ];
  program
    .command('check')
    .description('find where the two sides of the boundary disagree')
    .argument('[path...]', 'folders and files to check (default: the current folder)')
    .addOption(new Option('--format <format>', 'what is printed').choices(CHECK_FORMATS).default('text'))
    .addOption(
      new Option('--target <triple>', 'target to compute for; may be given several times')
        .argParser(targets)
        .default([], "the settings', else this machine's"),
    )
    .option('--config <file>', "settings file in place of the workspace's ferrule.toml")
    .option('--baseline <file>', 'leave out the findings that the file lists')
    .option('--write-baseline <file>', 'write all findings to the file instead of printing them')
    .option('--explain', 'say what was read, how it is built, and what was assumed')
    .action(async (paths: string[], options: CheckOptions) => {
      outcome.status = await check(paths, options, environment);
    });
  program
    .command('inspect')
    .description('show layout, relocation and link symbols of what files declare')
    .argument('<file...>', 'files to inspect')
    .addOption(new Option('--format <format>', 'what is printed').choices(INSPECT_FORMATS).default('text'))
    .option('--target <triple>', 'target to compute for', (triple) => knownTarget(triple, environment))
    .option('--verify', 'ask the installed compilers, and show where they disagree')
    .action(async (files: string[], options: InspectOptions) => {
      outcome.status = await inspect(files, options, environment);
    });
  program
    .command('bind')
    .description('write bindings for what a header declares')
    .argument('<file>', 'the header')
    .addOption(new Option('--to <kind>', 'kind of bindings').choices(BINDING_KINDS).makeOptionMandatory())
    .addOption(
      new Option('--only <name>', 'bind only this; may be given several times')
        .argParser((name: string, previous: readonly string[]) => [...previous, name])
        .default([], 'everything'),
    )
    .option('--out <dir>', 'folder to write to; only untouched earlier results are overwritten')
    .action(async (file: string, options: BindOptions) => {
      outcome.status = await bind(file, options, environment);
    });
  program
    .command('explain')
    .description("show a hazard's document, or list the hazards")
    .argument(
      '[hazard]',
      `one of ${hazards
        .list()
        .map(({ id }) => id)
        .join(', ')}`,
    )
    .action((hazard: string | undefined) => {
      outcome.status = explain(hazard, environment);
    });
  program
    .command('lsp')
    .description('serve an editor')
    .option('--stdio', 'speak over standard input and output')
    .action(async ({ stdio }: { readonly stdio?: true }) => {
      if (!stdio) throw new UserError('lsp needs --stdio: no other transport is served');
      await environment.serveLsp();
    });
  return program;
}

/** @throws UserError for a triple that nothing can be computed for, with those that come close */
function knownTarget(triple: string, { targets }: CliEnvironment): string {
  if (targets.has(triple)) return triple;
  throw new UserError(`unknown target '${triple}'${suggestion(triple, targets.list(), 'known targets are')}`);
}

/** commander's messages begin with `error: ` and may end with a suggestion on a line of its own. */
const oneLine = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
