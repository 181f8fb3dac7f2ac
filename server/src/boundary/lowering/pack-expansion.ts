import type { CppAbiArgument } from '../../abi/model.js';
import type { CppTemplateArgument } from '../../facts/cpp/cpp-facts.js';
import { formatCppType, formatConstantExpression } from '../../facts/cpp/format-cpp.js';
import type { CppBinding, CppContext } from './cpp-lowering.js';

/** An argument that is written, and what stands for the packs in it there. */
export interface PlacedArgument {
  readonly argument: CppTemplateArgument;
  readonly context: CppContext;
}

/**
 * The arguments of a list, one for each that a `...` makes of one.
 *
 * @returns null where it is not known how many that are
 * @see C++ [temp.variadic]
 */
export function expandedArguments(
  written: readonly CppTemplateArgument[],
  context: CppContext,
): readonly PlacedArgument[] | null {
  const list: PlacedArgument[] = [];
  for (const { expanded, ...argument } of written) {
    const places = expanded ? expansionsOf(textOf(argument), context) : [context];
    if (!places) return null;
    for (const place of places) list.push({ argument, context: place });
  }
  return list;
}

/**
 * A place for each element of the packs that a pattern names, in which their names stand for that element.
 *
 * @param pattern as it is formatted, without its `...`
 * @returns null where it names no pack of a known length, packs of different lengths, or has an expansion in it
 */
export function expansionsOf(pattern: string, context: CppContext): readonly CppContext[] | null {
  const packs = packsIn(pattern, context.bindings);
  const [first] = packs;
  if (!first || pattern.includes('...')) return null;
  const count = first.elements.length;
  if (packs.some(({ elements }) => elements.length !== count)) return null;
  return first.elements.map((_, i) => ({
    ...context,
    bindings: new Map([
      ...context.bindings,
      ...packs.flatMap(({ name, elements }): [string, CppAbiArgument][] => {
        const element = elements[i];
        return element ? [[name, element]] : [];
      }),
    ]),
  }));
}

const textOf = (argument: CppTemplateArgument): string =>
  argument.kind === 'type' ? formatCppType(argument.type) : formatConstantExpression(argument.value);

/** The words of a pattern, among which are the parameters in it. */
export const namesIn = (pattern: string): ReadonlySet<string> => new Set(pattern.split(/[^\w$]+/));

function packsIn(
  pattern: string,
  bindings: ReadonlyMap<string, CppBinding>,
): readonly { readonly name: string; readonly elements: readonly CppAbiArgument[] }[] {
  return [...namesIn(pattern)].flatMap((name) => {
    const bound = bindings.get(name);
    return bound?.kind === 'pack' ? [{ name, elements: bound.elements }] : [];
  });
}
