import type { ClassShape, LaidOutClass, VirtualBasePlace } from './class-shape.js';
import { emptiesOfFields, offsetIn, type Placement } from './empty-subobjects.js';
import type { Bytes } from './units.js';

/** One base-class subobject in the graph of a class; virtual bases have one node. */
export interface BaseNode {
  readonly class: LaidOutClass;
  readonly bases: { readonly node: BaseNode; readonly virtual: boolean }[];
  /** The virtual primary base that this subobject asked for and that lies inside the one which got it. */
  claimed: BaseNode | null;
  owner: BaseNode | null;
}

export interface BaseGraph {
  /** Direct non-virtual bases. */
  readonly direct: ReadonlyMap<ClassShape, BaseNode>;
  readonly virtual: ReadonlyMap<ClassShape, BaseNode>;
  /** Some subobject did not get the virtual primary base that its class has. */
  readonly contested: boolean;
}

/**
 * The base subobjects of a class and which of them owns each virtual base that is a primary base: the
 * first that asks gets it, except that the most derived class (whose own choice is `primary`) wins.
 *
 * @see Itanium C++ ABI 2.4 II.2
 */
export function buildBaseGraph(shape: ClassShape, virtualPrimary: LaidOutClass | null): BaseGraph {
  const direct = new Map<ClassShape, BaseNode>();
  const virtual = new Map<ClassShape, BaseNode>();
  let contested = false;
  const build = (laidOut: LaidOutClass, isVirtual: boolean): BaseNode => {
    const known = isVirtual ? virtual.get(laidOut) : undefined;
    if (known) return known;
    const node: BaseNode = { class: laidOut, bases: [], claimed: null, owner: null };
    if (isVirtual) virtual.set(laidOut, node);
    let wanted = laidOut.layout.primaryIsVirtual ? laidOut.layout.primary : null;
    const existing = wanted && virtual.get(wanted);
    if (existing) {
      if (existing.owner === null) claim(node, existing);
      else contested = true;
      wanted = null;
    }
    for (const base of laidOut.bases)
      node.bases.push({ node: build(base.class, base.virtual), virtual: base.virtual });
    const visited = wanted && virtual.get(wanted);
    if (visited) claim(node, visited);
    return node;
  };
  for (const base of shape.bases) {
    const node = build(base.class, base.virtual);
    if (!base.virtual) direct.set(base.class, node);
  }
  const own = virtualPrimary && virtual.get(virtualPrimary);
  if (own) {
    contested ||= own.owner !== null;
    own.owner = null;
  }
  return { direct, virtual, contested };
}

function claim(node: BaseNode, target: BaseNode): void {
  node.claimed = target;
  target.owner = node;
}

const claimOf = (node: BaseNode): BaseNode | null => (node.claimed?.owner === node ? node.claimed : null);

/** Empty subobjects of a base subobject at `offset`, with those of the virtual primary bases it owns. */
export function* emptiesOfBase(node: BaseNode, offset: Bytes): Generator<Placement> {
  const { class: laidOut, bases } = node;
  if (laidOut.empty) yield [laidOut, offset];
  for (const base of bases) {
    if (!base.virtual)
      yield* emptiesOfBase(base.node, offset + offsetIn(laidOut.layout.bases, base.node.class));
  }
  const claimed = claimOf(node);
  if (claimed) yield* emptiesOfBase(claimed, offset);
  yield* emptiesOfFields(laidOut, offset);
}

/** Writes down where the virtual primary bases stand that lie inside the base subobject at `offset`. */
export function placeClaimed(node: BaseNode, offset: Bytes, places: Map<ClassShape, VirtualBasePlace>): void {
  const claimed = claimOf(node);
  if (claimed) {
    places.set(claimed.class, { offset, displaced: false });
    placeClaimed(claimed, offset, places);
  }
  for (const base of node.bases) {
    if (!base.virtual)
      placeClaimed(base.node, offset + offsetIn(node.class.layout.bases, base.node.class), places);
  }
}

/** Virtual bases that are the primary base of some direct or indirect base. */
export function indirectPrimaries(shape: ClassShape): Set<ClassShape> {
  const found = new Set<ClassShape>();
  const visit = (current: ClassShape): void => {
    for (const { class: base } of current.bases) {
      if (base.virtualBases.length === 0) continue;
      if (base.layout.primaryIsVirtual && base.layout.primary) found.add(base.layout.primary);
      visit(base);
    }
  };
  visit(shape);
  return found;
}

/** Every virtual base, depth first and left to right, a base before its own bases; repetitions included. */
export function* virtualBasesInPreorder(shape: ClassShape): Generator<LaidOutClass> {
  for (const base of shape.bases) {
    if (base.virtual) yield base.class;
    yield* virtualBasesInPreorder(base.class);
  }
}
