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

test("clang's syntax tree gives the place and name of each function before its symbol", () => {
  const reader = readClangSymbols('/p/a.hpp');
  const dump = `{
   "kind": "FunctionDecl",
   "loc": {
    "offset": 4,
    "file": "/p/a.hpp",
    "line": 2,
    "col": 5,
    "includedFrom": {
     "file": "/p/probe.cpp"
    }
   },
   "range": {
    "begin": {
     "offset": 0,
     "line": 1,
     "col": 1
    }
   },
   "name": "f",
   "mangledName": "_Z1fi",
   "type": { "qualType": "void (int)" },
   "inner": [ {
     "kind": "ParmVarDecl",
     "loc": {
      "line": 2,
      "col": 9
     },
     "name": "argument"
    } ]
  },
  {
   "loc": {
    "spellingLoc": {
     "offset": 0,
     "file": "<scratch space>",
     "line": 2,
     "col": 1
    },
    "expansionLoc": {
     "file": "/p/a.hpp",
     "line": 7,
     "col": 1
    }
   },
   "name": "made",
   "mangledName": "_Z4madev"
  },
  {
   "loc": {
    "col": 20
   },
   "name": "made",
   "mangledName": "_Z4madei"
  },
  {
   "loc": {
    "file": "/p/other.hpp",
    "line": 9,
    "col": 1
   },
   "name": "f",
   "mangledName": "_Z1fv"`;
  for (const line of dump.split('\n')) reader.line(line);
  expect(reader.of(fn('ns::f', 1))).toEqual(new Set(['_Z1fi']));
  expect(reader.of(fn('made', 6))).toEqual(new Set(['_Z4madev', '_Z4madei']));
  expect(reader.of(fn('argument', 1))).toBeUndefined();
  expect(reader.of(fn('f', 0))).toBeUndefined();
  expect(reader.of(fn('f', 8))).toBeUndefined();
});

test("gcc's Ada specification gives the line of each function before its symbol", () => {
  const specification = `
   package Class_W is
      type W is limited record
         d : aliased char;  -- /p/a.hpp:2
      end record
      with Import => True;

      function New_W return W;  -- /p/a.hpp:3
      pragma CPP_Constructor (New_W, "_ZN1WC1Ev");

      function m (this : access W'Class) return int  -- /p/a.hpp:4
      with Import => True,
           External_Name => "_ZN1W1mEv";
   end;
   function elsewhere return int  -- /q/a.hpp:4
   with External_Name => "elsewhere";
`;
  const symbols = gccSymbols(specification, '/p/a.hpp');
  expect(symbols.of(fn('W::W', 2))).toEqual(new Set(['_ZN1WC1Ev']));
  expect(symbols.of(fn('W::m', 3))).toEqual(new Set(['_ZN1W1mEv']));
  expect(symbols.of(fn('unseen', 8))).toBeUndefined();
});
