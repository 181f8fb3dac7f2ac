import { expect, test } from 'vitest';
import { progressLine } from './progress.js';

/** A standard error that is a terminal, with a clock to set. */
function terminal() {
  const clock = { time: 0 };
  let written = '';
  const line = progressLine({
    stderr: { write: (text) => void (written += text), isTTY: true, columns: 40 },
    variables: { NO_COLOR: '1' },
    now: () => clock.time,
  });
  return { clock, line, written: () => written };
}

const ERASE = '\r\u001B[2K';

test('a line is rewritten, not more often than it can be read, and goes away at the end', () => {
  const { clock, line, written } = terminal();
  line.progress('looking for files');
  clock.time = 10;
  line.progress('reading files', 0.1);
  clock.time = 100;
  line.progress('reading files', 0.5);
  line.done();
  line.done();

  expect(written()).toBe(`${ERASE}looking for files${ERASE} 50 % reading files${ERASE}`);
});

test('a message wider than the terminal is cut, so that it stays one line', () => {
  const { line, written } = terminal();
  line.progress('reading a file with a name that is far too long');

  expect(written()).toBe(`${ERASE}reading a file with a name that is far…`);
});

test('nothing is left where nothing was shown', () => {
  const { line, written } = terminal();
  line.done();

  expect(written()).toBe('');
});
