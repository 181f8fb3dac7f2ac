import { parseToml, tableOf, textOf, textsOf } from './toml-values.js';

/** What a `.cargo/config.toml` says about what is built. */
export interface CargoConfig {
  /** Triples of `build.target`; none: the machine's own. */
  readonly targets: readonly string[];
  /** Conditions that `--cfg` turns on in all builds, as they are written. */
  readonly cfgs: readonly string[];
  /** `build.target-dir`, from the folder that holds `.cargo`; null without. */
  readonly targetFolder: string | null;
  /** Why nothing could be read; null where it could. */
  readonly problem: string | null;
}

/** @see Cargo reference, "Configuration", `build.target`, `build.target-dir` and `build.rustflags` */
export function readCargoConfig(text: string): CargoConfig {
  const data = parseToml(text);
  if (typeof data === 'string') return { targets: [], cfgs: [], targetFolder: null, problem: data };
  const build = tableOf(data['build']);
  const flags = oneOrMore(build['rustflags']).flatMap((each) => each.split(/\s+/));
  const cfgs = flags.flatMap((flag, i) =>
    flag === '--cfg' ? (flags[i + 1] ?? []) : flag.startsWith('--cfg=') ? flag.slice('--cfg='.length) : [],
  );
  const targetFolder = textOf(build['target-dir']);
  return { targets: oneOrMore(build['target']), cfgs, targetFolder, problem: null };
}

/** A list may be written as one text. */
const oneOrMore = (value: unknown): string[] => {
  const text = textOf(value);
  return text === null ? textsOf(value) : [text];
};
