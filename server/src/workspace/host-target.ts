import process from 'node:process';

const ARCHITECTURES: Readonly<Record<string, string>> = {
  arm64: 'aarch64',
  ia32: 'i686',
  loong64: 'loongarch64',
  ppc64: 'powerpc64le',
  riscv64: 'riscv64gc',
  s390x: 's390x',
  x64: 'x86_64',
};

/**
 * The triple of this machine in rustc's spelling. Linux is taken for glibc: the layouts that Ferrule
 * computes are the same with musl.
 *
 * @see https://doc.rust-lang.org/rustc/platform-support.html
 */
export function hostTarget(platform: string = process.platform, architecture: string = process.arch): string {
  const cpu = ARCHITECTURES[architecture] ?? architecture;
  switch (platform) {
    case 'win32':
      return `${cpu}-pc-windows-msvc`;
    case 'darwin':
      return `${cpu}-apple-darwin`;
    case 'freebsd':
      return `${cpu}-unknown-freebsd`;
    default:
      return architecture === 'arm' ? 'armv7-unknown-linux-gnueabihf' : `${cpu}-unknown-linux-gnu`;
  }
}
