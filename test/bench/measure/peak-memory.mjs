// Preloaded (`node --import`) into a measured process: writes the peak of its resident memory, in bytes,
// to file descriptor 3 when it ends.
import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';

process.on('exit', () => writeSync(3, String(peakBytes())));

/** `maxRSS` of a child counts its parent's memory before the exec on Linux; the kernel's own mark does not. */
function peakBytes() {
  if (process.platform === 'linux') {
    const match = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (match) return Number(match[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
