import type { Range, Uri } from '../base/range.js';
import { parentUri } from '../base/uri.js';
import type { BuildScript, ScriptBuilder, ScriptCall, ScriptValue } from '../facts/rust/build-script.js';
import { uriOf } from './build-paths.js';
import { NO_EXCEPTIONS, standardOf, type LanguageStandard, type MacroSetting } from './compiler-arguments.js';

/** What a build script has built or generated: one use of cc, cxx_build, bindgen, autocxx, cxx-qt or cmake. */
export interface NativeBuild {
  readonly tool: NativeTool;
  readonly script: Uri;
  /** Where its builder is made. */
  readonly range: Range;
  /** What must hold for it to run. Empty: it does. */
  readonly conditions: readonly string[];
  /** Sources that it compiles; for cxx_build, autocxx and cxx-qt the Rust files with the bridges, too. */
  readonly sources: readonly Setting<Uri>[];
  /** Headers that bindings are generated from. */
  readonly headers: readonly Setting<Uri>[];
  readonly includes: readonly Setting<Uri>[];
  readonly macros: readonly Setting<MacroSetting>[];
  readonly standards: readonly Setting<LanguageStandard>[];
  /** One of its flags is `-fno-exceptions`. */
  readonly noExceptions?: true;
  /** It compiles C++: said so, or a bridge. */
  readonly cpp: boolean;
  readonly compilers: readonly Setting<string>[];
  /** What bindgen takes and leaves out. */
  readonly filters: readonly Setting<BindingFilter>[];
  /** Calls whose arguments the script computes. */
  readonly unreadable: readonly ScriptCall[];
}

export type NativeTool = 'cc' | 'cxx_build' | 'bindgen' | 'autocxx' | 'cxx_qt' | 'cmake';

export interface Setting<T> {
  readonly value: T;
  readonly range: Range;
  readonly conditions: readonly string[];
}

/** A regular expression of bindgen's, matched against whole names. */
export interface BindingFilter {
  readonly list: 'allow' | 'block';
  readonly of: 'function' | 'type' | 'var' | 'item' | 'file';
  readonly pattern: string;
}

/**
 * What a build script's builders are told, in the words of a build.
 *
 * @param manifestFolder of the package: build scripts run in it
 * @see the documentation of the crates cc, cxx-build, bindgen, autocxx-build, cxx-qt-build and cmake
 */
export function nativeBuildsOf(
  script: BuildScript,
  uri: Uri,
  manifestFolder = parentUri(uri),
): NativeBuild[] {
  return script.builders.map((builder) => new BuilderReader(builder, uri, manifestFolder).read());
}

/** The C++ sources that each build script compiles whenever it runs, into what is linked into one program. */
export function compiledTogether(builds: readonly NativeBuild[]): ReadonlySet<Uri>[] {
  const byScript = new Map<Uri, Set<Uri>>();
  for (const { script, conditions, sources } of builds) {
    const known = byScript.get(script) ?? new Set<Uri>();
    byScript.set(script, known);
    for (const { value, conditions: own } of sources)
      if (conditions.length + own.length === 0 && !value.endsWith('.rs')) known.add(value);
  }
  return [...byScript.values()].filter(({ size }) => size > 1);
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer E)[] ? E[] : T[Key] };

class BuilderReader {
  readonly #builder: ScriptBuilder;
  readonly #folder: Uri;
  readonly #build: Writable<NativeBuild>;

