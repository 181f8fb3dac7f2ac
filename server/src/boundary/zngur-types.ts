import { primitiveNamed } from './lowering/rust-library.js';
import type { RustType } from '../facts/rust/rust-facts.js';
import type { ZngurPath, ZngurRustType, ZngurTraitReference } from '../facts/zngur/zngur-facts.js';

/** What stands around an item of a `.zng`: the path of its modules, and the aliases that hold there. */
export interface ZngurScope {
  /** As Rust would write it anywhere in the crate: `['crate', 'a']`, `['', 'std', 'vec']`. */
  readonly base: readonly string[];
  /** `use ::a::B as C;` by `C`; the innermost one of a name. */
  readonly aliases: ReadonlyMap<string, ZngurPath>;
}

/**
 * A path without regard to aliases, as Rust would write it anywhere in the crate.
 *
 * @see zngur-parser, `ParsedPath::to_zngur`
 */
export const pathWithin = ({ start, segments }: ZngurPath, base: readonly string[]): readonly string[] => [
  ...{ absolute: [''], crate: ['crate'], relative: base }[start],
  ...segments,
];

/** An alias is expanded where it is used. @see zngur-parser, `Scope::resolve_path` */
function resolve(path: ZngurPath, { base, aliases }: ZngurScope): readonly string[] {
  const [first = '', ...rest] = path.segments;
  const alias = path.start === 'relative' ? aliases.get(first) : undefined;
  return alias ? [...pathWithin(alias, base), ...rest] : pathWithin(path, base);
}

/** A type of a `.zng` as Rust would write it in the crate that it belongs to. */
export function rustTypeOf(type: ZngurRustType, scope: ZngurScope): RustType {
  switch (type.kind) {
    case 'path': {
      const { path, arguments: args } = type;
      const [only = ''] = path.segments;
      const builtIn = path.start === 'relative' && path.segments.length === 1 && isBuiltIn(only);
      return {
        kind: 'path',
        path: builtIn ? [only] : resolve(path, scope),
        arguments: args.map((argument) => ({ kind: 'type', type: rustTypeOf(argument, scope) })),
      };
    }
    case 'pointer':
      return { kind: 'pointer', mutable: type.mutable, pointee: rustTypeOf(type.pointee, scope) };
    case 'reference':
      return {
        kind: 'reference',
        mutable: type.mutable,
        lifetime: null,
        referent: rustTypeOf(type.referent, scope),
      };
    case 'slice':
      return { kind: 'slice', element: rustTypeOf(type.element, scope) };
    case 'tuple':
      return { kind: 'tuple', elements: type.elements.map((element) => rustTypeOf(element, scope)) };
    case 'dyn':
      return { kind: 'trait-object', text: `dyn ${textOfTrait(type.trait)}` };
    case 'impl':
      return { kind: 'unreadable', text: `impl ${textOfTrait(type.trait)}` };
    case 'unreadable':
      return { kind: 'unreadable', text: type.text };
    default:
      return type satisfies never;
  }
}

/** What zngur's grammar itself knows, in whatever module it is named. */
const isBuiltIn = (name: string): boolean => name === 'Box' || primitiveNamed(name) !== null;

function textOfTrait(trait: ZngurTraitReference): string {
  switch (trait.kind) {
    case 'path':
      return trait.path.segments.join('::');
    case 'fn-trait':
      return `${trait.name}(…)`;
    case 'unreadable':
      return trait.text;
    default:
      return trait satisfies never;
  }
}
