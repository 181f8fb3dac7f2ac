import type { Mechanism } from '../boundary/crossing.js';

/** A mechanism as a sentence names it: `crosses through …`. */
export const mechanismText = (mechanism: Mechanism): string => NAMES[mechanism];

const NAMES: Readonly<Record<Mechanism, string>> = {
  'extern-c': 'raw `extern "C"`',
  cxx: 'cxx',
  'cxx-qt': 'cxx-qt',
  zngur: 'zngur',
  bindgen: 'bindgen',
  cbindgen: 'cbindgen',
  autocxx: 'autocxx',
  crubit: 'Crubit',
  diplomat: 'diplomat',
};
