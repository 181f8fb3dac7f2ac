import { expect, it } from 'vitest';
import { Exporters } from './exporters.js';

const SYMBOL = 'widget_new';
const exporting = (...files: string[]): Exporters => {
  const exporters = new Exporters();
  for (const file of files) exporters.add(SYMBOL, file);
  return exporters;
};

it('leaves a declaration to the crate that stands nearest to it', () => {
  const exporters = exporting('file:///a/src/lib.rs', 'file:///b/src/lib.rs');
  expect(exporters.isNearest(SYMBOL, 'file:///a/src/lib.rs', 'file:///a/include/widget.h')).toBe(true);
  expect(exporters.isNearest(SYMBOL, 'file:///b/src/lib.rs', 'file:///a/include/widget.h')).toBe(false);
});

it('gives one as far from two crates to both, and to all files of one crate', () => {
  const exporters = exporting('file:///a/src/lib.rs', 'file:///a/src/ffi/new.rs', 'file:///b/src/lib.rs');
  for (const file of ['file:///a/src/lib.rs', 'file:///b/src/lib.rs'])
    expect(exporters.isNearest(SYMBOL, file, 'file:///include/widget.h')).toBe(true);
  expect(exporters.isNearest(SYMBOL, 'file:///a/src/ffi/new.rs', 'file:///a/include/widget.h')).toBe(true);
});

it('answers for as many crates as there may be', () => {
  const crates = Array.from({ length: 20_000 }, (_, i) => `file:///crates/c${i}/src/lib.rs`);
  const exporters = exporting(...crates);
  const near = crates.map((file) => exporters.isNearest(SYMBOL, file, 'file:///crates/c7/include/widget.h'));
  expect(near.filter(Boolean)).toHaveLength(1);
  expect(near[7]).toBe(true);
});
