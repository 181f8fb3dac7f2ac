import {
  afterTemplateArguments,
  afterTemplateHeaders,
  closingPosition,
  looksLikeMacro,
  type TokenReader,
} from './token-reader.js';
import { ALIGNMENTS, ATTRIBUTE_CALLS, CLASS_KEYS, KEYWORDS } from './words.js';

/**
 * What a `{` opens: `body` is a function's, `value` a braced initialiser or a lambda after which the
 * statement goes on.
 */
export type BraceKind = 'namespace' | 'record' | 'enum' | 'body' | 'value';

/** @param statement the tokens before the `{`, back to the end of the statement before */
export function classifyBrace(reader: TokenReader, statement: readonly number[]): BraceKind {
  const begin = afterTemplateHeaders(reader, statement);
  let hasParameters = false;
  let constructorInitializers = false;
  for (let i = begin; i < statement.length; i++) {
    const token = statement[i] as number;
    const character = reader.punctuation(token);
    if (character === '(' || character === '[' || character === '{') {
      hasParameters ||= character === '(';
      i = closingPosition(reader, statement, i);
    } else if (reader.isAssignment(token)) return 'value';
    else if (character === ':') constructorInitializers = hasParameters;
    else if (reader.isIdentifier(token)) {
      const word = reader.textOf(token);
      if (ALIGNMENTS.has(word) || ATTRIBUTE_CALLS.has(word) || word === 'requires') {
        if (reader.punctuation(statement[i + 1] ?? -1) === '(') i = closingPosition(reader, statement, i + 1);
      } else if (word === 'template') i = Math.max(afterTemplateArguments(reader, statement, i + 1) - 1, i);
      else if (word === 'operator') i = afterOperatorName(reader, statement, i);
      else if (word === 'namespace' && !hasParameters) return 'namespace';
      else if (word === 'extern' && isLinkage(reader, statement, i)) return 'namespace';
      else if (CLASS_KEYS.has(word) && !constructorInitializers) {
        const kind = classHeadKind(reader, statement, i);
        if (kind) return kind;
      }
    }
  }
  if (constructorInitializers) return endsInName(reader, statement) ? 'value' : 'body';
  return hasParameters || statement.length === 0 ? 'body' : 'value';
}

const isLinkage = (reader: TokenReader, statement: readonly number[], position: number): boolean =>
  position === statement.length - 2 && reader.isString(statement[position + 1] as number);

/** `operator=`, `operator()`, `operator[]` and the like must not be taken for what they look like. */
function afterOperatorName(reader: TokenReader, statement: readonly number[], position: number): number {
  const next = reader.punctuation(statement[position + 1] ?? -1);
  if (next === '(' || next === '[') return position + 2;
  let i = position;
  while (reader.punctuation(statement[i + 1] ?? -1) !== '(' && i + 1 < statement.length) i++;
  return i;
}

/** A record or an enumeration unless a declarator follows its name: `struct A f() {`. */
function classHeadKind(
  reader: TokenReader,
  statement: readonly number[],
  key: number,
): 'record' | 'enum' | null {
  const isEnum = reader.textOf(statement[key] as number) === 'enum';
  let names = 0;
  let isDecorated = true;
  for (let i = key + 1; i < statement.length; i++) {
    const token = statement[i] as number;
    const character = reader.punctuation(token);
    if (character === ':') return isEnum ? 'enum' : 'record';
    if (character === '<') i = Math.max(afterTemplateArguments(reader, statement, i) - 1, i);
    else if (character === '[') i = closingPosition(reader, statement, i);
    else if (character === '(') {
      const before = reader.textOf(statement[i - 1] as number);
      i = closingPosition(reader, statement, i);
      if (isAttributeWord(before)) continue;
      // A macro with arguments stands first in a class head; with more names it would be a function.
      const next = statement[i + 1];
      if (next === undefined || !(names === 1 || (isDecorated && isClassName(reader.textOf(next)))))
        return null;
      if (!reader.isIdentifier(next) && reader.punctuation(next) !== '[') return null;
      names = 0;
    } else if (character !== '::' && character !== '') return null;
    else if (reader.isIdentifier(token) && !isAttributeWord(reader.textOf(token))) {
      names++;
      isDecorated &&= looksLikeMacro(reader.textOf(token));
    }
  }
  return isEnum ? 'enum' : 'record';
}

const isClassName = (word: string): boolean => !looksLikeMacro(word) && !KEYWORDS.has(word);

const isAttributeWord = (word: string): boolean => ALIGNMENTS.has(word) || ATTRIBUTE_CALLS.has(word);

function endsInName(reader: TokenReader, statement: readonly number[]): boolean {
  const last = statement.at(-1) ?? -1;
  return (reader.isIdentifier(last) && reader.textOf(last) !== 'try') || reader.punctuation(last) === '>';
}
