/** What one types in: each character alone makes a version of the text. */
export const TYPING_PLACES = ['comment', 'parameter', 'macro-use', 'half-typed'] as const;
export type TypingPlace = (typeof TYPING_PLACES)[number];

/** The end of what has been typed in the block in the middle, when the next character comes. */
const TYPED: Readonly<Record<TypingPlace, string>> = {
  comment: '/// Says what the widget',
  parameter: '(int first',
  'macro-use': 'BENCH_DEPRECATED("since',
  'half-typed': 'int half_typed(const char *first, int second',
};

/** Lines of one block. */
const BLOCK = 23;

/**
 * A header that is nothing without its mask: macros that export, deprecate, open namespaces and stand for statements,
 * attributes, conditions, bodies. The same for the same count.
 *
 * @param lines about how many lines it is to have
 */
export function maskedHeader(lines: number): string {
  const blocks = Array.from({ length: Math.round(lines / BLOCK) }, (_, i) => block(i));
  return `#pragma once
#include <cstdint>
#include <string>
#define BENCH_API __attribute__((visibility("default")))
#define BENCH_DEPRECATED(text) __attribute__((deprecated(text)))
#define BENCH_BEGIN namespace bench {
#define BENCH_END }
#define BENCH_SLOT(name)
BENCH_BEGIN
${blocks.join('')}
BENCH_END
`;
}

/**
 * @returns the two parts of the header between which one types. In the `half-typed` one stands a declaration that was
 *   only begun: the text has syntax errors, with its mask and without.
 */
export function cutWhereTyped(header: string, place: TypingPlace): readonly [string, string] {
  const typed = TYPED[place];
  const middle = header.indexOf('\n\n', header.length / 2) + 1;
  if (place === 'half-typed') return [`${header.slice(0, middle)}${typed}`, header.slice(middle)];
  const end = header.indexOf(typed, middle) + typed.length;
  return [header.slice(0, end), header.slice(end)];
}

const block = (i: number): string => `
/// Says what the widget of block ${i} does, and when.
class BENCH_API Widget${i} final : public Base {
 public:
  explicit Widget${i}(std::uint32_t id) noexcept : id_(id) { if (id == ${i}) { reset(); } }
  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
  BENCH_SLOT(on_change)
  BENCH_DEPRECATED("since ${i}") void reset() noexcept;
  virtual ~Widget${i}() = default;

 private:
  std::uint32_t id_ = ${i};
  alignas(8) std::string name_ BENCH_GUARDED_BY(mutex_);
#ifdef BENCH_DEBUG
  const char *last_caller_ = nullptr;
#else
  std::uint16_t reserved_ : 4;
#endif
};
extern "C" BENCH_API int widget_${i}(int first, const char *name) BENCH_NOEXCEPT;
template <class T> inline T twice_${i}(T value) { return value + value; }
enum class State${i} : std::uint8_t { idle BENCH_UNUSED, busy = ${i % 200}, done };
typedef int (*Callback${i})(void *context, std::size_t count);
`;
