import type { Uri } from '../base/range.js';
import { joinUri, parentUri } from '../base/uri.js';
import type { Condition } from '../facts/facts.js';
import type { ZngurFacts, ZngurItem, ZngurType, ZngurTypeMember } from '../facts/zngur/zngur-facts.js';
import type { ZngurTypeSide } from './crossing.js';
import type { TargetView } from './target-view.js';
import { armsOf } from './zngur-conditions.js';
import { pathWithin, rustTypeOf, type ZngurScope } from './zngur-types.js';

/**
 * The Rust types that one `.zng` gives to C++. Their C++ declarations are generated from it, so that it is what the
 * Rust side is compared with.
 *
 * @see zngur's book, "The Zng file"
 */
export function* zngurTypesOf(view: TargetView, uri: Uri, { items }: ZngurFacts): Generator<ZngurTypeSide> {
  const place = {
    uri: view.program.rust.paths.crates.rootAround(uri) ?? joinUri(parentUri(uri), 'src/lib.rs'),
    modulePath: [],
  };
  for (const { type, scope, condition } of typesIn(items, { base: [''], aliases: new Map() }, [])) {
    yield {
      kind: 'zngur-type',
      uri,
      item: type,
      type: rustTypeOf(type.type, scope),
      place,
      condition,
      members: [...membersOf(type.members, [])].map(({ member, condition }) => ({
        member,
        condition,
        type: member.kind === 'field' ? rustTypeOf(member.type, scope) : null,
      })),
    };
  }
}

interface TypeThere {
  readonly type: ZngurType;
  readonly scope: ZngurScope;
  readonly condition: Condition;
}

/** An alias holds in all of the module that it stands in, and in those inside. */
function* typesIn(
  items: readonly ZngurItem[],
  outer: ZngurScope,
  condition: Condition,
): Generator<TypeThere> {
  const aliases = new Map(outer.aliases);
  for (const item of items) {
    if (item.kind === 'alias') aliases.set(item.name, item.path);
  }
  const scope: ZngurScope = { base: outer.base, aliases };
  for (const item of items) {
    switch (item.kind) {
      case 'type':
        yield { type: item, scope, condition };
        break;
      case 'module':
        yield* typesIn(item.items, { base: pathWithin(item.path, scope.base), aliases }, condition);
        break;
      case 'if':
      case 'match':
        for (const arm of armsOf(item)) yield* typesIn(arm.items, scope, [...condition, ...arm.condition]);
        break;
      case 'trait':
      case 'function':
      case 'extern-cpp':
      case 'alias':
      case 'merge':
      case 'import':
      case 'additional-includes':
      case 'convert-panic-to-exception':
      case 'unstable-feature':
        break;
      default:
        item satisfies never;
    }
  }
}

type PlainMember = Exclude<ZngurTypeMember, { kind: 'if' | 'match' }>;

function* membersOf(
  members: readonly ZngurTypeMember[],
  condition: Condition,
): Generator<{ readonly member: PlainMember; readonly condition: Condition }> {
  for (const member of members) {
    if (member.kind !== 'if' && member.kind !== 'match') yield { member, condition };
    else for (const arm of armsOf(member)) yield* membersOf(arm.items, [...condition, ...arm.condition]);
  }
}
