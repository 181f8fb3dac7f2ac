import type {
  BridgeItem,
  BridgeName,
  BridgeStruct,
  BridgeSyntax,
  BridgeType,
  BridgeViolation,
} from '../../facts/rust/bridge-syntax.js';
import { spelled, typesWithin } from './bridge-types.js';
import { DeclaredTypes, rootTypesOf } from './declared-types.js';
import { checkItem } from './item-rules.js';
import { checkCallbackParameters, checkType } from './type-rules.js';

/**
 * What cxx rejects in a bridge, as it goes: what it cannot read first, then names and cycles, and only where
 * there is none of these what is said with them. Where Rust's own syntax is broken only the first is known.
 *
 * @see cxx: macro/src/expand.rs, bridge
 */
export function violationsOf(syntax: BridgeSyntax): readonly BridgeViolation[] {
  if (!syntax.complete) return syntax.violations;
  const types = new DeclaredTypes(syntax.items);
  const first = [...syntax.violations, ...types.violations, ...cyclesAmong(syntax.items, types)];
  return first.length > 0 ? first : [...checkAll(syntax.items, types)];
}

function* checkAll(items: readonly BridgeItem[], types: DeclaredTypes): Generator<BridgeViolation> {
  for (const item of items) for (const name of namesOf(item)) yield* checkIdentifier(name);
  for (const type of distinctTypes(items)) {
    const violation = checkType(type, types);
    if (violation) yield violation;
    yield* checkCallbackParameters(type);
  }
  for (const item of items) yield* checkItem(item, types);
}

/** The types that a bridge mentions, each where it is first. @see cxx: syntax/types.rs, which keys them by equality */
function distinctTypes(items: readonly BridgeItem[]): readonly BridgeType[] {
  const seen = new Map<string, BridgeType>();
  for (const item of items)
    for (const root of rootTypesOf(item))
      for (const type of typesWithin(root)) {
        const text = spelled(type);
        if (!seen.has(text)) seen.set(text, type);
      }
  return [...seen.values()];
}

function namesOf(item: BridgeItem): readonly BridgeName[] {
  switch (item.kind) {
    case 'struct':
      return [item.name, ...item.fields.map(({ name }) => name)];
    case 'enum':
      return [item.name, ...item.variants];
    case 'function':
      return [item.name, ...item.parameters.map(({ name }) => name)];
    case 'type':
    case 'alias':
      return [item.name];
    case 'implementation':
      return [];
    default:
      return item satisfies never;
  }
}

/** @see cxx: syntax/ident.rs, and C++ [lex.name] for the underscores */
function* checkIdentifier(name: BridgeName): Generator<BridgeViolation> {
  const cpp = [...name.namespace, name.cpp];
  const own = [...cpp, name.rust].find((each) => each.startsWith('cxxbridge'));
  if (own !== undefined)
    yield { range: name.range, message: `\`${own}\`: names with \`cxxbridge\` in front are cxx's` };
  const reserved = cpp.find((each) => each.includes('__'));
  if (reserved !== undefined)
    yield {
      range: name.range,
      message: `\`${reserved}\`: C++ reserves names with two underscores; give it another one with \`#[cxx_name = "…"]\``,
    };
}

/** Structs that hold themselves. @see cxx: syntax/toposort.rs */
function cyclesAmong(items: readonly BridgeItem[], types: DeclaredTypes): readonly BridgeViolation[] {
  const violations: BridgeViolation[] = [];
  const state = new Map<BridgeStruct, 'open' | 'done'>();
  const visit = (struct: BridgeStruct): boolean => {
    const known = state.get(struct);
    if (known) return known === 'done';
    state.set(struct, 'open');
    let finite = true;
    for (const { type, range } of struct.fields) {
      const inner = type.kind === 'name' ? types.structs.get(type.name) : undefined;
      if (!inner || visit(inner)) continue;
      violations.push({
        range,
        message: `\`${struct.name.rust}\` would hold itself, through \`${inner.name.rust}\``,
      });
      finite = false;
    }
    state.set(struct, 'done');
    return finite;
  };
  for (const item of items) if (item.kind === 'struct') visit(item);
  return violations;
}
