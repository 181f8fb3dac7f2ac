import { cp, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A line of the example that says which hazard is found on it: `… // hazard: arity-mismatch`. */
export interface Marker {
  /** Relative to the workspace folder, with `/`. */
  path: string;
  /** Zero-based. */
  line: number;
  hazard: string;
}

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
  /** Every Rust, C, C++ and `.zng` file, relative to the folder. */
  sources: string[];
  markers: Marker[];
  hoverTarget: HoverTarget;
}

const SOURCE = /\.(rs|zng|c|cc|cpp|cxx|h|hh|hpp|hxx)$/;
const MARKER = /\/\/ hazard: ([a-z][a-z-]*(?:, [a-z][a-z-]*)*)\s*$/;
const C_STRUCT = /#\[repr\(C\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))? )?struct (\w+) \{([^}]*)\}/;
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
export async function readExample(folder: string): Promise<Example> {
  const sources = await listSources(folder, '');
  const markers: Marker[] = [];
  let hoverTarget: HoverTarget | undefined;
  for (const source of sources) {
    const text = await readFile(path.join(folder, source), 'utf8');
    markers.push(...markersOf(source, text));
    if (source.endsWith('.rs')) hoverTarget ??= hoverTargetOf(source, text);
  }
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

/** A place and its hazard in one line, sorted by {@link describeAll}; lines count from 1, as editors show them. */
export const describePlace = ({ path: file, line, hazard }: Marker): string =>
  `${file}:${line + 1} ${hazard}`;

export const describeAll = (places: readonly Marker[]): string[] => places.map(describePlace).sort();

async function listSources(folder: string, under: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, under), { withFileTypes: true });
  const nested = entries.map((entry) => {
    const name = path.posix.join(under, entry.name);
    if (entry.isDirectory()) return BUILD_OUTPUT.has(entry.name) ? [] : listSources(folder, name);
    return entry.isFile() && SOURCE.test(entry.name) ? [name] : [];
  });
  return (await Promise.all(nested)).flat().sort();
}

function markersOf(source: string, text: string): Marker[] {
  return text.split('\n').flatMap((content, line) => {
    const hazards = MARKER.exec(content)?.[1]?.split(', ') ?? [];
    return hazards.map((hazard) => ({ path: source, line, hazard }));
  });
}

function hoverTargetOf(source: string, text: string): HoverTarget | undefined {
  const match = C_STRUCT.exec(text);
  const [whole, name, body] = match ?? [];
  if (!match || whole === undefined || name === undefined || body === undefined) return undefined;
  const offset = match.index + whole.indexOf(`struct ${name}`) + 'struct '.length;
  const before = text.slice(0, offset).split('\n');
  return {
    path: source,
    line: before.length - 1,
    character: before.at(-1)?.length ?? 0,
    name,
    fields: [...body.replace(/\/\/.*$/gm, '').matchAll(/(\w+)\s*:/g)].map(([, field]) => String(field)),
  };
}
