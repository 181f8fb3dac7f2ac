import { readFileSync } from 'node:fs';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readMarkers, sourcesBelow, type Marker } from '../examples/markers.js';

/** A Rust struct of the example with a C layout: its hover must show every field. */
export interface HoverTarget {
  path: string;
  /** Zero-based place of the name. */
  line: number;
  character: number;
  name: string;
  fields: string[];
}

/** What the tests need to know about the example; read from its sources, never written down twice. */
export interface Example {
  folder: string;
  /** Every Rust, C, C++ and `.zng` file, relative to the folder, with `/`. */
  sources: string[];
  markers: Marker[];
  hoverTarget: HoverTarget;
}

const C_STRUCT = /#\[repr\(C\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))? )?struct (\w+)[^{;(]*\{([^}]*)\}/g;
const BUILD_OUTPUT = new Set(['target', 'build']);

/** Hands `use` a fresh copy of the example, without build output, and removes it afterwards. */
export async function withExampleCopy<T>(root: string, use: (folder: string) => Promise<T>): Promise<T> {
  const temporary = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ferrule-e2e-')));
  const folder = path.join(temporary, 'telemetry-hazards');
  try {
    await cp(path.join(root, 'examples/telemetry-hazards'), folder, {
      recursive: true,
      filter: (source) => !BUILD_OUTPUT.has(path.basename(source)),
    });
    return await use(folder);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** @throws where the folder holds no marker or no struct to hover over: nothing would be tested */
export function readExample(folder: string): Example {
  const sources = sourcesBelow(folder)
    .map((file) => path.relative(folder, file).split(path.sep).join('/'))
    .sort();
  const markers = readMarkers(folder);
  const [hoverTarget] = sources
    .filter((source) => source.endsWith('.rs'))
    .flatMap((source) => hoverTargetsOf(source, readFileSync(path.join(folder, source), 'utf8')))
    .sort((a, b) => b.fields.length - a.fields.length);
  if (markers.length === 0) throw new Error(`${folder}: no line is marked with "// hazard: …"`);
  if (!hoverTarget) throw new Error(`${folder}: no Rust struct is declared with #[repr(C)]`);
  return { folder, sources, markers, hoverTarget };
}

/** The marked line with a certain hazard. @throws where there is none */
export function markerOf(example: Example, hazard: string): Marker {
  const found = example.markers.find((marker) => marker.hazard === hazard);
  if (!found) throw new Error(`${example.folder}: no line is marked with "// hazard: ${hazard}"`);
  return found;
}

/** A place and its hazard, as a person would name it: lines count from 1. */
export const describePlace = ({ path: file, line, hazard }: Marker): string =>
  `${file}:${line + 1} ${hazard}`;

/** All of them, in an order that makes two lists comparable. */
export const describeAll = (places: readonly Marker[]): string[] => places.map(describePlace).sort();

function hoverTargetsOf(source: string, text: string): HoverTarget[] {
  return Array.from(text.matchAll(C_STRUCT), ({ 0: whole, 1: name = '', 2: body = '', index }) => {
    const before = text.slice(0, index + whole.indexOf(`struct ${name}`) + 'struct '.length).split('\n');
    const code = body.replace(/\/\/.*$/gm, '');
    return {
      path: source,
      line: before.length - 1,
      character: before.at(-1)?.length ?? 0,
      name,
      fields: Array.from(code.matchAll(/(\w+)\s*:(?!:)/g), ([, field = '']) => field),
    };
  });
}
