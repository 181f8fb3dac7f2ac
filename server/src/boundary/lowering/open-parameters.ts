import type { CppScope } from '../../facts/cpp/cpp-facts.js';
import type { Program } from '../../program/program.js';
import type { CppContext } from './cpp-lowering.js';
import { declarationsAt } from './entity-names.js';

/** The parameters of class templates around a place: where nothing binds one, no namesake outside is meant. */
export class OpenParameters {
  readonly #program: Program;
  readonly #byScope = new WeakMap<readonly CppScope[], ReadonlySet<string>>();

  constructor(program: Program) {
    this.#program = program;
  }

  has(name: string, { scope, bindings }: CppContext): boolean {
    return !bindings.has(name) && this.#at(scope).has(name);
  }

  #at(scope: readonly CppScope[]): ReadonlySet<string> {
    let names = this.#byScope.get(scope);
    if (!names) this.#byScope.set(scope, (names = this.#read(scope)));
    return names;
  }

  #read(scope: readonly CppScope[]): ReadonlySet<string> {
    const names = new Set<string>();
    for (const [i, { kind, name }] of scope.entries()) {
      if (kind !== 'record' || name === '') continue;
      for (const { item } of declarationsAt(this.#program, scope.slice(0, i + 1))) {
        for (const parameter of item.template?.parameters ?? []) names.add(parameter.name);
      }
    }
    return names;
  }
}
