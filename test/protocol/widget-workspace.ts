import { uriFromPath } from '../../server/src/base/uri.js';
import { TemporaryFolder } from '../../server/src/workspace/testing/temporary-folder.js';

/** One function that crosses, drifted: the header has a parameter more. */
export const WIDGET_FILES = {
  'src/ffi.rs': [
    '#[repr(C)]',
    'pub struct Widget {',
    '    _private: [u8; 0],',
    '}',
    '',
    'extern "C" {',
    '    pub fn widget_resize(w: *mut Widget, width: u32);',
    '}',
    '',
  ].join('\n'),
  'include/widget.h': [
    '#pragma once',
    'struct Widget;',
    'extern "C" void widget_resize(Widget *w, unsigned width, unsigned height);',
    '',
  ].join('\n'),
} as const;

/** Where `WIDGET_FILES` differ: the Rust parameter list. */
export const PARAMETER_LIST = {
  start: { line: 6, character: 24 },
  end: { line: 6, character: 52 },
} as const;

/** The position of `text` in `source`, its first character. */
export function positionOf(source: string, text: string): { line: number; character: number } {
  const before = source.slice(0, source.indexOf(text)).split('\n');
  return { line: before.length - 1, character: (before.at(-1) ?? '').length };
}

/** A folder on disk and the URIs of what is in it. */
export class TestWorkspace extends TemporaryFolder {
  constructor(files: Readonly<Record<string, string | Uint8Array>> = WIDGET_FILES, name?: string) {
    super(files, name);
  }

  uri(path = '.'): string {
    return uriFromPath(this.at(path));
  }

  /** For `initialize`: this folder as the only one. */
  get folders(): { workspaceFolders: { uri: string; name: string }[] } {
    return { workspaceFolders: [{ uri: this.uri(), name: 'workspace' }] };
  }
}
