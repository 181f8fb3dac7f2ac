import { passedParameters } from '../boundary/crossing.js';
import { defineHazard } from './hazard.js';
import page from './default-arguments.md';
import { declaredHere, inWordsUpTo } from './wording.js';

export const defaultArguments = defineHazard({
  id: 'default-arguments',
  title: 'A bound C++ function has default arguments that Rust does not get',
  severity: 'information',
  concerns: 'function',
  page,
  check({ direction, name, rust, cpp }, _, report) {
    // What C++ calls keeps its defaults.
    if (direction !== 'rust-calls-cpp') return;
    const defaults = passedParameters(cpp).flatMap(
      ({ name: parameter, type, range, hasDefault, defaultText }) =>
        hasDefault && defaultText !== null ? [{ written: written(parameter, defaultText), type, range }] : [],
    );
    if (defaults.length === 0) return;
    const all = inWordsUpTo(
      MOST_NAMED,
      defaults.map((each) => `\`${each.written}\``),
    );
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `\`${name}\` has ${defaults.length === 1 ? 'a default' : 'defaults'} in C++ that Rust does not get: ${all}. Rust has to give ${defaults.length === 1 ? 'it' : 'them'} each time, and does not follow when the header changes ${defaults.length === 1 ? 'it' : 'them'}; a C++ function that takes fewer parameters does`,
      evidence: [
        declaredHere(cpp),
        ...defaults.map(({ range }) => ({
          location: { uri: cpp.uri, range },
          message: 'the default is declared here',
        })),
      ],
      remedies: [],
    });
  },
});

/** Nobody reads more in one sentence; all are related places. */
const MOST_NAMED = 4;

const LONGEST = 40;

function written(parameter: string, defaultText: string): string {
  const text = defaultText.replace(/\s+/g, ' ');
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return parameter === '' ? `= ${shown}` : `${parameter} = ${shown}`;
}
