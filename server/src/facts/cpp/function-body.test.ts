import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../base/line-index.js';
import type { CppParameter } from './cpp-facts.js';
import { handlerMacrosOf } from './body-names.js';
import { readBody, type BodyQuestion } from './function-body.js';

/** What of a body leaves the function: its text, and what it is called. */
function read(body: string, asked: Partial<BodyQuestion> = {}) {
  const lines = new LineIndex(body);
  const question = {
    text: body,
    lines,
    start: 0,
    end: body.length,
    parameters: [],
    handlerMacros: new Set<string>(),
  };
  const facts = readBody({ ...question, returnsPointer: false, throws: true, wantsCalls: false, ...asked });
  const at = facts?.throws?.range.start;
  return {
    throws: facts?.throws?.what ?? null,
    line: at?.line ?? null,
    calls: facts?.calls?.map(({ path }) => path.join('::')) ?? [],
    null: facts?.returnsNull?.start.line ?? null,
  };
}

const thrownBy = (body: string): string | null => read(body).throws;

describe('what a body throws', () => {
  it.each([
    ['{ throw 1; }', 'throw'],
    ['{ if (n < 0) throw std::invalid_argument("negative"); }', 'throw std::invalid_argument'],
    ['{ throw Failed<int>{n}; }', 'throw Failed'],
    ['{ return std::stoi(text); }', 'std::stoi'],
    ['{ return std::stoull(text, nullptr, 16); }', 'std::stoull'],
    ['{ std::vector<std::pair<int, int>> v; return v.at(3).first; }', 'v.at'],
    ['{ const std::map<int, int> &m = all(); return m.at(3); }', 'm.at'],
    ['{ std::any a = 1; return std::any_cast<int>(a); }', 'std::any_cast'],
    ['{ std::variant<int, char> v; return std::get<int>(v); }', 'std::get'],
    ['{ throw; }', 'throw'],
    ['{ LOG(n); throw 1; }', 'throw'],
    ['{ LOG(n); if (n) throw 1; LOG(m); }', 'throw'],
    ['{ DWORD size = 1; throw 1; HANDLE h = open(); }', 'throw'],
    ['{ if constexpr (sizeof(int) == 2) return 1; else return 2; throw 1; }', 'throw'],
    ['{ const std::string s = f(); return s.at(0); }', 's.at'],
  ])('%s', (body, what) => expect(thrownBy(body)).toBe(what));

  it.each([
    ['{ // throw 1;\n return "throw"; }'],
    ['{ auto f = [&](int n) -> int { throw n; }; return 0; }'],
    ['{ run([] { throw 1; }); }'],
    ['{ return [=]() mutable { throw 1; }; }'],
    ['{ struct Local { void f() { throw 1; } }; }'],
    ['{\n#ifdef STRICT\n throw 1;\n#endif\n}'],
    ['{\n#ifdef STRICT\n if (a) {\n#else\n if (b) {\n throw 1; }\n#endif\n}'],
    ['{ static_assert(noexcept(throw 1)); }'],
    ['{ std::any a = 1; return std::any_cast<int>(&a) != nullptr; }'],
    ['{ std::tuple<int, char> t; return std::get<0>(t); }'],
    ['{ QList<int> v; return v.at(0); }'],
    ['{ return parser.stoi(text); }'],
    ['{ API_BEGIN(); throw 1; API_END(); }'],
    ['{ API_ENTER; throw 1; API_LEAVE; }'],
    ['{ API_ENTER(n)\n throw 1;\n API_LEAVE(-1) }'],
    ['{ SAFELY(if (n) throw 1;) }'],
    ['{ safely(if (n) throw 1;) }'],
    ['{ if constexpr (sizeof(int) == 2) { throw 1; } else throw 2; return 0; }'],
    ['{ { std::vector<int> v; } Checked v; return v.at(0); }'],
    ['{ } }'],
  ])('%s: nothing', (body) => expect(thrownBy(body)).toBe(null));

  it('but what is caught', () => {
    const around = (thrown: string, handlers: string): string | null =>
      thrownBy(`{ try { ${thrown}; } ${handlers} }`);
    expect(around('throw 1', 'catch (...) {}')).toBe(null);
    expect(around('throw std::out_of_range("n")', 'catch (const std::logic_error &e) {}')).toBe(null);
    expect(around('throw std::out_of_range("n")', 'catch (const std::runtime_error &e) {}')).toBe(
      'throw std::out_of_range',
    );
    expect(around('throw "n"', 'catch (const std::exception &) {}')).toBe('throw');
    expect(around('throw Failed()', 'catch (const std::exception &) {}')).toBe(null);
    expect(around('throw std::runtime_error("n")', 'catch (const Base &) {}')).toBe(null);
    expect(around('throw std::runtime_error("n")', 'catch (int) {} catch (...) {}')).toBe(null);
    expect(around('f()', 'catch (...) { log(); throw; }')).toBe('throw');
    expect(around('f()', 'catch (...) { try { throw; } catch (...) {} }')).toBe(null);
    expect(around('try { throw 1; } catch (...) { throw std::bad_alloc(); }', 'catch (...) {}')).toBe(null);
  });

  it('is found behind what is caught', () => {
    const body = '{\n try { throw 1; } catch (...) {}\n throw 2;\n}';
    expect(read(body)).toMatchObject({ throws: 'throw', line: 2 });
  });

  it('also of a parameter', () => {
    const type = { kind: 'named', elaborated: null } as const;
    const segments = [
      { name: 'std', arguments: null },
      { name: 'vector', arguments: [] },
    ];
    const name = { global: false, segments };
    const position = { line: 0, character: 0 };
    const range = { start: position, end: position };
    const parameters: CppParameter[] = [
      {
        name: 'all',
        type: { kind: 'reference', rvalue: false, referent: { ...type, name } },
        ...{ range, hasDefault: false, defaultText: null },
      },
    ];
    expect(read('{ return all.at(2); }', { parameters }).throws).toBe('all.at');
  });

  it('of nesting without end is not read', () => {
    const deep = `${'{ try '.repeat(500)}{ throw 1; }${' catch (int) {} }'.repeat(500)}`;
    expect(thrownBy(deep)).toBe(null);
  });
});

