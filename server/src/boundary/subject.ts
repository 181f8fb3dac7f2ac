import { START_OF_FILE, type Range, type Uri } from '../base/range.js';
import type { Condition } from '../facts/facts.js';
import {
  isWrittenByTool,
  type Boundary,
  type BridgeModule,
  type Crossing,
  type InclusionSide,
  type LockFile,
  type Mechanism,
  type ObstructedCrossing,
  type ZngurFile,
  type ZngurTypeSide,
} from './crossing.js';
import type { SharedSymbol } from './bridge-symbols.js';
import type { NumberedUse } from './numbered-overloads.js';
import type { Redeclaration } from './redeclarations.js';
import type { RustBodySide } from './rust-bodies.js';
import type { SurfaceItem } from './surface.js';
import type { ThreadClaim } from './thread-claims.js';
import type { UnreleasedHandle } from './unreleased-handles.js';

/**
 * What a hazard is asked about: a crossing, or what stands at the boundary without being one. Plain data:
 * two subjects of the same facts are equal.
 */
export type Subject =
  | Crossing
  | ObstructedCrossing
  | RustBodySide
  | NumberedUse
  | ThreadClaim
  | UnreleasedHandle
  | BridgeModule
  | SharedSymbol
  | Redeclaration
  | InclusionSide
  | ZngurFile
  | ZngurTypeSide
  | LockFile
  | SurfaceItem;

/** One declaration of a subject. */
export interface SubjectDeclaration {
  /** Whose conditions are meant; those of a `.zng` are Rust's. */
  readonly side: 'rust' | 'cpp';
  readonly uri: Uri;
  readonly range: Range;
  readonly nameRange: Range;
  readonly condition: Condition;
}

/** Everything that hazards are asked about, crossings first. */
export const subjectsOf = (boundary: Boundary): readonly Subject[] => [
  ...boundary.crossings.filter((crossing) => !isWrittenByTool(crossing)),
  ...boundary.unpaired.flatMap(({ obstructed }) => obstructed ?? []),
  ...boundary.rustBodies,
  ...boundary.numberedUses,
  ...boundary.threadClaims,
  ...boundary.unreleasedHandles,
  ...boundary.bridges,
  ...boundary.sharedSymbols,
  ...boundary.redeclarations,
  ...boundary.inclusions,
  ...boundary.zngurFiles,
  ...boundary.zngurTypes,
  ...boundary.lockFiles,
  ...boundary.surface,
];

/** Where the subject is declared, the Rust side first. At least one. */
export function declarationsOf(subject: Crossing): readonly [SubjectDeclaration, SubjectDeclaration];
export function declarationsOf(subject: Subject): readonly [SubjectDeclaration, ...SubjectDeclaration[]];
export function declarationsOf(subject: Subject): readonly [SubjectDeclaration, ...SubjectDeclaration[]] {
  switch (subject.kind) {
    case 'function':
      return [declaration('rust', subject.rust.uri, subject.rust), cppDeclaration(subject)];
    case 'variable':
    case 'type':
    case 'enum':
      return [declaration('rust', subject.rust.uri, subject.rust.item), cppDeclaration(subject)];
    case 'obstructed':
      return declarationsOf(subject.crossing);
    case 'rust-body':
      return [declaration('rust', subject.uri, subject.body)];
    case 'numbered-use': {
      const { uri, range, crossing } = subject;
      return [
        declaration('rust', uri, { range, nameRange: range, condition: [] }),
        ...declarationsOf(crossing),
      ];
    }
    case 'unreleased-handle':
      return declarationsOf(subject.makers[0]);
    case 'thread-claim':
      return [declaration('rust', subject.uri, subject.record)];
    case 'bridge':
      return [declaration('rust', subject.uri, subject.bridge)];
    case 'inclusion':
      return [declaration('rust', subject.uri, subject.inclusion)];
    case 'shared-symbol':
      return [
        declaration('rust', subject.uri, subject),
        declaration('rust', subject.first.uri, subject.first),
      ];
    case 'redeclaration':
      return subject.language === 'rust'
        ? [
            declaration('rust', subject.second.uri, subject.second),
            declaration('rust', subject.first.uri, subject.first),
          ]
        : [
            declaration('cpp', subject.second.uri, subject.second.item),
            declaration('cpp', subject.first.uri, subject.first.item),
          ];
    case 'zngur-file':
    case 'lock-file':
      return [
        declaration('rust', subject.uri, { range: START_OF_FILE, nameRange: START_OF_FILE, condition: [] }),
      ];
    case 'surface':
      return [declaration('cpp', subject.cpp.uri, subject.cpp.item)];
    case 'zngur-type': {
      const { uri, item, condition } = subject;
      return [declaration('rust', uri, { ...item, condition })];
    }
    default:
      return subject satisfies never;
  }
}

const cppDeclaration = ({ cpp }: Crossing): SubjectDeclaration => declaration('cpp', cpp.uri, cpp.item);

const declaration = (
  side: SubjectDeclaration['side'],
  uri: Uri,
  { range, nameRange, condition }: Omit<SubjectDeclaration, 'side' | 'uri'>,
): SubjectDeclaration => ({ side, uri, range, nameRange, condition });

/** How what the subject is about crosses; null where that is no crossing of one mechanism. */
export function mechanismOf(subject: Subject): Mechanism | null {
  switch (subject.kind) {
    case 'function':
    case 'variable':
    case 'type':
    case 'enum':
      return subject.mechanism;
    case 'obstructed':
    case 'numbered-use':
      return subject.crossing.mechanism;
    case 'rust-body':
      return (subject.called[0] ?? subject.exported)?.mechanism ?? null;
    case 'thread-claim':
      return subject.used.mechanism;
    case 'unreleased-handle':
      return subject.makers[0].mechanism;
    case 'bridge':
      return subject.bridge.dialect;
    case 'inclusion':
      return 'autocxx';
    case 'shared-symbol':
      return 'cxx';
    case 'redeclaration':
      return 'extern-c';
    case 'zngur-file':
    case 'zngur-type':
      return 'zngur';
    case 'lock-file':
    case 'surface':
      return null;
    default:
      return subject satisfies never;
  }
}

/** A name for one subject among all of a workspace, the same as long as its declarations stay where they are. */
export function keyOf(subject: Subject): string {
  const names = 'mechanism' in subject ? [subject.mechanism, subject.name] : [];
  const places = declarationsOf(subject).map(
    ({ uri, nameRange: { start } }) => `${uri} ${start.line}:${start.character}`,
  );
  return [subject.kind, ...names, ...places].join(' ');
}
