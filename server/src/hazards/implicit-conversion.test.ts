import { describe, it } from 'vitest';
import page from './implicit-conversion.md';
import { check, checkPage, checkQuiet } from './testing/check.js';

const bridge = (lines: string): string => `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("tags.h");
        type Tag;
${lines}
    }
}
`;

describe('implicit-conversion', () => {
  it('is what its page says', () => checkPage(page, 'implicit-conversion'));

  it('tells of a class once, with all constructors that convert', () =>
    check(`${bridge(`        fn find(from: u32, tag: &Tag) -> bool;
    //                     ^^^^^^^^^ information: \`find\` takes a \`Tag\`, which C++ callers need not have: \`Tag::Tag(int number)\` makes it of what they give. Nothing in the bridge \`ffi\` gives Rust one: bind a function that takes what the constructor takes
        fn remove(tag: &Tag);`)}
//- include/tags.h
#include <cstdint>
class Tag {
public:
    Tag(int number);
//  ^^^ related: C++ converts by \`Tag::Tag(int number)\`
    Tag(const char *text, int length = -1);
//  ^^^ related: C++ converts by \`Tag::Tag(const char *text, int length)\`
    Tag(const Tag &);
    Tag(Tag &&);
};
bool find(uint32_t from, const Tag &tag);
void remove(const Tag &tag);
`));

  it.each([
    ['two values', 'public: Tag(int number, int version);'],
    ['no value', 'public: Tag();'],
    ['another object of the class', 'public: Tag(const Tag &);'],
    ['a constructor that is private', 'Tag(int number);'],
    ['one that is deleted', 'public: Tag(int number) = delete;'],
    ['a template', 'public: template <class T> Tag(T value);'],
    ['a list in braces', 'public: Tag(std::initializer_list<int> numbers);'],
    ['one that a macro may make explicit', 'public: MAYBE_EXPLICIT Tag(int number);'],
  ])('is quiet about %s', (_, members) =>
    checkQuiet(`${bridge('        fn remove(tag: &Tag);')}
//- include/tags.h
#include <initializer_list>
class Tag { ${members} };
void remove(const Tag &tag);
`),
  );

  it('is quiet where Rust owns objects, and where it may write to them', () =>
    checkQuiet(`${bridge(`        fn clear(tag: Pin<&mut Tag>);
        fn take(tag: UniquePtr<Tag>);
        fn remove(tag: &Tag);`)}
//- src/other.rs
#[cxx::bridge]
mod other {
    unsafe extern "C++" {
        include!("tags.h");
        type Label;
        fn wipe(label: Pin<&mut Label>);
    }
}
//- include/tags.h
#include <memory>
class Tag { public: Tag(int number); };
class Label { public: Label(int number); };
void clear(Tag &tag);
void take(std::unique_ptr<Tag> tag);
void remove(const Tag &tag);
void wipe(Label &label);
`));
});
