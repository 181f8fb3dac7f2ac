import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NEVER_CANCELLED } from '../../server/src/base/cancellation.js';
import { uriFromPath } from '../../server/src/base/uri.js';
import { openWorkspace } from '../../server/src/node-environment.js';
import type { Verification } from '../../server/src/service/verification.js';

const HEADER = `\
#include <string>
namespace ns {
inline namespace v1 {
struct Part { int a; char b; union { int u; float v; }; struct { int x : 3; } bits; unsigned f : 3, g : 4; };
}
class Base { public: virtual ~Base(); long q; char c; };
class Whole : public Base, virtual public Part {
  char own;
  int &reference;
  std::string text;
public:
  Whole(int);
  int method(const Part &, std::string) const;
  static Whole *make(bool (*)(Whole &) noexcept);
};
enum class Kind : short { A };
enum Plain { B };
Part operator+(const Part &, const Part &);
}
typedef struct { int z; double w; } Unnamed;
struct stat2 { int a; };
int stat2(const char *, struct stat2 *);
extern "C" void plain(ns::Plain);
`;

const HOST = 'x86_64-unknown-linux-gnu';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferrule-verify-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `inspect --verify` of `api.hpp` among these files. */
async function verify(files: Readonly<Record<string, string>>, target: string): Promise<Verification> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { ferrule } = await openWorkspace({ paths: [folder] });
  const uri = uriFromPath(join(folder, 'api.hpp'));
  return (await ferrule.verify(uri, target, NEVER_CANCELLED)).verification;
}

/** Entries of a build that gives every source these flags. */
const builtWith = (flags: string): string =>
  JSON.stringify([{ directory: '.', file: 'api.cpp', command: `c++ ${flags} -c api.cpp` }]);

describe('the installed compilers', () => {
  test('are asked about every type and symbol, and agree', async () => {
    const { compilers, disagreements, notCompared } = await verify({ 'api.hpp': HEADER }, HOST);
    expect(disagreements).toEqual([]);
    expect(notCompared.filter(({ compiler }) => compiler.startsWith('clang'))).toEqual([]);
    expect(compilers).toEqual([
      { name: expect.stringMatching(/^clang \d+/) as string, problem: null, types: 7, functions: 7 },
      {
        name: expect.stringMatching(/^gcc \d+/) as string,
        problem: null,
        types: 7,
        functions: expect.any(Number) as number,
      },
    ]);
  });

  test('say of what an `#if` hides from them that they do not see it', async () => {
    const header = [
      '#ifdef WIDE',
      'int width(long);',
      'struct Wide { int width(long); };',
      '#else',
      'int width(int);',
      'struct Wide { int width(int); };',
      '#endif',
      '#define DECLARE(name) int name(char); int name##_by(int);',
      'DECLARE(depth)',
      '',
    ];
    const { disagreements, notCompared } = await verify({ 'api.hpp': header.join('\n') }, HOST);
    expect(disagreements).toEqual([]);
    const unseen = notCompared.filter(({ reason }) =>
      / gives no symbol for a function on this line$/.test(reason),
    );
    expect(unseen.map(({ compiler, range }) => `${compiler.split(' ')[0]} ${range.start.line}`)).toEqual([
      'clang 1',
      'clang 2',
      'gcc 1',
      'gcc 2',
    ]);
  });

  test('differ where the build gives flags that Ferrule does not know of', async () => {
    const header = 'struct Header { char tag; int length; };\n';
    const files = { 'api.hpp': header, 'compile_commands.json': builtWith('-fpack-struct') };
    const { disagreements } = await verify(files, HOST);
    const told = disagreements.filter(({ compiler }) => compiler.startsWith('clang'));
    expect(told).toMatchObject([
      { subject: 'Header', quantity: 'size', ferrule: '8', judged: '5', assumption: null },
      { quantity: 'align', ferrule: '4', judged: '1' },
      { quantity: 'data size', ferrule: '8', judged: '5' },
      { quantity: 'size without virtual bases', ferrule: '8', judged: '5' },
      { quantity: 'offset of length', ferrule: '4', judged: '1' },
    ]);
    expect(disagreements.map(({ compiler }) => compiler.split(' ')[0])).toContain('gcc');
  });

  test('are given the macros of the build', async () => {
    const header = '#ifndef WIDE\n#error undefined\n#endif\nstruct S { int a; };\n';
    const files = { 'api.hpp': header, 'compile_commands.json': builtWith('-D WIDE') };
    expect((await verify(files, HOST)).compilers).toMatchObject([{ types: 1 }, { types: 1 }]);
  });

  test('say in one line why they cannot judge a header', async () => {
    const { compilers } = await verify({ 'api.hpp': '#include "gone.h"\nstruct S { int a; };\n' }, HOST);
    expect(compilers).toMatchObject([
      { problem: "api.hpp:1: 'gone.h' file not found", types: 0 },
      { problem: 'api.hpp:1: gone.h: No such file or directory', types: 0 },
    ]);
  });

  test('refuse one type without losing the others', async () => {
    const header = 'struct S { int a; };\n#if __has_include(<nowhere>)\nstruct Gone { int a; };\n#endif\n';
    const { compilers, notCompared, disagreements } = await verify({ 'api.hpp': header }, HOST);
    expect(disagreements).toEqual([]);
    expect(compilers).toMatchObject([{ types: 1 }, { types: 1 }]);
    expect(notCompared.filter(({ subject }) => subject !== 'Gone')).toEqual([]);
  });

  test('of another platform are asked through clang alone', async () => {
    const header = 'struct S { long a; char b; virtual void f(); };\nvoid g(S, long);\n';
    const { compilers, disagreements } = await verify({ 'api.hpp': header }, 'x86_64-pc-windows-msvc');
    expect(disagreements).toEqual([]);
    expect(compilers).toMatchObject([
      { problem: null, types: 1, functions: 2 },
      { problem: expect.stringMatching(/^compiles for .* only/) as string },
    ]);
  });
});