  constructor(builder: ScriptBuilder, script: Uri, folder: Uri) {
    this.#builder = builder;
    this.#folder = folder;
    this.#build = {
      tool: toolOf(builder.made),
      script,
      range: builder.range,
      conditions: [...builder.conditions],
      sources: [],
      headers: [],
      includes: [],
      macros: [],
      standards: [],
      cpp: /^(?:cxx_build|autocxx_build|cxx_qt_build)/.test(builder.made),
      compilers: [],
      filters: [],
      unreadable: [],
    };
  }

  read(): NativeBuild {
    const { made, arguments: given, range } = this.#builder;
    // What makes the builder takes the bridges, or for autocxx and bindgen's old form a file and folders.
    const maker: ScriptCall = { method: made, arguments: given, range, conditions: [] };
    if (this.#build.tool === 'cxx_build') this.#files(maker, this.#build.sources);
    else if (this.#build.tool === 'autocxx') {
      const [file, folders] = given;
      if (file) this.#files({ ...maker, arguments: [file] }, this.#build.sources);
      if (folders) this.#files({ ...maker, arguments: [folders] }, this.#build.includes);
    }
    for (const call of this.#builder.calls) this.#call(call);
    return this.#build;
  }

  #call(call: ScriptCall): void {
    const build = this.#build;
    const [first] = call.arguments;
    const filter = /^(allow|white|block|black)list_(function|type|var|item|file)s?$/.exec(call.method);
    if (filter) {
      const list = /^[aw]/.test(filter[1] ?? '') ? 'allow' : 'block';
      const of = filter[2] as BindingFilter['of'];
      this.#texts(call, (pattern) => build.filters.push(this.#setting(call, { list, of, pattern })));
      return;
    }
    switch (call.method) {
      case 'file':
      case 'files':
      case 'object':
      case 'cpp_file':
      case 'cpp_files':
        this.#files(call, build.sources);
        return;
      case 'header':
      case 'headers':
        this.#files(call, build.headers);
        return;
      case 'include':
      case 'includes':
      case 'include_dir':
        this.#files(call, build.includes);
        return;
      case 'define':
        this.#define(call);
        return;
      case 'cpp':
        // Where a condition turns it on, it may be on.
        if (first?.kind === 'text') build.cpp = first.text === 'true';
        else build.unreadable.push(call);
        return;
      case 'std':
        this.#texts(call, (name) => this.#standard(call, name));
        return;
      case 'compiler':
        this.#texts(call, (program) => build.compilers.push(this.#setting(call, program)));
        return;
      case 'flag':
      case 'flags':
      case 'flag_if_supported':
      case 'clang_arg':
      case 'clang_args':
      case 'extra_clang_args':
      case 'cflag':
      case 'cxxflag':
        this.#texts(call, (flag) => this.#flag(call, flag));
        return;
      default:
        return;
    }
  }

  #flag(call: ScriptCall, flag: string): void {
    const include = /^[-/](?:I|isystem|iquote)\s*(.+)$/.exec(flag)?.[1];
    const macro = /^[-/]([DU])(\w+)(?:=([^]*))?$/.exec(flag);
    const standard = /^[-/]{1,2}std[=:](.+)$/.exec(flag)?.[1];
    if (include !== undefined) this.#build.includes.push(this.#setting(call, uriOf(include, this.#folder)));
    else if (macro) {
      const value = macro[1] === 'U' ? null : (macro[3] ?? '1');
      this.#build.macros.push(this.#setting(call, { name: macro[2] ?? '', value }));
    } else if (standard !== undefined) this.#standard(call, standard);
    else if (flag === NO_EXCEPTIONS) this.#build.noExceptions = true;
  }

  #standard(call: ScriptCall, name: string): void {
    const standard = standardOf(name);
    // A compiler that does not know one of the newer ones takes its own default, an older one.
    const mayLack = call.method === 'flag_if_supported' && /^c\+\+2/.test(standard?.name ?? '');
    const conditions = mayLack ? [...call.conditions, 'the compiler knows it'] : call.conditions;
    if (standard) this.#build.standards.push(this.#setting({ ...call, conditions }, standard));
    else this.#build.unreadable.push(call);
  }

  /** cmake's `define` sets a variable of CMake, not a macro. */
  #define(call: ScriptCall): void {
    if (this.#build.tool === 'cmake') return;
    const [name, value] = call.arguments;
    if (name?.kind !== 'text' || !(value?.kind === 'nothing' || isPlainText(value)))
      this.#build.unreadable.push(call);
    else {
      const text = value.kind === 'nothing' ? '1' : value.text;
      this.#build.macros.push(this.#setting(call, { name: name.text, value: text }));
    }
  }

  #texts(call: ScriptCall, use: (text: string) => void): void {
    const values = call.arguments.flatMap(flat);
    if (values.some((value) => !isPlainText(value))) this.#build.unreadable.push(call);
    for (const value of values) if (isPlainText(value)) use(value.text);
  }

  #files(call: ScriptCall, list: Setting<Uri>[]): void {
    const values = call.arguments.flatMap(flat);
    let isWhole = true;
    for (const value of values) {
      // The package's own folder is where scripts run anyway.
      if (value.kind !== 'text' || !(value.base === null || value.base === 'CARGO_MANIFEST_DIR'))
        isWhole = false;
      else
        list.push(
          this.#setting(call, uriOf(value.text.replace(/^\/(?=.)/, value.base ? '' : '/'), this.#folder)),
        );
    }
    if (!isWhole) this.#build.unreadable.push(call);
  }

  #setting<T>({ range, conditions }: ScriptCall, value: T): Setting<T> {
    return { value, range, conditions };
  }
}

const flat = (value: ScriptValue): readonly ScriptValue[] =>
  value.kind === 'list' ? value.elements.flatMap(flat) : [value];

const isPlainText = (
  value: ScriptValue | undefined,
): value is Extract<ScriptValue, { readonly kind: 'text' }> => value?.kind === 'text' && value.base === null;

function toolOf(made: string): NativeTool {
  const crate = made.split('::')[0];
  if (crate === 'autocxx_build') return 'autocxx';
  if (crate === 'cxx_qt_build') return 'cxx_qt';
  return crate === 'cxx_build' || crate === 'bindgen' || crate === 'cmake' ? crate : 'cc';
}
