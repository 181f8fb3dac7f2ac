import { expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../base/cancellation.js';
import { LiveTree } from './live-tree.js';
import { parse } from './parse.js';
import { testGrammars } from './testing/grammars.js';

test('a tree that is being read outlives its document', async () => {
  const live = new LiveTree();
  const tree = await live.update(await testGrammars(), 'rust', 'struct A;', NEVER_CANCELLED);
  live.dispose();
  expect(tree?.rootNode.text).toBe('struct A;');
  tree?.delete();
});

test('a document that closes while it is parsed keeps no tree', async () => {
  const grammars = await testGrammars();
  const live = new LiveTree();
  const text = 'struct A { a: u8 }\n'.repeat(20_000);
  const parsing = live.update(grammars, 'rust', text, NEVER_CANCELLED);
  live.dispose();
  const first = await parsing;
  const second = await live.update(grammars, 'rust', text, NEVER_CANCELLED);
  // What had been kept would have been copied: equal roots share their nodes.
  expect(first?.rootNode.childCount).toBe(20_000);
  expect(second?.rootNode.id).not.toBe(first?.rootNode.id);
  first?.delete();
  second?.delete();
});

test('a broken text gets the tree that it gets afresh, whatever was parsed before', async () => {
  const grammars = await testGrammars();
  const live = new LiveTree();
  const opened = 'int a['.repeat(60);
  for (const text of [`${opened}1`, `${opened.slice(0, 90)}${opened.slice(91)}1`, `${opened}1`]) {
    const edited = await live.update(grammars, 'cpp', text, NEVER_CANCELLED);
    const afresh = await parse(grammars, 'cpp', text, { token: NEVER_CANCELLED });
    expect(edited?.rootNode.toString()).toBe(afresh?.rootNode.toString());
    edited?.delete();
    afresh?.delete();
  }
  live.dispose();
});
