import { throwIfCancelled, type CancellationToken } from '../base/cancellation.js';
import type { Breather } from '../base/event-loop.js';
import { pairAutocxx } from './autocxx.js';
import type { Boundary, BridgeModule, Crossing, FunctionCrossing, Pairing, Unpaired } from './crossing.js';
import type { Uri } from '../base/range.js';
import type { RustFacts } from '../facts/rust/rust-facts.js';
import { sharedSymbolsOf } from './bridge-symbols.js';
import { pairCxx } from './cxx.js';
import { pairDiplomat } from './diplomat.js';
import { byGenerator } from './generated.js';
import { exportersOf, pairExternC } from './extern-c.js';
import { lockFilesOf } from './lock-files.js';
import { mirrorsOf } from './mirrors.js';
import { pairStatics } from './statics.js';
import { rustBodiesOf } from './rust-bodies.js';
import { numberedUsesOf } from './numbered-overloads.js';
import { cppRedeclarationsOf } from './cpp-redeclarations.js';
import { redeclarationsOf, type Redeclaration } from './redeclarations.js';
import { staleItemsOf } from './stale-items.js';
import { surfaceItems } from './surface.js';
import type { TargetView } from './target-view.js';
import { threadClaimsOf } from './thread-claims.js';
import { unreleasedHandlesOf } from './unreleased-handles.js';
import { zngurTypesOf } from './zngur.js';
import { pairZngur } from './zngur-cpp.js';

/**
 * Pairs the sides of the whole program into crossings, as its primary target sees them. One file per
 * mechanism does the pairing; the records that functions pass are paired after them. The program must
 * not change while this gives way to the event loop.
 */
export async function pairBoundary(
  view: TargetView,
  breather: Breather,
  token: CancellationToken,
): Promise<Boundary> {
  const crossings: Crossing[] = [];
  const unpaired: Unpaired[] = [];
  for (const pairing of pairings(view)) {
    if (pairing?.kind === 'unpaired') unpaired.push(pairing);
    else if (pairing !== null) crossings.push(pairing);
    await breather.rest();
    throwIfCancelled(token);
  }
  const functions = crossings.filter(
    (crossing): crossing is FunctionCrossing => crossing.kind === 'function',
  );
  for (const mirror of await mirrorsOf(functions, view, breather, token))
    crossings.push(byGenerator(mirror, view.program));
  const redeclarations: Redeclaration[] = [...cppRedeclarationsOf(unpaired, view)];
  for (const pair of redeclarationsOf(functions, view)) {
    if (pair !== null) redeclarations.push(pair);
    await breather.rest();
    throwIfCancelled(token);
  }
  return {
    crossings,
    unpaired,
    rustBodies: rustBodiesOf(functions, view.program),
    numberedUses: numberedUsesOf(functions, view),
    threadClaims: threadClaimsOf(functions, view.program),
    bridges: [...bridgesOf(view)],
    sharedSymbols: sharedSymbolsOf(view.program),
    redeclarations,
    unreleasedHandles: unreleasedHandlesOf(functions, view),
    staleItems: [...staleItemsOf(functions, view.program)],
    inclusions: [...view.program.rustFiles()].flatMap(([uri, { inclusions }]) =>
      inclusions.map((inclusion) => ({ kind: 'inclusion' as const, uri, inclusion })),
    ),
    zngurFiles: [...view.program.zngurFiles()].map(([uri, facts]) => ({ kind: 'zngur-file', uri, facts })),
    lockFiles: lockFilesOf(view.program),
    zngurTypes: [...view.program.zngurFiles()].flatMap(([uri, facts]) => [...zngurTypesOf(view, uri, facts)]),
    surface: surfaceItems(view, crossings, unpaired),
  };
}

function* bridgesOf({ program }: TargetView): Generator<BridgeModule> {
  const files = [...program.rustFiles()];
  const ownRules = hasCxx(program);
  for (const [uri, facts] of files)
    for (const bridge of facts.bridges) yield { kind: 'bridge', uri, bridge, ownRules };
}

/** Whether the workspace has the source of cxx, or of a fork that may do other than cxx does. */
const hasCxx = (program: TargetView['program']): boolean =>
  [...program.rustFiles()].some(([, facts]) => isCxx(facts));

/** cxx's macros, in one file. @see cxx: macro/src/lib.rs */
const isCxx = ({ proceduralMacros: names }: RustFacts): boolean =>
  names.includes('bridge') && names.includes('type_id');

/** What a build script wrote has its other half where we do not look: only what is paired is said of it. */
function* pairings(view: TargetView): Generator<Pairing | null> {
  const exporters = exportersOf(view.program);
  const ownRules = hasCxx(view.program);
  for (const [uri, facts] of view.program.rustFiles()) {
    const isBuildOutput = view.program.rustModules.isBuildOutput(uri);
    for (const pairing of linked(view, uri, facts, exporters))
      yield isBuildOutput && pairing?.kind === 'unpaired'
        ? null
        : pairing && byGenerator(pairing, view.program);
    yield* pairCxx(view, uri, facts, ownRules);
    yield* pairAutocxx(view, uri, facts);
    yield* pairDiplomat(view, uri, facts);
  }
  for (const [uri, facts] of view.program.zngurFiles()) yield* pairZngur(view, uri, facts);
}

/** What the linker joins by name alone. */
function* linked(
  view: TargetView,
  uri: Uri,
  facts: RustFacts,
  exporters: ReturnType<typeof exportersOf>,
): Generator<Pairing | null> {
  yield* pairExternC(view, uri, facts, exporters);
  yield* pairStatics(view, uri, facts, exporters);
}
