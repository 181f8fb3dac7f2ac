/** A command of CMake's language as written. */
export interface CmakeCommand {
  /** In lower case: commands are called in any. */
  readonly name: string;
  readonly arguments: readonly CmakeArgument[];
  /** Zero-based. */
  readonly line: number;
  /** It stands in an `if`, a loop, a function or a macro. */
  readonly conditional: boolean;
}

export interface CmakeArgument {
  readonly text: string;
  /** `a;b` is one argument in quotes, two without. */
  readonly quoted: boolean;
}

const TOKEN =
  /(?<blank>[ \t\r\f]+|#\[(?<level>=*)\[[^]*?(?:\]\k<level>\]|$)|#[^\n]*)|(?<newline>\n)|\[(?<equals>=*)\[\n?(?<bracket>[^]*?)(?:\]\k<equals>\]|$)|"(?<quoted>(?:\\[^]|[^"\\])*)"?|(?<mark>[()])|(?<plain>(?:\\[^]|\$\{[^}\n]*\}|[^\s()#"\\])+)|(?<other>[^])/gy;

const OPENS = /^(?:if|foreach|while|function|macro)$/;
const CLOSES = /^end(?:if|foreach|while|function|macro)$/;

/** @see CMake, cmake-language(7), "Syntax" */
export function readCmakeCommands(text: string): CmakeCommand[] {
  const commands: CmakeCommand[] = [];
  let line = 0;
  let blocks = 0;
  let name: { readonly text: string; readonly line: number } | null = null;
  let given: CmakeArgument[] | null = null;
  let parentheses = 0;
  for (const match of text.matchAll(TOKEN)) {
    const { quoted, bracket, plain, mark } = match.groups ?? {};
    if (given === null) {
      if (mark === '(' && name) given = [];
      else if (plain !== undefined) name = { text: plain.toLowerCase(), line };
    } else if (mark === ')' && parentheses === 0) {
      const called = name ?? { text: '', line };
      if (CLOSES.test(called.text)) blocks = Math.max(0, blocks - 1);
      commands.push({ name: called.text, arguments: given, line: called.line, conditional: blocks > 0 });
      if (OPENS.test(called.text)) blocks++;
      name = null;
      given = null;
    } else if (mark !== undefined) parentheses += mark === '(' ? 1 : -1;
    else if (quoted !== undefined) given.push({ text: unescaped(quoted), quoted: true });
    else if (bracket !== undefined) given.push({ text: bracket, quoted: true });
    else if (plain !== undefined) given.push({ text: unescaped(plain), quoted: false });
    for (const char of match[0]) if (char === '\n') line++;
  }
  return commands;
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\\r?\n/g, '').replaceAll(/\\([^A-Za-z0-9;])/g, '$1');
