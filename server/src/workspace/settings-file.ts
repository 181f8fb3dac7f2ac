import { Ajv, type ErrorObject } from 'ajv';
import { parse, TomlError } from 'smol-toml';
import { closest } from '../base/spelling.js';
import { lineOfKey } from '../builds/toml-lines.js';
import { DEFAULT_SETTINGS, SETTINGS_SCHEMA, type Settings } from '../service/settings.js';
import { findTarget, TARGETS } from '../abi/target.js';

export const SETTINGS_FILE = 'ferrule.toml';

/** What could be read of a source of settings; the problems say what could not, one line each. */
export interface ReadSettings {
  readonly settings: Partial<Settings>;
  readonly problems: readonly string[];
}

/**
 * Reads `ferrule.toml`. What breaks the schema is reported with its line and key and left out; a file
 * that is no TOML sets nothing.
 *
 * @param name the file as the user knows it, for messages
 * @param hazards the ids that a severity can be set for
 */
export function readSettingsFile(text: string, name: string, hazards: readonly string[]): ReadSettings {
  let data: Record<string, unknown>;
  try {
    data = parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const reason = cause.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return { settings: {}, problems: [`${name}:${cause.line}:${cause.column}: no valid TOML: ${reason}`] };
  }
  return keepValid(data, hazards, (path) => `${name}:${lineOfKey(text, path)}`);
}

/** Settings as an editor sends them under `ferrule.`; keys that are null are not set. */
export function readEditorSettings(value: unknown, hazards: readonly string[]): ReadSettings {
  if (value === null || value === undefined) return { settings: {}, problems: [] };
  if (typeof value !== 'object' || Array.isArray(value))
    return { settings: {}, problems: ["the editor's settings: `ferrule` must be an object"] };
  const set = Object.entries(value).filter(([, setting]) => setting !== null && setting !== undefined);
  return keepValid(Object.fromEntries(set), hazards, () => "the editor's settings");
}

/** Later sources win; severities are joined by hazard. */
export function mergeSettings(...sources: readonly Partial<Settings>[]): Settings {
  return sources.reduce<Settings>(
    (merged, source) => ({
      ...merged,
      ...source,
      severity: { ...merged.severity, ...source.severity },
    }),
    DEFAULT_SETTINGS,
  );
}

type Path = readonly string[];

const validate = new Ajv({ allErrors: true }).compile(SETTINGS_SCHEMA);

function keepValid(
  data: Record<string, unknown>,
  hazards: readonly string[],
  where: (path: Path) => string,
): ReadSettings {
  const kept = structuredClone(data);
  const problems: string[] = [];
  if (!validate(data)) {
    // One line a place: an `enum` inside of a property fails once for each of its keywords.
    const broken = new Map<string, { path: Path; message: string }>();
    for (const error of validate.errors ?? []) {
      const { path, message } = explain(error, data);
      if (!broken.has(path.join('\0'))) broken.set(path.join('\0'), { path, message });
    }
    for (const { path, message } of broken.values()) {
      problems.push(`${where(path)}: ${message}`);
      remove(kept, path);
    }
  }
  const { targets, severity, ...rest }: Partial<Settings> = kept;
  /** Names that the schema cannot list, for they are known to other parts of the program. */
  const isKnown = (what: string, name: string, known: readonly string[], path: Path): boolean => {
    if (known.includes(name)) return true;
    const [guess] = closest(name, known, 1);
    problems.push(
      `${where(path)}: unknown ${what} \`${name}\`, ${guess ? `did you mean \`${guess}\`?` : `known are ${list(known)}`}`,
    );
    return false;
  };
  return {
    settings: {
      ...rest,
      ...(targets && {
        targets: targets.filter(
          (triple, i) =>
            findTarget(triple) !== null || isKnown('target', triple, TRIPLES, ['targets', String(i)]),
        ),
      }),
      ...(severity && {
        severity: Object.fromEntries(
          Object.entries(severity).filter(([id]) => isKnown('hazard', id, hazards, ['severity', id])),
        ),
      }),
    },
    problems,
  };
}

function explain(error: ErrorObject, data: unknown): { path: Path; message: string } {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = path.join('.');
  const value = JSON.stringify(
    path.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], data),
  );
  switch (error.keyword) {
    case 'additionalProperties': {
      const unknown = String((error.params as { additionalProperty: unknown }).additionalProperty);
      const known = Object.keys(SETTINGS_SCHEMA.properties);
      const [guess] = closest(unknown, known, 1);
      const hint = guess ? `did you mean \`${guess}\`?` : `known are ${list(known)}`;
      return {
        path: [...path, unknown],
        message: `unknown key \`${[...path, unknown].join('.')}\`, ${hint}`,
      };
    }
    case 'enum': {
      const allowed = (error.params as { allowedValues: readonly string[] }).allowedValues;
      return { path, message: `\`${key}\` is ${value}, it must be one of ${list(allowed)}` };
    }
    case 'type': {
      const type = String((error.params as { type: unknown }).type);
      return { path, message: `\`${key}\` is ${value}, it must be ${TYPE_NAMES[type] ?? type}` };
    }
    default:
      return { path, message: `\`${key}\` ${error.message ?? 'is not valid'}` };
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  boolean: '`true` or `false`',
  array: 'a list of strings',
  object: 'a table',
  string: 'a string',
};

const TRIPLES: readonly string[] = TARGETS.map(({ triple }) => triple);

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function remove(data: Record<string, unknown>, path: Path): void {
  const last = path.at(-1);
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], data);
  if (last === undefined || typeof holder !== 'object' || holder === null) return;
  if (Array.isArray(holder)) {
    // Positions of later elements must hold: the whole list is refused with its element.
    remove(data, path.slice(0, -1));
  } else {
    Reflect.deleteProperty(holder, last);
  }
}
