import { exact, unknown, type Evidence, type Known } from '../base/known.js';
import type { Location, Uri } from '../base/range.js';
import type { BuildKnowledge } from './build-knowledge.js';
import type { CompilerArguments } from './compiler-arguments.js';
import type { NativeBuild } from './native-builds.js';

/** Whether a command compiles for the target that is asked about. */
export type IsForTarget = (command: CompilerArguments) => boolean;

/** One command or use of a builder, and what it chooses; null where it does not say so. */
interface Choice<T> {
  readonly value: T | null;
  readonly said: string;
  readonly location: Location;
}

/**
 * The compiler that builds the C++ of a target: known where every command for it names the same one.
 */
export function builtCompiler(
  builds: BuildKnowledge,
  isForTarget: IsForTarget,
): Known<'clang' | 'gcc' | 'msvc'> {
  const commands = builds.databases.flatMap(({ uri, units, toolchains }) =>
    units
      .filter((unit) => isForTarget(unit.arguments))
      .map((unit): Choice<'clang' | 'gcc' | 'msvc'> => {
        const named = unit.arguments.compiler;
        const toolchain = toolchains.find(({ compiler: { language } }) => language === unit.language);
        if (named === null && toolchain?.compiler.compiler) {
          const { compiler, id, version, line } = toolchain.compiler;
          return {
            value: compiler,
            said: `CMake found ${id} ${version}`.trim(),
            location: at(toolchain.uri, line),
          };
        }
        const said =
          named === null ? 'the program’s name does not tell the compiler' : `the command runs ${named}`;
        return { value: named, said, location: at(uri, unit.line) };
      }),
  );
  const scripts = builds.natives.filter(compiles).map((native): Choice<'clang' | 'gcc' | 'msvc'> => {
    const last = native.compilers.findLast(({ conditions }) => conditions.length === 0);
    const named = last ? /(clang)|(g\+\+|gcc)/.exec(last.value) : null;
    const value = native.compilers.length === 1 && named ? (named[1] ? 'clang' : 'gcc') : null;
    const said =
      value === null ? `${native.tool} takes the compiler that it finds` : `the script names ${value}`;
    return { value, said, location: { uri: native.script, range: last?.range ?? native.range } };
  });
  return agreed(commands, scripts, 'compiler');
}

/** Standards between which layouts do not differ are one. */
export type StandardEra = 'c++17' | 'c++20';

/**
 * The C++ standard of a target, as far as layouts depend on it: known where every command that compiles
 * C++ for it has one of the same era. What it is called is in the evidence.
 */
export function builtStandard(builds: BuildKnowledge, isForTarget: IsForTarget): Known<StandardEra> {
  const commands = builds.databases.flatMap(({ uri, units, toolchains }) =>
    units
      .filter((unit) => unit.language === 'c++' && isForTarget(unit.arguments))
      .map((unit): Choice<StandardEra> => {
        const { standard } = unit.arguments;
        const location = at(uri, unit.line);
        if (standard)
          return { value: eraOf(standard.name), said: `the command says ${standard.name}`, location };
        const toolchain = toolchains.find(({ compiler: { language } }) => language === 'c++');
        const usual = toolchain?.compiler.standard;
        if (!toolchain || !usual) return { value: null, said: 'the command names no standard', location };
        const { id, version, line } = toolchain.compiler;
        const said = `${id} ${version} takes ${usual.name} where no command says more`;
        return { value: eraOf(usual.name), said, location: at(toolchain.uri, line) };
      }),
  );
  const scripts = builds.natives
    .filter((native) => native.cpp && compiles(native))
    .map((native): Choice<StandardEra> => {
      const eras = native.standards.filter(({ value }) => value.language === 'c++');
      const sure = eras.findLast(({ conditions }) => conditions.length === 0);
      const [first, other] = new Set(eras.map(({ value }) => eraOf(value.name)));
      const value = sure && other === undefined ? (first ?? null) : null;
      const said =
        value === null ? 'no standard is sure to be passed' : `the script says ${sure?.value.name}`;
      return { value, said, location: { uri: native.script, range: sure?.range ?? native.range } };
    });
  return agreed(commands, scripts, 'standard');
}

/** bindgen reads headers for Rust, it builds nothing. */
const compiles = ({ tool }: NativeBuild): boolean => tool !== 'bindgen';

const eraOf = (standard: string): StandardEra | null => {
  const year = /^c\+\+(\d\d)$/.exec(standard)?.[1];
  if (year === undefined) return null;
  return year === '98' || Number(year) <= 17 ? 'c++17' : 'c++20';
};

const at = (uri: Uri, line: number): Location => ({
  uri,
  range: { start: { line, character: 0 }, end: { line, character: 0 } },
});

/** Scripts build parts: who builds the other sources of C++ only commands tell. */
function agreed<T>(commands: readonly Choice<T>[], scripts: readonly Choice<T>[], what: string): Known<T> {
  const [first, ...others] = [...commands, ...scripts];
  if (!first) return unknown(`no build file that is read says which ${what} it is`);
  const silent = [first, ...others].find(({ value }) => value === null);
  if (silent) return unknown(`not all that is built says which ${what} it is`, [evidence(silent)]);
  const other = others.find(({ value }) => value !== first.value);
  if (other) return unknown(`not all that is built has the same ${what}`, [evidence(first), evidence(other)]);
  if (commands.length === 0)
    return unknown(
      `build scripts say which ${what} they take, and no compile_commands.json what the rest is built with`,
      [evidence(first)],
    );
  return exact(first.value as T, [evidence(first)]);
}

const evidence = ({ said, location }: Choice<unknown>): Evidence => ({ message: said, location });
