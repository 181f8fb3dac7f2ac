import { expect, test } from 'vitest';
import type { InspectedFunction } from '../service/answers.js';
import { gccSymbols, readClangSymbols } from './cpp-symbols.js';

const fn = (name: string, line: number): InspectedFunction => ({
  name,
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
  signature: 'void ()',
  linkage: 'cpp',
  symbol: null,
  reason: null,
  variants: {},
});

test("clang's syntax tree names each function before its symbol", () => {
  const reader = readClangSymbols();
  const dump = `{
   "kind": "FunctionDecl",
   "name": "f",
   "mangledName": "_Z1fi",
   "type": { "qualType": "void (int)" }
  },
  {
   "name": "f",
   "mangledName": "_Z1fv",
   "inner": [ {
     "name": "argument"`;
  for (const line of dump.split('\n')) reader.line(line);
  expect(reader.of(fn('ns::f', 0))).toEqual(new Set(['_Z1fi', '_Z1fv']));
  expect(reader.of(fn('argument', 0))).toBeUndefined();
});

test("gcc's Ada specification gives the line of each function before its symbol", () => {
  const specification = `
   package Class_W is
      type W is limited record
         d : aliased char;  -- ../a.hpp:2
      end record
      with Import => True;

      function New_W return W;  -- ../a.hpp:3
      pragma CPP_Constructor (New_W, "_ZN1WC1Ev");

      function m (this : access W'Class) return int  -- ../a.hpp:4
      with Import => True,
           External_Name => "_ZN1W1mEv";
   end;
   function elsewhere return int  -- /usr/include/other.h:4
   with External_Name => "elsewhere";
`;
  const symbols = gccSymbols(specification, '/p/a.hpp');
  expect(symbols.of(fn('W::W', 2))).toEqual(new Set(['_ZN1WC1Ev']));
  expect(symbols.of(fn('W::m', 3))).toEqual(new Set(['_ZN1W1mEv']));
  expect(symbols.of(fn('unseen', 8))).toBeUndefined();
});
