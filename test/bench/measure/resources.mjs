// Preloaded (`node --import`) into a measured process: writes what it used to file descriptor 3 when it
// ends, as JSON: the peak of its resident memory in bytes, and its processor time in milliseconds.
import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

// Threads preload it as well; what a process used includes what they did.
if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeSync(3, JSON.stringify({ peakBytes: peakBytes(), cpuMs: (user + system) / 1000 }));
  });
}

/** `maxRSS` of a child counts its parent's memory before the exec on Linux; the kernel's own mark does not. */
function peakBytes() {
  if (process.platform === 'linux') {
    const match = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (match) return Number(match[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
