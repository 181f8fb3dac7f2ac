import { execFileSync } from 'node:child_process';
import { dirname, extname } from 'node:path';

/** The headers that a library installs, and the folders that its users name to their compiler. */
export interface LibraryHeaders {
  readonly name: string;
  readonly headers: readonly string[];
  readonly includeFolders: readonly string[];
}

const HEADER_EXTENSIONS = new Set(['.h', '.hh', '.hpp', '.hxx']);
/** Folders that the compiler searches by itself. */
const SYSTEM_FOLDERS = ['/usr/include', '/usr/include/x86_64-linux-gnu'];

/**
 * The headers of an installed Debian package.
 *
 * @param request the package's name, or `package:part` for the headers below folders or files of that name only
 */
export function headersOfPackage(request: string): LibraryHeaders {
  const [name = '', part] = request.split(':');
  const files = execFileSync('dpkg', ['-L', name], { encoding: 'utf8' }).split('\n');
  const headers = files
    .filter((file) => file.includes('/include/') && HEADER_EXTENSIONS.has(extname(file)))
    .filter((file) => part === undefined || file.includes(`/${part}`))
    .sort();
  if (headers.length === 0) throw new Error(`the package ${name} has no headers${part ? ` in ${part}` : ''}`);
  return {
    name: request,
    headers,
    includeFolders: includeFolders(files.filter((file) => HEADER_EXTENSIONS.has(extname(file)))),
  };
}

/** Every folder above a header: whichever of them the headers name their own files from is among them. */
function includeFolders(headers: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const header of headers) {
    for (let folder = dirname(header); folder.includes('/include/'); folder = dirname(folder))
      folders.add(folder);
  }
  return [...folders].filter((folder) => !SYSTEM_FOLDERS.includes(folder)).sort();
}
