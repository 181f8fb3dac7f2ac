import { passesAsC } from '../boundary/crossing.js';
import { throwingOf } from '../boundary/exceptions.js';
import page from './exception-across-ffi.md';
import { defineHazard } from './hazard.js';
import { howThrown, throwingEvidence } from './throwing-evidence.js';

export const exceptionAcrossFfi = defineHazard({
  id: 'exception-across-ffi',
  title: 'A C++ exception can reach Rust through a function that Rust declares not to unwind',
  severity: 'warning',
  concerns: 'function',
  page,
  check(crossing, view, report) {
    const { abi, uri, nameRange } = crossing.rust;
    if (!passesAsC(crossing.mechanism) || abi === undefined || abi.endsWith('-unwind')) return;
    const throwing = throwingOf(crossing, view);
    if (!throwing) return;
    report({
      at: { uri, range: nameRange },
      message: `\`${crossing.name}\` lets an exception out: ${howThrown(throwing)}; through \`extern "${abi}"\` into Rust that is undefined behaviour. Catch it in C++ and return an error, or make the function \`noexcept\`, which ends the program there`,
      evidence: throwingEvidence(crossing, throwing),
      remedies: [],
    });
  },
  surface: {
    function(item, view, report) {
      // Of a template `no-symbol` says that it cannot be bound at all.
      const throwing = item.cpp.item.template === null ? throwingOf(item, view) : null;
      if (!throwing) return;
      report({
        at: { uri: item.cpp.uri, range: item.cpp.item.nameRange },
        message: `\`${item.name}\` lets an exception out: ${howThrown(throwing)}. Nothing binds it yet; a binding has to catch it in C++, as cxx does for a function that returns \`Result\``,
        evidence: throwingEvidence(item, throwing).slice(1),
        remedies: [],
      });
    },
  },
});
