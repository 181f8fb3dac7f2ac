import type { Pattern } from './macro-rules.js';
import type { Binding, Bindings } from './match-rule.js';
import { type TokenTree, written } from './token-tree.js';

/** What an expansion may still write, in tokens and groups: macros may double what they are given, time and again. */
export interface Budget {
  left: number;
}

/**
 * What a rule writes.
 *
 * @param crate how the place of the use names the crate of the definition
 * @returns null where the repetitions of variables do not fit each other, or the budget is spent
 * @see Rust reference, "Macros By Example", Transcribing and Hygiene
 */
export function transcribe(
  transcriber: readonly Pattern[],
  bindings: Bindings,
  crate: readonly string[],
  budget: Budget,
): readonly TokenTree[] | null {
  const trees: TokenTree[] = [];
  for (const pattern of transcriber) {
    const parts = transcribeOne(pattern, bindings, crate, budget);
    budget.left -= parts?.length ?? 0;
    if (!parts || budget.left < 0) return null;
    for (const part of parts) trees.push(part);
  }
  return trees;
}

function transcribeOne(
  pattern: Pattern,
  bindings: Bindings,
  crate: readonly string[],
  budget: Budget,
): readonly TokenTree[] | null {
  switch (pattern.kind) {
    case 'token':
      return [pattern.token];
    case 'crate':
      return crate.map(written);
    case 'group': {
      const trees = transcribe(pattern.content, bindings, crate, budget);
      return trees && [{ ...pattern.group, trees }];
    }
    case 'variable':
      return transcribeVariable(pattern.name, bindings.get(pattern.name));
    case 'repetition':
      return transcribeRepetition(pattern, bindings, crate, budget);
    default:
      return pattern satisfies never;
  }
}

/** These may be looked into by further macros. */
const TRANSPARENT: ReadonlySet<string> = new Set(['ident', 'lifetime', 'literal', 'tt', 'vis', 'block']);

function transcribeVariable(name: string, binding: Binding | undefined): readonly TokenTree[] | null {
  // What the matcher did not bind stands for itself, as `$name` for a macro that this one writes.
  if (!binding) return [written('$'), { ...written(name), spaced: false }];
  if (binding.kind === 'repeated') return null;
  const { fragment, trees } = binding;
  return TRANSPARENT.has(fragment) ? trees : [{ kind: 'fragment', fragment, trees }];
}

function transcribeRepetition(
  { content, separator, names }: Extract<Pattern, { kind: 'repetition' }>,
  bindings: Bindings,
  crate: readonly string[],
  budget: Budget,
): readonly TokenTree[] | null {
  const repeated = [...names].flatMap((name) => {
    const binding = bindings.get(name);
    return binding?.kind === 'repeated' ? [{ name, times: binding.times }] : [];
  });
  const count = repeated[0]?.times.length;
  if (count === undefined || repeated.some(({ times }) => times.length !== count)) return null;
  const trees: TokenTree[] = [];
  const own = new Map(bindings);
  for (let i = 0; i < count; i++) {
    for (const { name, times } of repeated) own.set(name, times[i] as Binding);
    const parts = transcribe(content, own, crate, budget);
    if (!parts) return null;
    if (separator && i > 0) trees.push(separator);
    for (const part of parts) trees.push(part);
  }
  return trees;
}
