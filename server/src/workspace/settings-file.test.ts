import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../service/settings.js';
import { mergeSettings, readEditorSettings, readSettingsFile } from './settings-file.js';

const HAZARDS = ['overload-set', 'arity-mismatch'];
const read = (text: string) => readSettingsFile(text, 'ferrule.toml', HAZARDS);

describe('ferrule.toml', () => {
  it('is read as the schema has it', () => {
    const text =
      'targets = ["x86_64-pc-windows-msvc"]\nexclude = ["third_party/**"]\n[severity]\noverload-set = "off"\n';
    expect(read(text)).toEqual({
      settings: {
        targets: ['x86_64-pc-windows-msvc'],
        exclude: ['third_party/**'],
        severity: { 'overload-set': 'off' },
      },
      problems: [],
    });
  });

  it('sets nothing where it is no TOML, and says where it breaks', () => {
    const { settings, problems } = read('exclude = []\ntargets = [');
    expect(settings).toEqual({});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^ferrule\.toml:2:\d+: no valid TOML: .+$/);
    expect(problems[0]).not.toContain('\n');
  });

  it.each([
    ['\nexlude = ["a"]', 'ferrule.toml:2: unknown key `exlude`, did you mean `exclude`?'],
    [
      'colour = 1',
      'ferrule.toml:1: unknown key `colour`, known are `targets`, `compiler`, `standard`, `standardLibraries`, `features`, `noDefaultFeatures`, `rustc`, `preview`, `severity`, `exclude`, `surface`',
    ],
    ['compiler = "icc"', 'ferrule.toml:1: `compiler` is "icc", it must be one of `clang`, `gcc`'],
    ['\n\ntargets = "x86_64"', 'ferrule.toml:3: `targets` is "x86_64", it must be a list of strings'],
    ['exclude = [1]', 'ferrule.toml:1: `exclude.0` is 1, it must be a string'],
    [
      '[severity]\n"overload-set" = "warn"',
      'ferrule.toml:2: `severity.overload-set` is "warn", it must be one of `error`, `warning`, `information`, `hint`, `off`',
    ],
    [
      'severity.overload-sets = "off"',
      'ferrule.toml:1: unknown hazard `overload-sets`, did you mean `overload-set`?',
    ],
    ['severity = 3', 'ferrule.toml:1: `severity` is 3, it must be a table'],
    [
      'targets = [\n"x86_64-unknown-linux-gn"]',
      'ferrule.toml:1: unknown target `x86_64-unknown-linux-gn`, did you mean `x86_64-unknown-linux-gnu`?',
    ],
  ])('says what is wrong in one line: %s', (text, problem) => {
    expect(read(text).problems).toEqual([problem]);
  });

  it('keeps what is right beside what is wrong', () => {
    const { settings, problems } = read(
      'targets = 1\nexclude = ["a"]\n[severity]\noverload-set = "error"\narity-mismatch = "loud"\n',
    );
    expect(settings).toEqual({ exclude: ['a'], severity: { 'overload-set': 'error' } });
    expect(problems).toHaveLength(2);
  });
});

describe("the editor's settings", () => {
  it('leave out what is null', () => {
    expect(readEditorSettings({ targets: null, exclude: ['a'] }, HAZARDS)).toEqual({
      settings: { exclude: ['a'] },
      problems: [],
    });
  });

  it.each([undefined, null])('may be missing: %s', (value) => {
    expect(readEditorSettings(value, HAZARDS)).toEqual({ settings: {}, problems: [] });
  });

  it('are held to the schema', () => {
    expect(readEditorSettings({ targets: 1 }, HAZARDS).problems).toEqual([
      "the editor's settings: `targets` is 1, it must be a list of strings",
    ]);
    expect(readEditorSettings(['a'], HAZARDS).problems).toHaveLength(1);
  });
});

it('merges so that later sources win, severities by hazard', () => {
  expect(
    mergeSettings(
      { exclude: ['a'], severity: { x: 'error', y: 'hint' } },
      { exclude: ['b'], severity: { x: 'off' } },
    ),
  ).toEqual({ ...DEFAULT_SETTINGS, exclude: ['b'], severity: { x: 'off', y: 'hint' } });
});
