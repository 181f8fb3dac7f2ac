import { expect, test } from 'vitest';
import { surfaceFiles } from './surface.js';
import { DEFAULT_SETTINGS } from './settings.js';
import type { SourceFile } from './sources.js';

const file = (uri: string, folder: string, language: SourceFile['language'] = 'cpp'): SourceFile => ({
  uri,
  folder,
  language,
  skim: { stamp: '', boundary: false, mentions: () => false, declaresType: () => false },
});

const folder = (uri: string, base: string, ...surface: string[]) => ({
  uri,
  name: uri,
  base,
  settings: { ...DEFAULT_SETTINGS, surface },
});

test('patterns are relative to where the settings stand, and for C++ alone', () => {
  const isSurface = surfaceFiles([
    folder('file:///w/lib', 'file:///w', '/lib/api/*.h'),
    folder('file:///w/app', 'file:///w/app', 'include/', '!include/*_p.h'),
    folder('file:///w/tool', 'file:///w/tool'),
  ]);
  expect(isSurface(file('file:///w/lib/api/a%20b.h', 'file:///w/lib'))).toBe(true);
  expect(isSurface(file('file:///w/lib/api/in/a.h', 'file:///w/lib'))).toBe(false);
  expect(isSurface(file('file:///w/lib/api/a.h', 'file:///w/tool'))).toBe(false);
  expect(isSurface(file('file:///w/app/sub/include/x/a.h', 'file:///w/app'))).toBe(true);
  expect(isSurface(file('file:///w/app/include/a.rs', 'file:///w/app', 'rust'))).toBe(false);
  expect(isSurface(file('file:///elsewhere/include/a.h', 'file:///w/app'))).toBe(false);
  expect(isSurface(undefined)).toBe(false);
});
