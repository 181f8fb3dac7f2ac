import type { Uri } from '../base/range.js';
import { editOf, type TextChange } from '../base/source-edit.js';
import { declaredInRust, staleStatements, type StaleStatement } from '../boundary/zngur-layouts.js';
import { formatRustType } from '../facts/rust/format-rust.js';
import { defineHazard, type Remedy } from './hazard.js';
import { count } from './wording.js';
import page from './zngur-layout-stale.md';

export const zngurLayoutStale = defineHazard({
  id: 'zngur-layout-stale',
  title: 'A `.zng` states a size, an alignment or an offset that Rust does not have',
  severity: 'error',
  concerns: 'zngur-type',
  page,
  check(subject, view, report) {
    const { uri } = subject;
    const type = `\`${formatRustType(subject.type).replace(/^::/, '')}\``;
    const declared = declaredInRust(subject, view);
    for (const statement of staleStatements(subject, view)) {
      const isOfRust = statement.kind !== 'cpp-layout';
      const compiler = isOfRust && statement.actual.status === 'assumed' ? ' by rustc 1.95' : '';
      report({
        at: { uri, range: statement.member.range },
        message: describe(statement, type, compiler),
        evidence:
          declared && isOfRust ? [{ location: declared.location, message: `${type} is declared here` }] : [],
        remedies: rewrite(uri, statement),
        ground: statement.actual,
      });
    }
  },
});

function describe(statement: StaleStatement, type: string, compiler: string): string {
  if (statement.kind === 'offset') {
    const { name } = statement.member;
    return `\`${name}\` of ${type} is laid out at offset ${statement.actual.value}${compiler}, the \`.zng\` says ${statement.stated}`;
  }
  const { size, align } = statement.actual.value;
  if (statement.kind === 'cpp-layout') {
    const { cppType, size: statedSize, align: statedAlign } = statement.member;
    return `\`${cppType.value}\` has ${count(size, 'byte')} aligned to ${align} in C++, the \`.zng\` says ${statedSize?.value ?? '?'} aligned to ${statedAlign?.value ?? '?'}`;
  }
  const actual = `${type} has ${count(size, 'byte')} aligned to ${align}${compiler}`;
  const stated = `${statement.member.size?.value ?? '?'} aligned to ${statement.member.align?.value ?? '?'}`;
  return statement.member.policy === 'exact'
    ? `${actual}, the \`.zng\` says ${stated}`
    : `${actual}, for which the \`.zng\` keeps too little room: ${stated}`;
}

/** The numbers that do not hold, each where it stands. */
function rewrite(uri: Uri, statement: StaleStatement): Remedy[] {
  const edits = editsOf(statement);
  const words = edits.map(({ name, newText }) => `${name} = ${newText}`).join(', ');
  return [{ title: `Write \`${words}\``, edit: () => editOf(uri, ...edits) }];
}

function editsOf(statement: StaleStatement): (TextChange & { readonly name: string })[] {
  if (statement.kind === 'offset')
    return [{ name: 'offset', range: statement.range, newText: `${statement.actual.value}` }];
  const { size, align } = statement.member;
  const policy = statement.kind === 'layout' ? statement.member.policy : 'exact';
  const actual = statement.actual.value;
  return [
    { name: 'size', stated: size, real: actual.size },
    { name: 'align', stated: align, real: actual.align },
  ].flatMap(({ name, stated, real }) => {
    if (!stated || (policy === 'exact' ? stated.value === real : stated.value >= real)) return [];
    return [{ name, range: stated.range, newText: `${real}` }];
  });
}
