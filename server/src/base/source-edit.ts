import type { Range, Uri } from './range.js';

export interface TextChange {
  readonly range: Range;
  readonly newText: string;
}

/** Edits of existing files, and files to create with their whole text. */
export interface SourceEdit {
  readonly changes: readonly { readonly uri: Uri; readonly edits: readonly TextChange[] }[];
  readonly creates: readonly { readonly uri: Uri; readonly text: string }[];
}

/** An edit of one file. */
export const editOf = (uri: Uri, ...edits: readonly TextChange[]): SourceEdit => ({
  changes: [{ uri, edits }],
  creates: [],
});
