import type { Location, Uri } from '../../base/range.js';
import { NO_SPECIAL_MEMBERS, type CppSpecialMember, type CppSpecialMembers } from '../../abi/model.js';
import type {
  CppAlias,
  CppFunction,
  CppName,
  CppRecord,
  CppTemplateArgument,
  CppType,
} from '../../facts/cpp/cpp-facts.js';
import { formatTemplateArgument } from '../../facts/cpp/format-cpp.js';
import type { Program } from '../../program/program.js';

type Kind = Exclude<keyof CppSpecialMembers, 'destructor' | 'otherConstructor'>;

/** A special member that a class declares; `common` where it takes every object of the class that it is for. */
interface Declared {
  readonly member: CppSpecialMember;
  readonly common: boolean;
}

/**
 * Sorts what a class declares into the special members. Several of one kind are one to a layout and to triviality,
 * which ask about all that are not deleted: one that the user provides stands for them.
 *
 * @see C++ [special], [class.copy.ctor], [class.copy.assign], [class.prop]
 */
export function specialMembersOf(program: Program, uri: Uri, item: CppRecord): CppSpecialMembers {
  const result: { -readonly [K in keyof CppSpecialMembers]: CppSpecialMembers[K] } = {
    ...NO_SPECIAL_MEMBERS,
  };
  const declared = new Map<Kind, [Declared, ...Declared[]]>();
  const facts = program.facts(uri);
  const aliases = facts?.language === 'cpp' ? facts.aliases : [];
  const isOwn = (type: CppType): boolean => type.kind === 'named' && isItself(item, type.name, aliases);
  for (const method of item.methods) {
    const location: Location = { uri, range: method.nameRange };
    const member: CppSpecialMember = {
      state: method.deleted ? 'deleted' : method.defaulted ? 'defaulted' : 'user-provided',
      access: method.access,
      location,
    };
    if (method.kind === 'destructor') {
      result.destructor = { ...member, virtual: method.virtual };
      continue;
    }
    const kind = kindOf(method, isOwn);
    if (kind === 'other-constructor') {
      if (!method.deleted || method.template !== null) result.otherConstructor = location;
    } else if (kind !== null) {
      const [parameter] = method.signature.parameters;
      const common =
        kind === 'defaultConstructor' || parameter?.type.kind !== 'reference' || isCommon(parameter.type);
      const others = declared.get(kind);
      if (others) others.push({ member, common });
      else declared.set(kind, [{ member, common }]);
    }
  }
  for (const [kind, ofKind] of declared) result[kind] = united(ofKind, kind);
  return result;
}

function united(declared: readonly [Declared, ...Declared[]], kind: Kind): CppSpecialMember {
  const ofState = (state: CppSpecialMember['state']): Declared | undefined =>
    declared.find(({ member }) => member.state === state);
  const { member } = ofState('user-provided') ?? ofState('defaulted') ?? declared[0];
  const areAlike = declared.every((one) => one.member.state === member.state);
  const usual = declared.filter(({ common }) => common);
  // clang calls no move trivial that takes anything but `A &&`, not even a deleted one.
  const areUsual = kind.startsWith('move') ? usual.length === declared.length : usual.length > 0;
  return areAlike && areUsual ? member : { ...member, restricted: true };
}

const isCommon = ({ rvalue, referent }: Extract<CppType, { kind: 'reference' }>): boolean =>
  (referent.const === true) !== rvalue && referent.volatile !== true;

/** Which special member a method is; null where it is none. Templates never are. @see C++ [class.copy.ctor]/5 */
function kindOf(
  { kind, name, template, signature }: CppFunction,
  isOwn: (type: CppType) => boolean,
): Kind | 'other-constructor' | null {
  const { parameters, variadic } = signature;
  const first = parameters[0]?.type;
  const required = parameters.filter((parameter) => !parameter.hasDefault).length;
  const takes = first?.kind === 'reference' && isOwn(first.referent) ? first : null;
  if (kind === 'constructor') {
    if (template !== null) return 'other-constructor';
    if (required === 0 && !variadic) return 'defaultConstructor';
    if (required > 1 || takes === null) return 'other-constructor';
    return takes.rvalue ? 'moveConstructor' : 'copyConstructor';
  }
  if (kind !== 'operator' || !/^(?:operator)?\s*=$/.test(name) || template !== null) return null;
  if (takes?.rvalue) return 'moveAssignment';
  return takes !== null || (first && isOwn(first)) ? 'copyAssignment' : null;
}

/** Whether a type, but for its qualifiers, is the class that it is written in. */
function isItself(item: CppRecord, { segments, global }: CppName, aliases: readonly CppAlias[]): boolean {
  const last = segments[segments.length - 1];
  if (!last) return false;
  if (last.name === item.name) {
    const path = segments.slice(0, -1).map(({ name }) => name);
    return isScopeOf(item, path, global) && areOwnArguments(item, last.arguments);
  }
  if (segments.length > 1 || last.arguments !== null) return false;
  // `using Self = Widget;` in the class.
  return aliases.some(
    ({ name, scope, type }) =>
      name === last.name &&
      scope.length === item.scope.length + 1 &&
      [...item.scope, item].every((part, i) => scope[i]?.name === part.name) &&
      type.kind === 'named' &&
      type.name.segments[type.name.segments.length - 1]?.name !== name &&
      isItself(item, type.name, []),
  );
}

/** Whether `path` may lead to the class where it is declared: inline namespaces may be left out, outer scopes too. */
function isScopeOf(item: CppRecord, path: readonly string[], global: boolean): boolean {
  // `Widget::Widget` is the class again.
  const full = [...item.scope, { name: item.name, inline: true }];
  let at = full.length - 1;
  for (const name of [...path].reverse()) {
    while (at >= 0 && full[at]?.name !== name && full[at]?.inline) at--;
    if (full[at]?.name !== name) return false;
    at--;
  }
  return !global || full.slice(0, at + 1).every(({ inline }) => inline);
}

/** `Box<T>` in `Box<T>`, or `Box<int>` in its specialisation for `int`. */
function areOwnArguments(item: CppRecord, given: readonly CppTemplateArgument[] | null): boolean {
  if (given === null) return true;
  const { parameters = [], specialization = null } = item.template ?? {};
  const own = specialization
    ? specialization.map(formatTemplateArgument)
    : parameters.map(({ name, pack }) => (pack ? `${name}...` : name));
  return (
    given.length === own.length && given.every((argument, i) => formatTemplateArgument(argument) === own[i])
  );
}
