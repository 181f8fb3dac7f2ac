import { closeSync, fstatSync, openSync, readFileSync, statSync, type BigIntStats } from 'node:fs';
import { readingError } from './discover.js';

/** A larger file is no source code; its text alone would take twice as much memory. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/** Where git looks for a NUL byte to tell binary files. */
const BINARY_PROBE_BYTES = 8 * 1024;

export type ReadBytes =
  | { readonly status: 'read'; readonly bytes: Uint8Array; readonly disk: DiskStamp }
  /** As it was when `disk` was taken: nothing to read anew. */
  | { readonly status: 'unchanged' }
  | { readonly status: 'skipped'; readonly reason: string };

/** Tells without reading whether a file is still the same; includes the time of the inode's last change. */
export type DiskStamp = string;

/**
 * Reads a file's bytes, unless it is what `known` says already, or nothing that Ferrule reads.
 *
 * Synchronous, for many small files cost six times as much through promises (9,400 headers: 110 ms
 * against 550 to 800 ms); who reads many gives the event loop its turns in between.
 *
 * @param known the stamp of an earlier call; null to read in any case
 */
export function readSource(path: string, known: DiskStamp | null): ReadBytes {
  let descriptor: number | undefined;
  try {
    if (known !== null && stampOf(statSync(path, { bigint: true })) === known) return { status: 'unchanged' };
    descriptor = openSync(path, 'r');
    const stats = fstatSync(descriptor, { bigint: true });
    if (!stats.isFile()) return { status: 'skipped', reason: 'is no regular file' };
    if (stats.size > MAX_FILE_BYTES) {
      const size = Math.round(Number(stats.size) / MEGABYTE);
      return {
        status: 'skipped',
        reason: `is ${size} MB large, more than the ${MAX_FILE_BYTES / MEGABYTE} MB that are read`,
      };
    }
    const bytes = readFileSync(descriptor);
    if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) {
      return { status: 'skipped', reason: 'is no text: it holds NUL bytes' };
    }
    return { status: 'read', bytes, disk: stampOf(stats) };
  } catch (cause) {
    return { status: 'skipped', reason: readingError(cause) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Changes with every change of the file. */
export const stampOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): DiskStamp =>
  `${size}:${mtimeNs}:${ctimeNs}:${ino}`;

const decoder = new TextDecoder('utf-8');

/** UTF-8 with invalid bytes replaced and without a byte order mark, as editors show it. */
export const decodeSource = (bytes: Uint8Array): string => decoder.decode(bytes);
