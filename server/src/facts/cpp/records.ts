import type { CppNode } from './node.js';
import type { Attributes } from './attributes.js';
import type {
  Access,
  CppBase,
  CppDoubt,
  CppField,
  CppFunction,
  CppMemberCount,
  CppRecord,
} from './cpp-facts.js';
import { readName } from './names.js';
import type { CppSource } from './source.js';

/** Where the members of one record are collected while its body is walked. */
export interface RecordMembers {
  readonly fields: CppField[];
  readonly methods: CppFunction[];
  readonly inlineRecords: CppRecord[];
  /** In force for what follows; an access specifier changes it. */
  access: Access;
  /** Why a member is missing; null where none is. */
  unread: string | null;
  readonly doubts: CppDoubt[];
  /** Macros that no access specifier has followed so far. */
  openMacros: { until: CppMemberCount }[];
}

export const keyOf = (node: CppNode): CppRecord['kind'] =>
  node.type.slice(0, node.type.indexOf('_')) as CppRecord['kind'];

export const defaultAccess = (kind: CppRecord['kind']): Access => (kind === 'class' ? 'private' : 'public');

export const newMembers = (access: Access): RecordMembers => ({
  fields: [],
  methods: [],
  inlineRecords: [],
  access,
  unread: null,
  doubts: [],
  openMacros: [],
});

/** How many members were read so far. */
export const countOf = ({ fields, methods }: RecordMembers): CppMemberCount => ({
  fields: fields.length,
  methods: methods.length,
});

/** An access specifier, or the end of the body: what a macro before it may say of access ends here. */
export function endMacros(members: RecordMembers): void {
  for (const macro of members.openMacros) macro.until = countOf(members);
  members.openMacros = [];
}

const ACCESS: Readonly<Record<string, Access>> = {
  public: 'public',
  protected: 'protected',
  private: 'private',
};

export const accessOf = (text: string): Access | null => ACCESS[text.trim()] ?? null;

/** The bases of a `base_class_clause`; without a word a class inherits privately, a struct publicly. */
export function readBases(source: CppSource, node: CppNode, kind: CppRecord['kind']): CppBase[] {
  const clause = node.namedChildren.find(({ type }) => type === 'base_class_clause');
  if (!clause) return [];
  const bases: CppBase[] = [];
  let virtual = false;
  let access = defaultAccess(kind);
  let start: number | null = null;
  for (const child of clause.children) {
    switch (child.type) {
      case ',':
      case ':':
        virtual = false;
        access = defaultAccess(kind);
        start = null;
        break;
      case 'virtual':
        virtual = true;
        start ??= child.startIndex;
        break;
      case 'access_specifier':
        // The grammar lets `virtual` be one of these.
        if (source.textOf(child) === 'virtual') virtual = true;
        else access = accessOf(source.textOf(child)) ?? access;
        start ??= child.startIndex;
        break;
      case 'type_identifier':
      case 'qualified_identifier':
      case 'template_type':
        bases.push({
          type: { kind: 'named', name: readName(source, child), elaborated: null },
          virtual,
          access,
          range: source.lines.rangeOf(start ?? child.startIndex, child.endIndex),
        });
        break;
      case '...': {
        const pattern = bases.pop();
        if (pattern) bases.push({ ...pattern, expanded: true });
        break;
      }
      case 'comment':
        break;
      default:
        if (child.isNamed) {
          bases.push({
            type: { kind: 'unreadable', text: source.textOf(child) },
            virtual,
            access,
            range: source.rangeOf(child),
          });
        }
    }
  }
  return bases;
}

/** What the attributes between the class key and the end of the declaration say about the record. */
export const recordAttributes = (
  head: Attributes,
): Pick<CppRecord, 'alignments' | 'packed' | 'attributes'> => ({
  alignments: head.alignments,
  packed: head.packed,
  attributes: head.names,
});
