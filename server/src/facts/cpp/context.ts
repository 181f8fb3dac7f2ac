import type { Condition } from '../facts.js';
import type { Access, CppScope, CppTemplate } from './cpp-facts.js';

/** What surrounds a declaration. */
export interface Context {
  readonly scope: readonly CppScope[];
  readonly condition: Condition;
  readonly linkage: 'c' | 'cpp';
  /** Access within a record; `public` outside. */
  readonly access: Access;
  /** Name of the record whose member is declared, null outside. */
  readonly record: string | null;
  /** Parameters of the `template <…>` before the declaration. */
  readonly template: CppTemplate['parameters'] | null;
  /** Offset from which the declaration's attributes may stand: the end of what precedes it. */
  readonly from: number;
  /** Where the whole declaration starts, if `template <…>` or `extern "C"` stands before its node. */
  readonly start: number | null;
  readonly friend: boolean;
  /** How many braces of namespaces and linkage blocks stand around it. */
  readonly enclosures: number;
}
