import type { SharedEnum } from './cxx-enums.js';
import type { BridgeFunction } from './cxx-functions.js';
import { formatShape, type BridgeType } from './cxx-shapes.js';
import { escapeRustKeyword } from './rust-names.js';

/** All that a bridge declares, named and in order. */
export interface Bridge {
  readonly moduleName: string;
  /** `a::b`; empty for the global namespace. */
  readonly namespace: string;
  readonly includePath: string;
  readonly types: readonly BridgeType[];
  readonly enums: ReadonlyMap<BridgeType, SharedEnum>;
  readonly functions: readonly BridgeFunction[];
  /** The class under which a free function is printed: the one that it makes. */
  readonly factories: ReadonlyMap<BridgeFunction, BridgeType>;
  readonly typeNames: ReadonlyMap<BridgeType, string>;
  readonly functionNames: ReadonlyMap<BridgeFunction, string>;
}

/** Columns that rustfmt fills before it breaks a signature. */
const MAXIMUM_WIDTH = 100;
const INDENT = '    ';

/** The bridge as Rust source, laid out as rustfmt does. */
export function formatBridge(bridge: Bridge): string {
  const { namespace, moduleName, includePath } = bridge;
  const attribute = namespace === '' ? '#[cxx::bridge]' : `#[cxx::bridge(namespace = ${quoted(namespace)})]`;
  const enums = bridge.types.flatMap((type) => {
    const shared = bridge.enums.get(type);
    return shared ? [formatEnum(bridge, type, shared)] : [];
  });
  const foreign = [[`include!(${quoted(includePath)});`], ...paragraphs(bridge)];
  const block = [
    'unsafe extern "C++" {',
    ...joined(foreign).map((line) => (line === '' ? '' : INDENT + line)),
    '}',
  ];
  const module = joined([...enums, block]).map((line) => (line === '' ? '' : INDENT + line));
  return [attribute, `pub mod ${moduleName} {`, ...module, '}', ''].join('\n');
}

const quoted = (text: string): string => JSON.stringify(text);

const joined = (groups: readonly (readonly string[])[]): string[] =>
  groups.flatMap((group, index) => (index === 0 ? [...group] : ['', ...group]));

const nameOf =
  ({ typeNames }: Bridge) =>
  (type: BridgeType): string =>
    typeNames.get(type) ?? '';

function formatEnum(bridge: Bridge, type: BridgeType, { repr, variants }: SharedEnum): string[] {
  const head = [
    ...itemAttributes(bridge, type.path.slice(0, -1), type.path.at(-1) ?? '', nameOf(bridge)(type)),
    '#[derive(Debug)]',
    `#[repr(${repr})]`,
  ];
  const declaration = `enum ${nameOf(bridge)(type)} {`;
  if (variants.length === 0) return [...head, `${declaration}}`];
  let next = 0n;
  const lines: string[] = [];
  for (const { name, value } of variants) {
    const rustName = escapeRustKeyword(name);
    if (rustName !== name) lines.push(`#[cxx_name = ${quoted(name)}]`);
    lines.push(value === next ? `${rustName},` : `${rustName} = ${value},`);
    next = value + 1n;
  }
  return [...head, declaration, ...lines.map((line) => INDENT + line), '}'];
}

/** Types without functions first, then each class with its own, then the free functions. */
function paragraphs(bridge: Bridge): string[][] {
  const bare: string[] = [];
  const classes: string[][] = [];
  for (const type of bridge.types) {
    const declaration = [
      ...itemAttributes(bridge, type.path.slice(0, -1), type.path.at(-1) ?? '', nameOf(bridge)(type)),
      `type ${nameOf(bridge)(type)};`,
    ];
    const functions = [
      ...bridge.functions.filter((fn) => bridge.factories.get(fn) === type),
      ...bridge.functions.filter((fn) => fn.owner === type),
    ];
    if (functions.length === 0) bare.push(...declaration);
    else classes.push([...declaration, ...functions.flatMap((fn) => formatFunction(bridge, fn))]);
  }
  const free = bridge.functions
    .filter((fn) => fn.owner === null && !bridge.factories.has(fn))
    .flatMap((fn) => formatFunction(bridge, fn));
  return [bare, ...classes, free].filter((lines) => lines.length > 0);
}

function itemAttributes(
  bridge: Bridge,
  namespace: readonly string[],
  cppName: string,
  rustName: string,
): string[] {
  const path = namespace.join('::');
  return [
    ...(path === bridge.namespace ? [] : [`#[namespace = ${quoted(path)}]`]),
    ...(cppName === rustName ? [] : [`#[cxx_name = ${quoted(cppName)}]`]),
  ];
}

function formatFunction(bridge: Bridge, fn: BridgeFunction): string[] {
  const { owner, receiver, lifetimes } = fn;
  const names = nameOf(bridge);
  const name = bridge.functionNames.get(fn) ?? '';
  const parameters = fn.parameters.map(
    (parameter, index) =>
      `${parameter.name}: ${formatShape(parameter.shape, names, lifetimes.parameters.has(index) ? "'a" : '')}`,
  );
  if (owner && receiver) {
    const reference = {
      kind: 'reference',
      mutable: receiver.mutable,
      to: { kind: 'type', type: owner },
    } as const;
    parameters.unshift(`self: ${formatShape(reference, names, lifetimes.receiver ? "'a" : '')}`);
  }
  const value = formatShape(fn.result, names, lifetimes.result);
  const type = fn.mayThrow ? `Result<${value}>` : value;
  const result = type === '()' ? '' : ` -> ${type}`;
  const head = `${fn.unsafe ? 'unsafe ' : ''}fn ${name}${lifetimes.result === "'a" ? "<'a>" : ''}(`;
  return [
    ...itemAttributes(bridge, fn.namespace, fn.item.name, name),
    ...(owner && !receiver ? [`#[Self = ${quoted(names(owner))}]`] : []),
    ...signatureLines(head, parameters, result),
  ];
}

/** A signature as rustfmt breaks it, which without a body reserves columns in its own way. */
function signatureLines(head: string, parameters: readonly string[], result: string): string[] {
  const beforeResult = `${head}${parameters.join(', ')})`;
  const line = `${beforeResult}${result};`;
  const excess = 2 * INDENT.length + line.length - MAXIMUM_WIDTH;
  const hasResult = result !== '';
  if (parameters.length > 0 && excess > 0) {
    return [head, ...parameters.map((parameter) => `${INDENT}${parameter},`), `)${result};`];
  }
  const room = parameters.length > 0 ? (hasResult ? -1 : 0) : hasResult ? 2 : 1;
  return excess <= room ? [line] : [beforeResult, `${result.trimStart()};`];
}
