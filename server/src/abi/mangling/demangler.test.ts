import { expect, test } from 'vitest';
import { testDemangler } from '../testing/demangler.js';

test.each([
  ['_ZN2ns6Widget6resizeEjj', 'ns::Widget::resize(unsigned int, unsigned int)'],
  ['__ZNK2ns6Widget4sizeEv', 'ns::Widget::size() const'],
  ['_ZN2ns6WidgetC2ERKS0_', 'ns::Widget::Widget(ns::Widget const&)'],
  ['?resize@Widget@ns@@QEAAXII@Z', 'ns::Widget::resize(unsigned int, unsigned int)'],
  ['_RNvCs1234_7mycrate3foo', 'mycrate::foo'],
  ['_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE', 'core::fmt::Write::write_fmt'],
])('%s is read', async (symbol, readable) => {
  expect((await testDemangler()).demangle(symbol)).toBe(readable);
});

test.each(['widget_new', '_Z', '_Z3bazDO3DkE', '?', '_RNv', '_ZN', `_Z${'N'.repeat(30_000)}`])(
  'what is no symbol has no meaning: %.20s',
  async (text) => {
    expect((await testDemangler()).demangle(text)).toBeNull();
  },
);
