import { expect, test } from 'vitest';
import { readRecordDump } from './record-dump.js';

test('clang tells fields, bit-fields, unnamed members, bases and the sizes without them', () => {
  const [widget, plain] = readRecordDump(`
*** Dumping AST Record Layout
         0 | class ns::Widget
         0 |   class ns::Base (primary base)
         0 |     (Base vtable pointer)
         8 |     long inherited
        16 |   struct ns::Empty (base) (empty)
        16 |   union ns::Widget::(anonymous at a.hpp:5:27)${' '}
        16 |     int u
        16 |     struct ns::Widget::(anonymous at a.hpp:6:2)${' '}
        16 |       char deep
        20 |   struct ns::Inner inner
        20 |     int hidden
    24:3-7 |   unsigned int flags
      25:- |   unsigned int${' '}
        28 |   char[4] text
        32 |   int & reference
        40 |   struct ns::Part (virtual base)
        40 |     int part
           | [sizeof=48, dsize=44, align=8,
           |  nvsize=40, nvalign=8]

*** Dumping AST Record Layout
         0 | Typedefed
         0 |   int z
           | [sizeof=4, align=4,
           |  nvsize=4, nvalign=4]
`);
  expect(widget).toEqual({
    name: 'ns::Widget',
    size: 48,
    dataSize: 44,
    nonVirtualSize: 40,
    fields: new Map([
      ['u', 128],
      ['deep', 128],
      ['inner', 160],
      ['flags', 195],
      ['text', 224],
      ['reference', 256],
    ]),
    bases: new Map([
      ['ns::Base', 0],
      ['ns::Empty', 16],
      ['ns::Part', 40],
    ]),
  });
  expect(plain).toMatchObject({ name: 'Typedefed', size: 4, dataSize: null });
});
