import type { Range } from '../base/range.js';
import { passedParameters, type CppFunctionSide } from '../boundary/crossing.js';
import { defineHazard, type RelatedPlace } from './hazard.js';
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
    const defaults = defaultsOf(cpp);
    if (defaults.length === 0) return;
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `\`${name}\` has ${defaults.length === 1 ? 'a default' : 'defaults'} in C++ that Rust does not get: ${named(defaults)}. Rust has to give ${defaults.length === 1 ? 'it' : 'them'} each time, and does not follow when the header changes ${defaults.length === 1 ? 'it' : 'them'}; a C++ function that takes fewer parameters does`,
      evidence: [declaredHere(cpp), ...placesOf(cpp, defaults)],
      remedies: [],
    });
  },
  surface: {
    function({ name, cpp }, _view, report) {
      const defaults = defaultsOf(cpp);
      // Of a template `no-symbol` says that it cannot be bound at all.
      if (cpp.item.template !== null || defaults.length === 0) return;
      report({
        at: { uri: cpp.uri, range: cpp.item.nameRange },
        message: `\`${name}\` has ${defaults.length === 1 ? 'a default' : 'defaults'} that Rust does not get: ${named(defaults)}. Nothing binds it yet; a binding gives ${defaults.length === 1 ? 'it' : 'them'} each time, or needs a C++ function that takes fewer parameters`,
        evidence: placesOf(cpp, defaults),
        remedies: [],
      });
    },
  },
});

interface Default {
  readonly written: string;
  readonly range: Range;
}

const defaultsOf = (cpp: CppFunctionSide): readonly Default[] =>
  passedParameters(cpp).flatMap(({ name, range, hasDefault, defaultText }) =>
    hasDefault && defaultText !== null ? [{ written: written(name, defaultText), range }] : [],
  );

const named = (defaults: readonly Default[]): string =>
  inWordsUpTo(
    MOST_NAMED,
    defaults.map((each) => `\`${each.written}\``),
  );

const placesOf = ({ uri }: CppFunctionSide, defaults: readonly Default[]): RelatedPlace[] =>
  defaults.map(({ range }) => ({ location: { uri, range }, message: 'the default is declared here' }));

/** Nobody reads more in one sentence; all are related places. */
const MOST_NAMED = 4;

const LONGEST = 40;

function written(parameter: string, defaultText: string): string {
  const text = defaultText.replace(/\s+/g, ' ');
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return parameter === '' ? `= ${shown}` : `${parameter} = ${shown}`;
}
