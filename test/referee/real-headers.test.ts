import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testGrammars } from '../../server/src/syntax/testing/grammars.js';
import { measureLibrary } from './headers/measure-library.js';

/** Headers of the C library, which is wherever there is a compiler: what programs pass to each other. */
const HEADERS = [
  'aio.h', 'arpa/tftp.h', 'dirent.h', 'elf.h', 'fstab.h', 'fts.h', 'getopt.h', 'glob.h', 'grp.h', 'ifaddrs.h', 'link.h',
  'locale.h', 'mntent.h', 'net/if.h', 'netdb.h', 'netinet/in.h', 'netinet/ip.h', 'netinet/tcp.h', 'obstack.h', 'poll.h',
  'pthread.h', 'pwd.h', 'regex.h', 'resolv.h', 'sched.h', 'search.h', 'semaphore.h', 'shadow.h', 'signal.h', 'spawn.h',
  'stdio.h', 'stdlib.h', 'termios.h', 'thread_db.h', 'time.h', 'utime.h', 'utmp.h', 'utmpx.h', 'wchar.h', 'wordexp.h',
]; // prettier-ignore

/** Debian has some of the C library's headers in a folder of the architecture. */
const FOLDERS = ['/usr/include', '/usr/include/x86_64-linux-gnu'];
const ARCHITECTURE = ['sys/epoll.h', 'sys/inotify.h', 'sys/resource.h', 'sys/socket.h', 'sys/stat.h', 'sys/time.h', 'sys/un.h']; // prettier-ignore

const CLANG = process.env['FERRULE_CLANG'] ?? 'clang++-19';

test('records of the C library are laid out as clang does, or unknown', async () => {
  const headers = [...HEADERS, ...ARCHITECTURE].flatMap((header) => {
    const file = FOLDERS.map((folder) => `${folder}/${header}`).find((path) => existsSync(path));
    return file === undefined ? [] : [file];
  });
  const { alone, whole } = await measureLibrary(CLANG, await testGrammars(), {
    name: 'libc',
    headers,
    includeFolders: [],
  });
  expect([...alone.wrong, ...whole.wrong]).toEqual([]);
  expect(whole.records).toBeGreaterThan(50);
  // Not less than was once known; the rest hangs on macros such as `__SOCKADDR_COMMON` and `__USE_FILE_OFFSET64`.
  expect((whole.exact + whole.assumed) / whole.records).toBeGreaterThan(0.5);
});
