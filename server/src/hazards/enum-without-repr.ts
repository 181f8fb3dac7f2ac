import { fittingRepr, unfixedEnums } from '../boundary/unfixed-enums.js';
import { formatType } from '../abi/names.js';
import page from './enum-without-repr.md';
import { defineHazard } from './hazard.js';
import { insertAttribute } from './insert-attribute.js';
import { count } from './wording.js';

export const enumWithoutRepr = defineHazard({
  id: 'enum-without-repr',
  title: 'A Rust enum that crosses has no fixed representation',
  severity: 'warning',
  concerns: 'crossing',
  page,
  check(crossing, view, report) {
    for (const found of unfixedEnums(crossing, view)) {
      const { uri, item, type, what, rust, cpp } = found;
      const inRust = view.rustLayouts.layOut({ kind: 'enum', enum: view.rust.enum(uri, item) });
      const inCpp = view.cppAbi.sizeOf(type);
      if (inRust.status === 'unknown' || inCpp.status === 'unknown') continue;
      const repr = fittingRepr(found, view);
      report({
        at: { uri, range: item.nameRange },
        message: `\`${item.name}\` crosses and has no fixed representation: rustc 1.95 makes it ${count(inRust.value.size, 'byte')}, C++ has ${count(inCpp.value.size, 'byte')} (\`${formatType(type)}\`)`,
        evidence: [
          ...(cpp ? [{ location: cpp, message: `C++ has \`${formatType(type)}\` here` }] : []),
          { location: rust, message: what },
        ],
        remedies:
          repr === null
            ? []
            : [
                {
                  title: `Add \`#[repr(${repr})]\``,
                  edit: (read) => insertAttribute(uri, item.range.start, `#[repr(${repr})]`, read),
                },
              ],
      });
    }
  },
});
