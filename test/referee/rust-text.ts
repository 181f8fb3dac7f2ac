import type { Known } from '../../server/src/base/known.js';
import type { RustLayout } from '../../server/src/abi/layout/rust.js';
import { findTarget } from '../../server/src/abi/target.js';
import { rustContext } from '../../server/src/boundary/lowering/rust-types.js';
import { createTargetView } from '../../server/src/boundary/target-view.js';
import { readRust } from '../../server/src/facts/rust/testing/read-rust.js';
import { Program } from '../../server/src/program/program.js';

const FILE = 'file:///sample/src/lib.rs';

/**
 * Layouts of types as written, on the way that a user's file goes: text, facts, lowering, layout.
 *
 * @param source declares what the types are made of
 */
export async function readRustLayouts(
  source: string,
  types: readonly string[],
  triple: string,
): Promise<Known<RustLayout>[]> {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const aliases = types.map((type, index) => `pub type Alias${index} = ${type};`);
  const program = new Program();
  program.setFile(FILE, await readRust(`${source}\n${aliases.join('\n')}`));
  const { rust, rustLayouts } = createTargetView(program, target);
  return types.map((_, index) =>
    rustLayouts.layOut(
      rust.type({ kind: 'path', path: [`Alias${index}`], arguments: [] }, rustContext(FILE, [])),
    ),
  );
}

/** Values of constants by name, on the same way. */
export async function readRustConstants(
  source: string,
  names: readonly string[],
  triple = 'x86_64-unknown-linux-gnu',
): Promise<Known<bigint>[]> {
  const target = findTarget(triple);
  if (!target) throw new Error(`no target ${triple}`);
  const program = new Program();
  program.setFile(FILE, await readRust(source));
  const { rust } = createTargetView(program, target);
  return names.map((name) => rust.constant({ kind: 'name', path: [name] }, rustContext(FILE, [])));
}
