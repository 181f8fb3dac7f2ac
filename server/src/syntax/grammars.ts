import { Language, Parser } from 'web-tree-sitter';

/** The grammars that Ferrule parses with; `.zng` has a parser of its own, C is read as C++. */
export type GrammarName = 'rust' | 'cpp';

/** Where the pinned files of `wasm/` come from: a disk for Node, a URL for a browser worker. */
export interface WasmSource {
  /** @param file name within `wasm/`, such as `tree-sitter-cpp.wasm` */
  read(file: string): Promise<Uint8Array>;
}

/**
 * The parser runtime and its grammars. Hands out parsers and takes them back: a suspended parse keeps
 * its parser, so that two documents may be parsed in turns.
 */
export class Grammars {
  readonly #languages: Readonly<Record<GrammarName, Language>>;
  readonly #idle: Record<GrammarName, Parser[]> = { rust: [], cpp: [] };

  private constructor(languages: Record<GrammarName, Language>) {
    this.#languages = languages;
  }

  static async load(source: WasmSource): Promise<Grammars> {
    const [runtime, rust, cpp] = await Promise.all(
      ['web-tree-sitter.wasm', 'tree-sitter-rust.wasm', 'tree-sitter-cpp.wasm'].map((file) =>
        source.read(file),
      ),
    );
    await Parser.init({ wasmBinary: runtime });
    return new Grammars({
      rust: await Language.load(rust as Uint8Array),
      cpp: await Language.load(cpp as Uint8Array),
    });
  }

  borrow(grammar: GrammarName): Parser {
    const idle = this.#idle[grammar].pop();
    if (idle) return idle;
    const parser = new Parser();
    parser.setLanguage(this.#languages[grammar]);
    return parser;
  }

  giveBack(grammar: GrammarName, parser: Parser): void {
    parser.reset();
    this.#idle[grammar].push(parser);
  }
}
