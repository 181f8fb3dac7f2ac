import { expect, test } from 'vitest';
import { createCppAbi } from '../cpp-abi.js';
import { builtin, field, fn, library, record, recordType, target } from '../testing/build.js';
import { withStandardLibrary } from './library-choice.js';

const STRING = library('std::string');

test('a library that the settings name is no assumption, one that is usual on the target is', () => {
  expect(createCppAbi(target()).sizeOf(STRING)).toMatchObject({ status: 'assumed', value: { size: 32 } });
  const stated = withStandardLibrary(target(), ['msvc', 'libc++']);
  expect(createCppAbi(stated).sizeOf(STRING)).toMatchObject({ status: 'exact', value: { size: 24 } });
});

test('what no library does differently is exact without a choice', () => {
  const abi = createCppAbi(target());
  expect(abi.sizeOf(library('std::shared_ptr', builtin('int')))).toMatchObject({ status: 'exact' });
  expect(abi.relocationOf(library('std::weak_ptr', builtin('int')))).toMatchObject({
    status: 'exact',
    value: { trivial: true },
  });
});

test('a choice is one object, so that analyses can be kept', () => {
  expect(withStandardLibrary(target(), ['libc++'])).toBe(withStandardLibrary(target(), ['libc++']));
  expect(withStandardLibrary(target(), ['msvc-debug'])).toBe(target());
});

test('the mode of the library decides', () => {
  const verdict = (name: string, type = STRING) =>
    createCppAbi(withStandardLibrary(target(), [name])).relocationOf(type);
  expect(verdict('libstdc++')).toMatchObject({ status: 'exact', value: { trivial: false } });
  expect(verdict('libstdc++-old-abi')).toMatchObject({ status: 'exact', value: { trivial: true } });
  const vector = library('std::vector', builtin('int'));
  expect(verdict('libstdc++-debug', vector)).toMatchObject({
    value: { trivial: false },
    because: [
      {
        message:
          '`std::vector<int>`, whose libstdc++ form is on a list with its iterators, which point back at it',
      },
    ],
  });
});

test('a symbol of the old ABI has no tag', () => {
  const abi = createCppAbi(withStandardLibrary(target(), ['libstdc++-old-abi']));
  expect(abi.mangle(fn({ parameters: [STRING] }))).toMatchObject({
    status: 'exact',
    value: { symbol: '_Z1fSs' },
  });
});

test('a class may derive from one of the library', () => {
  const error = record('E', {
    bases: [{ type: library('std::runtime_error'), virtual: false, access: 'public', location: null }],
    fields: [field('code', builtin('int'))],
    functions: [{ signature: 'what() const', virtual: true, pure: false }],
  });
  expect(createCppAbi(target()).layOut(error)).toMatchObject({
    status: 'exact',
    value: { size: 24, bases: [{ name: 'std::runtime_error', offset: 0 }], fields: [{ offset: 16 }] },
  });
  const stream = record('S', {
    bases: [{ type: library('std::ostream'), virtual: false, access: 'public', location: null }],
  });
  expect(createCppAbi(target()).sizeOf(recordType(stream))).toMatchObject({ status: 'unknown' });
});
