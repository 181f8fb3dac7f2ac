import { existsSync } from 'node:fs';
import type { LibraryHeaders } from './package-headers.js';

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

/** The headers that are there. */
export const C_LIBRARY: LibraryHeaders = {
  name: 'libc',
  headers: [...HEADERS, ...ARCHITECTURE].flatMap((header) => {
    const file = FOLDERS.map((folder) => `${folder}/${header}`).find((path) => existsSync(path));
    return file === undefined ? [] : [file];
  }),
  includeFolders: [],
};
