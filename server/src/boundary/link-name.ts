import { symbolOfLinkName } from '../abi/mangling/link-name.js';
import type { Target } from '../abi/target.js';
import type { RustOptions } from '../builds/rust-options.js';
import type { ForeignFunction, LinkName } from '../facts/rust/rust-facts.js';
import { holdsOn } from './conditions.js';

/**
 * The name that a foreign function links by on one target, without what marks it as complete and without the
 * underscore that Darwin's object files put before every name; null where no attribute says one.
 */
export function linkNameOn(
  names: readonly LinkName[],
  target: Target,
  options: RustOptions | null,
): LinkName | null {
  const chosen =
    names.find(({ under }) => under !== null && holdsOn([under], target, options) === true) ??
    names.find(({ under }) => under === null);
  return chosen ? asLinked(chosen, target) : null;
}

/**
 * The names that a foreign function may link by on one target, the likeliest first: several where a name stands under
 * a condition that nothing decides, such as a `--cfg` that users of a crate may pass.
 */
export function possibleLinkNames(
  { name, linkNames }: Pick<ForeignFunction, 'name' | 'linkNames'>,
  target: Target,
  options: RustOptions | null,
): readonly string[] {
  const certain = linkNameOn(linkNames, target, options);
  if (certain && certain.under !== null) return [certain.name];
  const open = linkNames.filter(({ under }) => under !== null && holdsOn([under], target, options) === null);
  return [certain?.name ?? name, ...open.map((each) => asLinked(each, target).name)];
}

function asLinked(linkName: LinkName, target: Target): LinkName {
  const name = symbolOfLinkName(linkName.name);
  if (name === linkName.name) return linkName;
  return { ...linkName, name: isDarwin(target) ? name.replace(/^_/, '') : name };
}

const isDarwin = ({ triple }: Target): boolean => triple.includes('-apple-');

/**
 * The qualified name in a symbol that is mangled as on the target, the class's name once more for a constructor and
 * behind `~` for a destructor; null for what is of another target, and for templates, operators and what has a
 * local or shortened scope.
 */
export function qualifiedNameIn(symbol: string, { cppAbi }: Target): readonly string[] | null {
  return cppAbi === 'microsoft' ? microsoftName(symbol) : itaniumName(symbol);
}

/** @see Itanium C++ ABI 5.1.2, `<name>` and `<nested-name>` */
function itaniumName(symbol: string): readonly string[] | null {
  const nested = /^_ZN[rVK]*[RO]?/.exec(symbol);
  const path: string[] = [];
  let rest = symbol.slice(nested?.[0].length ?? '_Z'.length);
  if (!symbol.startsWith('_Z')) return null;
  if (rest.startsWith('St')) {
    path.push('std');
    rest = rest.slice(2);
  }
  for (;;) {
    const length = /^[1-9]\d*/.exec(rest)?.[0];
    if (length !== undefined) {
      const name = rest.slice(length.length, length.length + Number(length));
      if (name.length < Number(length) || name.startsWith('_GLOBAL__N')) return null;
      path.push(name);
      rest = rest.slice(length.length + name.length);
      if (!nested) break;
      continue;
    }
    const tag = /^B([1-9]\d*)/.exec(rest);
    if (tag) {
      rest = rest.slice(tag[0].length + Number(tag[1]));
      continue;
    }
    const special = /^[CD][0-3]/.exec(rest)?.[0];
    const owner = path[path.length - 1];
    if (special === undefined || owner === undefined) break;
    path.push(special.startsWith('D') ? `~${owner}` : owner);
    rest = rest.slice(special.length);
  }
  const isWhole = nested ? rest.startsWith('E') : !rest.startsWith('I');
  return isWhole && path.length > (path[0] === 'std' ? 1 : 0) ? path : null;
}

/** `?resize@Widget@ui@@…`, `??0Widget@ui@@…`, `??1Widget@ui@@…` */
function microsoftName(symbol: string): readonly string[] | null {
  const match = /^\?(\?[01])?((?:[A-Za-z_]\w*@)+)@/.exec(symbol);
  if (!match) return null;
  const path = (match[2] ?? '')
    .split('@')
    .filter((part) => part !== '')
    .reverse();
  const owner = path[path.length - 1] ?? '';
  switch (match[1]) {
    case '?0':
      return [...path, owner];
    case '?1':
      return [...path, `~${owner}`];
    default:
      return path;
  }
}
