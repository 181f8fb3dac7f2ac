import { editOf } from '../base/source-edit.js';
import type { CppFunctionSide } from '../boundary/crossing.js';
import { symbolOf } from '../boundary/symbols.js';
import type { TargetView } from '../boundary/target-view.js';
import { bindBySymbol } from './bind-by-symbol.js';
import { defineHazard, type Remedy } from './hazard.js';
import page from './missing-extern-c.md';
import { declaredHere } from './wording.js';

export const missingExternC = defineHazard({
  id: 'missing-extern-c',
  title: 'Rust links to the plain name of a function that C++ mangles',
  severity: 'warning',
  concerns: 'obstructed',
  page,
  check({ obstacle, crossing }, view, report) {
    if (obstacle !== 'cpp-linkage') return;
    const { rust, cpp, name } = crossing;
    const bound = bindBySymbol(crossing, cpp, view);
    report({
      at: { uri: rust.uri, range: rust.nameRange },
      message: `Rust links to \`${name}\`, but C++ declares it without \`extern "C"\`: no symbol has this name${mangled(cpp, view)}`,
      evidence: [declaredHere(cpp)],
      remedies: [giveCLinkage(cpp), ...(bound ? [bound.remedy] : [])],
    });
  },
});

function mangled(cpp: CppFunctionSide, view: TargetView): string {
  const symbol = symbolOf(cpp, view);
  return symbol.status === 'unknown' ? '' : `, it is \`${symbol.value.symbol}\``;
}

/** Before all of the declaration; the definition takes its linkage from it. @see C++ [dcl.link] */
const giveCLinkage = ({ uri, item }: CppFunctionSide): Remedy => ({
  title: 'Declare it `extern "C"` in C++',
  edit: () => {
    const { start } = item.range;
    return editOf(uri, { range: { start, end: start }, newText: 'extern "C" ' });
  },
});
