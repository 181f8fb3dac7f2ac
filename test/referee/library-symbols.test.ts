import { describe, expect, test } from 'vitest';
import { findTarget, type StandardLibrary } from '../../server/src/abi/target.js';
import { compileCpp } from './compilers.js';
import { readHeader, symbolsOfFacts } from './cpp-symbols.js';

const INCLUDES = `any array atomic bitset chrono complex condition_variable cstddef deque exception filesystem forward_list
  fstream functional future initializer_list list locale map memory mutex new optional ostream queue set shared_mutex span
  sstream stack stdexcept string string_view system_error thread tuple typeindex typeinfo unordered_map unordered_set
  utility variant vector`;

const TYPES = `string wstring u8string u16string u32string string_view wstring_view vector<int> vector<bool>
  vector<std::string> deque<int> list<int> forward_list<int> map<int,std::string> multimap<int,int> set<std::string>
  multiset<int> unordered_map<std::string,int> unordered_set<int> unordered_multimap<int,int> unordered_multiset<int>
  array<int,3> span<int> span<const_int,4> pair<int,long> tuple<> tuple<int,char> optional<int> variant<int,std::string>
  any function<void(int)> unique_ptr<int> unique_ptr<int[]> unique_ptr<int,std::default_delete<int>> shared_ptr<int>
  weak_ptr<int> mutex timed_mutex recursive_mutex recursive_timed_mutex shared_mutex shared_timed_mutex
  condition_variable thread once_flag atomic<int> atomic_flag exception exception_ptr bad_alloc bad_cast type_info
  nested_exception logic_error runtime_error invalid_argument domain_error length_error out_of_range range_error
  overflow_error underflow_error bad_optional_access bad_variant_access system_error error_code error_condition
  error_category errc locale type_index nothrow_t byte align_val_t initializer_list<int> reference_wrapper<int>
  complex<double> allocator<char> future<int> shared_future<int> promise<int> unique_lock<std::mutex>
  lock_guard<std::mutex> stack<int> queue<int> priority_queue<int> bitset<8> ostream istream iostream wostream ios
  streambuf stringbuf filebuf stringstream istringstream ostringstream wstringstream ifstream ofstream fstream
  filesystem::path filesystem::directory_entry chrono::nanoseconds chrono::microseconds chrono::milliseconds
  chrono::seconds chrono::minutes chrono::hours chrono::system_clock chrono::steady_clock basic_string<char>
  basic_string_view<char> hash<int> less<int> char_traits<char>
  basic_string<char,std::char_traits<char>,std::allocator<char>> basic_string_view<char,std::char_traits<char>>
  vector<int,std::allocator<int>> list<int,std::allocator<int>> set<int,std::less<int>,std::allocator<int>>
  map<int,long,std::less<int>,std::allocator<std::pair<const_int,long>>> multimap<int,long,std::less<int>>
  unordered_set<int,std::hash<int>> unordered_map<int,long,std::hash<int>,std::equal_to<int>>
  unique_ptr<int[],std::default_delete<int[]>> stack<int,std::deque<int>> queue<int,std::deque<int>>
  priority_queue<int,std::vector<int>,std::less<int>> basic_ostream<char,std::char_traits<char>>
  basic_stringstream<char,std::char_traits<char>,std::allocator<char>>`
  .split(/\s+/)
  .map((name) => `std::${name.replace('_int', ' int')}`);

const HOST = findTarget('x86_64-unknown-linux-gnu');

/** Functions that take each type of the library, and some that give one, as written in a header. */
describe.each<StandardLibrary>(['libstdc++', 'libc++'])('symbols with types of %s', (standardLibrary) => {
  test('are those of clang', async () => {
    if (!HOST) throw new Error('no target');
    const declarations = TYPES.flatMap((type, index) => [
      `void take${index}(${type} *, const ${type} &);`,
      `const ${type} &give${index}();`,
    ]);
    const names = TYPES.flatMap((_, index) => [`take${index}`, `give${index}`]);
    const source = [
      ...INCLUDES.split(/\s+/).map((name) => `#include <${name}>`),
      ...declarations,
      `void *table[] = {${names.map((name) => `(void *)${name}`).join(', ')}};`,
    ].join('\n');
    const { ir } = compileCpp(source, HOST.clangTriple, [`-stdlib=${standardLibrary}`]);
    const table = /@table = .*$/m.exec(ir)?.[0] ?? '';
    const truth = [...table.matchAll(/ptr @"?([^",\]]+)/g)].map((match) => match[1]);
    const symbols = symbolsOfFacts(await readHeader(declarations.join('\n')), { ...HOST, standardLibrary });
    const wrong = declarations.flatMap((declaration, index) => {
      const symbol = symbols.get(index + 1);
      const ours = symbol?.status === 'unknown' ? symbol.reason : symbol?.value.symbol;
      return ours === truth[index] ? [] : [{ declaration, ours, truth: truth[index] }];
    });
    expect(wrong).toEqual([]);
  });
});
