import type { RelocationClaim } from '../../abi/model.js';
import type { Uri } from '../../base/range.js';
import type { CppAlias, CppName, CppRecord, CppRelocationMark, CppScope } from '../../facts/cpp/cpp-facts.js';
import { formatCppType } from '../../facts/cpp/format-cpp.js';
import { qualifiedName } from '../../program/cpp-names.js';
import type { Program } from '../../program/program.js';

/**
 * Class templates that are specialised for a class to say so, in whichever namespace: cxx's and folly's; BDE's;
 * absl's, zngur's and those that follow P1144.
 */
const TRAITS = ['IsRelocatable', 'IsBitwiseMoveable', 'is_trivially_relocatable'];

/** Arguments of `Q_DECLARE_TYPEINFO` that include relocation. @see Qt, QTypeInfo */
const QT_FLAGS = /\bQ_(?:RELOCATABLE|MOVABLE|PRIMITIVE)_TYPE\b/;

/** What the program says about moving a class by copying its bytes, within its declaration and outside. */
export const relocationClaimsOf = (program: Program, uri: Uri, item: CppRecord): RelocationClaim[] => [
  ...ownMarks(uri, item),
  ...memberTrait(program, uri, item),
  ...TRAITS.flatMap((trait) => specialisations(program, trait, item)),
  ...macros(program, item),
];

function ownMarks(uri: Uri, item: CppRecord): RelocationClaim[] {
  return item.attributes.flatMap((text) => {
    const claim = /\btrivially_relocatable(_if_eligible)?$/.exec(text.replace(/^__/, ''));
    if (!claim) return [];
    const message = `\`${item.name}\` is marked \`${text}\``;
    const form = claim[1] === undefined ? 'attribute' : 'keyword';
    return [{ message, location: { uri, range: item.nameRange }, form, declaration: null }];
  });
}

/** cxx's `using IsRelocatable = std::true_type;` in the class itself. */
function memberTrait(program: Program, uri: Uri, item: CppRecord): RelocationClaim[] {
  const alias = memberAlias(program, uri, item, 'IsRelocatable');
  if (alias?.item.type.kind !== 'named' || !isTrue(formatCppType(alias.item.type))) return [];
  return [
    {
      message: `\`${item.name}::IsRelocatable\` is \`${formatCppType(alias.item.type)}\``,
      location: { uri: alias.uri, range: alias.item.nameRange },
      form: 'trait',
      declaration: { uri: alias.uri, range: alias.item.range },
    },
  ];
}

/**
 * `using name = …;` inside of the class itself. Where there is none, the name counts as looked for in vain: then
 * the files that specialise a template of that name for the class are read too.
 */
function memberAlias(
  program: Program,
  uri: Uri,
  item: CppRecord,
  name: string,
): { uri: Uri; item: CppAlias } | null {
  const scope: readonly CppScope[] = [...item.scope, { kind: 'record', name: item.name, inline: false }];
  const path = { global: false, segments: [{ name, arguments: null }] };
  const found = program.cpp.lookUpType(path, { uri, scope });
  if (found.kind !== 'found' || found.declaration.kind !== 'alias') return null;
  const { declaration } = found;
  return declaration.item.scope.length === scope.length ? declaration : null;
}

/** `template <> struct rust::IsRelocatable<Widget> : std::true_type {};` */
function specialisations(program: Program, trait: string, item: CppRecord): RelocationClaim[] {
  return program.cpp.specializationsOf(trait).flatMap((declaration): RelocationClaim[] => {
    const { uri, item: own } = declaration;
    const argument = own.template?.specialization?.[0];
    if (argument?.kind !== 'type' || argument.type.kind !== 'named') return [];
    if (!own.bases.some(({ type }) => isTrue(formatCppType(type)))) return [];
    if (!names(program, argument.type.name, uri, own.scope, item)) return [];
    return [
      {
        message: `\`${qualifiedName(own)}\` is specialised for \`${item.name}\``,
        location: { uri, range: own.nameRange },
        form: 'trait',
        declaration: { uri, range: own.range },
      },
    ];
  });
}

/** `std::true_type`, `bsl::true_type`, `std::bool_constant<true>`, `std::integral_constant<bool, true>` */
const isTrue = (text: string): boolean =>
  /\btrue_type$|\b(?:bool|integral)_constant<(?:bool, ?)?true>$/.test(text);

/** Macros of folly, BDE and Qt. */
function macros(program: Program, item: CppRecord): RelocationClaim[] {
  return program.cpp.relocationMarksOn(item.name).flatMap(({ uri, item: mark }): RelocationClaim[] => {
    const name = nameOf(mark.arguments[0] ?? '');
    if (!name || !promises(mark) || !names(program, name, uri, mark.scope, item)) return [];
    const message = `\`${mark.macro}(${mark.arguments.join(', ')})\``;
    const location = { uri, range: mark.range };
    return [{ message, location, form: 'trait', declaration: location }];
  });
}

function promises({ macro, arguments: [, what = ''] }: CppRelocationMark): boolean {
  if (macro === 'Q_DECLARE_TYPEINFO') return QT_FLAGS.test(what);
  return macro !== 'BSLMF_NESTED_TRAIT_DECLARATION' || /\bIsBitwiseMove?able$/.test(what);
}

function nameOf(text: string): CppName | null {
  if (!/^(?:::)?\w+(?:::\w+)*$/.test(text)) return null;
  const segments = text.split('::').filter((part) => part !== '');
  return { global: text.startsWith('::'), segments: segments.map((name) => ({ name, arguments: null })) };
}

function names(
  program: Program,
  name: CppName,
  uri: Uri,
  scope: readonly CppScope[],
  item: CppRecord,
): boolean {
  const found = program.cpp.lookUpType(name, { uri, scope });
  return found.kind === 'found' && found.declaration.item === item;
}