describe('what else a body says', () => {
  it('has the calls that no handler is around', () => {
    const body = `{ Widget w(open()); detail::parse(text); w.close(); std::move(w); if (ready()) f<int>(1);
      try { risky(); } catch (...) {} [] { later(); }; return new Widget(1); }`;
    expect(read(body, { wantsCalls: true }).calls).toEqual(['open', 'detail::parse', 'ready']);
  });

  it('has no calls of what it declares itself, whatever is called so elsewhere', () => {
    const body = `{ auto parse = [](int n) { return n; }; int (*open)(int) = &g; for (auto &each : all) each(1);
      parse(1); open(2); CHECK(ready(n)); return read(n); }`;
    expect(read(body, { wantsCalls: true }).calls).toEqual(['read']);
  });

  it('is not known where a macro of its file stands for handlers', () => {
    const handlerMacros = handlerMacrosOf(
      '#define LOG(x) log(x)\n#define enter try { \\\n  log();\n#define leave \\\n } catch (...) {}\nint f();',
    );
    expect([...handlerMacros]).toEqual(['enter', 'leave']);
    expect(read('{ enter throw 1; leave }', { handlerMacros }).throws).toBe(null);
    expect(read('{ LOG(1); throw 1; }', { handlerMacros }).throws).toBe('throw');
  });

  it('has the first null that it returns', () => {
    const asked = { returnsPointer: true };
    expect(read('{\n if (n)\n  return nullptr;\n return NULL; }', asked).null).toBe(2);
    expect(read('{ return 0; }', asked).null).toBe(0);
    expect(read('{ return 0; }').null).toBe(null);
    expect(read('{ return 0 ? a : b; }', asked).null).toBe(null);
    expect(read('{ auto f = []() -> int * { return nullptr; }; return f() ? p : q; }', asked).null).toBe(
      null,
    );
    expect(read('{\n#ifdef STUB\n return NULL;\n#endif\n return p; }', asked).null).toBe(null);
  });
});
