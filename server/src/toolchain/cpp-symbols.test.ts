import { expect, test } from 'vitest';
import type { InspectedFile } from '../service/answers.js';
import { gccSymbols, readClangSymbols } from './cpp-symbols.js';

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
  expect(reader.found).toEqual(new Map([['f', new Set(['_Z1fi', '_Z1fv'])]]));
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
  const fn = (name: string, line: number) => ({ name, range: { start: { line, character: 0 } } });
  const file = { functions: [fn('W::W', 2), fn('W::m', 3), fn('unseen', 8)] } as unknown as InspectedFile;
  expect(gccSymbols(specification, file, '/p/a.hpp')).toEqual(
    new Map([
      ['W', new Set(['_ZN1WC1Ev'])],
      ['m', new Set(['_ZN1W1mEv'])],
    ]),
  );
});
