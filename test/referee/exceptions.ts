import type { Random } from './random.js';

/** Functions with all forms of exception specifications, `f0` …, and an expression that calls each. */
export function specifiedFunctions(random: Random, count: number): { source: string; calls: string[] } {
  const lines = [
    '#define NX noexcept',
    '#define NX_IF(x) noexcept(x)',
    'constexpr bool quiet = true;',
    'int g() noexcept; int h();',
    'struct Widget; Widget &widget() noexcept;',
  ];
  const members: string[] = [];
  const calls: string[] = [];
  for (let i = 0; i < count; i++) {
    const specification = random.pick(SPECIFICATIONS);
    const [declaration, call] = random.pick(FORMS)(`f${i}`, specification);
    (call.startsWith('widget') ? members : lines).push(declaration);
    calls.push(call);
  }
  return { source: [...lines, 'struct Widget {', ...members, '};'].join('\n'), calls };
}

const SPECIFICATIONS = [
  '',
  ...['noexcept', 'noexcept ( true )', 'noexcept(false)', 'noexcept /* never */', 'throw()', 'throw ( )'],
  ...['noexcept(1 > 2)', 'noexcept(!quiet)', 'noexcept(noexcept(g()))', 'noexcept(noexcept(h()))'],
  ...['NX', 'NX_IF(true)', 'NX_IF(false)', 'noexcept(sizeof(int) == 4)'],
];

type Form = (name: string, specification: string) => readonly [declaration: string, call: string];

const FORMS: readonly Form[] = [
  (name, s) => [`void ${name}() ${s};`, `${name}()`],
  (name, s) => [`extern "C" int ${name}(int) ${s};`, `${name}(1)`],
  (name, s) => [`[[nodiscard]] const char *${name}(long a, char b) ${s};`, `${name}(1, 'b')`],
  (name, s) => [`auto ${name}(int) ${s} -> int;`, `${name}(1)`],
  (name, s) => [`void ${name}(void (*callback)(int)) ${s};`, `${name}(nullptr)`],
  (name, s) => [`int (*${name}(int) ${s})(char);`, `${name}(1)`],
  (name, s) => [`inline int ${name}(int n) ${s} { return n; }`, `${name}(1)`],
  (name, s) => [`static int ${name}(int n) ${s} { if (n) { return 1; } return n; }`, `${name}(1)`],
  (name, s) => [`int ${name}() const ${s};`, `widget().${name}()`],
  (name, s) => [`int ${name}(int) const volatile & ${s} { return 1; }`, `widget().${name}(1)`],
  (name, s) => [`static void ${name}() ${s};`, `widget().${name}()`],
];

/**
 * Functions `f0` … of two numbers, each pair of which leads elsewhere: to a `throw`, into a handler, or to one within it.
 *
 * @returns the definitions, and how many values of each number lead anywhere
 */
export function throwingFunctions(random: Random, count: number): { source: string; values: number } {
  let values = 0;
  const bodies = Array.from({ length: count }, (_, i) => {
    const body = new Body(random);
    const text = body.statements(0);
    values = Math.max(values, body.next);
    return `void f${i}(int n, int m) {\n${text}\n}`;
  });
  return { source: bodies.join('\n'), values };
}

/** Handlers from the narrowest to the widest, and what each of them catches that those before do not. */
const HANDLERS: readonly (readonly [parameter: string, caught: string])[] = [
  ['const char *', '"text"'],
  ['const std::out_of_range &', 'std::out_of_range("range")'],
  ['std::logic_error &e', 'std::invalid_argument("argument")'],
  ['std::runtime_error const &', 'std::overflow_error("overflow")'],
  ['const std::bad_alloc', 'std::bad_alloc()'],
  ['std::exception &', 'std::bad_cast()'],
  ['...', '7'],
];

class Body {
  next = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  statements(depth: number): string {
    const count = this.#random.integer(0, 2);
    return Array.from({ length: count }, () => this.#statement(depth)).join('\n');
  }

  #statement(depth: number): string {
    if (depth < 3 && this.#random.chance(0.6)) return this.#try(depth);
    return this.#throw('n', this.#random.pick(HANDLERS)[1]);
  }

  #throw(variable: string, thrown: string): string {
    const what = `if (${variable} == ${this.next++}) throw ${thrown};`;
    return this.#random.chance(0.3) ? `{ // throw\n${what} }` : what;
  }

  #try(depth: number): string {
    const chosen = HANDLERS.filter(() => this.#random.chance(0.35));
    const handlers = chosen.length > 0 ? chosen : [this.#random.pick(HANDLERS)];
    const entries = handlers.map(([, caught]) => this.#throw('n', caught));
    const clauses = handlers.map(([written]) => {
      const parameter = written === '...' ? this.#random.pick(['...', 'int', 'const int &n']) : written;
      // What is thrown again is not followed into the handlers around.
      const again = depth === 0 && this.#random.chance(0.3);
      const thrown = again ? '' : this.#random.pick(HANDLERS)[1];
      const inside = this.#random.chance(0.4) ? this.#throw('m', thrown) : '';
      return `catch (${parameter}) { ${inside} }`;
    });
    return `try { ${entries.join(' ')}\n${this.statements(depth + 1)} } ${clauses.join(' ')}`;
  }
}
