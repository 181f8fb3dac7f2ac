import { describe, it } from 'vitest';
import page from './false-relocatable-claim.md';
import { check, checkPage, checkQuiet, checkRemedy } from './testing/check.js';

/** Behind a pointer only: what is held by value is another hazard's. */
const ffi = `
//- src/ffi.rs
#[repr(C)]
pub struct Label { _private: [u8; 0] }
extern "C" { fn label_show(label: *const Label); }
`;

const BECAUSE = 'but moving its bytes breaks it: the copy constructor of `Pinned` is deleted';

/** Proved without any library: it has a member that cannot be moved at all. */
const label = (before: string, after: string): string => `${ffi}
//- include/label.h
struct Pinned { Pinned(const Pinned &) = delete; };
struct ${before}Label {
  Pinned place;
  Label(Label &&other);
};
${after}
extern "C" void label_show(const Label *label);
`;

describe('false-relocatable-claim', () => {
  it('is what its page says', () => checkPage(page, 'false-relocatable-claim'));

  it.each([
    [
      'namespace folly { template <> struct IsRelocatable<Label> : std::true_type {}; }\n//' +
        `${' '.repeat(35)}^^^^^^^^^^^^^^^^^^^^ error: \`folly::IsRelocatable\` is specialised for \`Label\`, ${BECAUSE}`,
      'namespace folly { }',
    ],
    [
      `template <> struct absl::is_trivially_relocatable<Label> : std::true_type {};\n//${' '.repeat(17)}^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: \`absl::is_trivially_relocatable\` is specialised for \`Label\`, ${BECAUSE}`,
      '',
    ],
    [
      `Q_DECLARE_TYPEINFO(Label, Q_RELOCATABLE_TYPE);\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: \`Q_DECLARE_TYPEINFO(Label, Q_RELOCATABLE_TYPE)\`, ${BECAUSE}`,
      '',
    ],
    [
      `FOLLY_ASSUME_FBVECTOR_COMPATIBLE(Label)\n^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: \`FOLLY_ASSUME_FBVECTOR_COMPATIBLE(Label)\`, ${BECAUSE}`,
      '',
    ],
  ])('knows %s', async (claim, left) => {
    const workspace = await check(label('', claim));
    const text = label('', left).split('//- include/label.h\n')[1] ?? '';
    await checkRemedy(
      workspace,
      'Withdraw the claim',
      `//- include/label.h\n${left === '' ? text.replace('};\n\nextern', '};\nextern') : text}`,
    );
  });

  it('knows a mark on the class', async () => {
    const workspace = await check(`${ffi}
//- include/label.h
struct Pinned { Pinned(const Pinned &) = delete; };
struct [[trivially_relocatable]] Label {
//                               ^^^^^ error: \`Label\` is marked \`trivially_relocatable\`, ${BECAUSE}
  Pinned place;
  Label(Label &&other);
};
extern "C" void label_show(const Label *label);
`);
    await checkRemedy(
      workspace,
      'Withdraw the claim',
      `
//- include/label.h
struct Pinned { Pinned(const Pinned &) = delete; };
struct Label {
  Pinned place;
  Label(Label &&other);
};
extern "C" void label_show(const Label *label);
`,
    );
  });

  it.each([
    '[[deprecated]]',
    '[[clang::annotate("trivially_relocatable")]]',
    '__attribute__((visibility("default")))',
  ])('takes %s for no promise', (mark) =>
    checkQuiet(`${ffi}
//- include/label.h
struct Pinned { Pinned(const Pinned &) = delete; };
struct ${mark} Label {
  Pinned place;
  Label(Label &&other);
};
extern "C" void label_show(const Label *label);
`),
  );

  it('knows what cxx is told in Rust', async () => {
    const workspace = await check(`
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("label.h");
        type Label = crate::Label;
        fn show(label: &Label);
    }
}
#[repr(C)]
pub struct Label { place: u8 }
unsafe impl cxx::ExternType for Label { type Id = cxx::type_id!("Label"); type Kind = cxx::kind::Trivial; }
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: \`ExternType\` for \`Label\` says \`Kind = Trivial\`, ${BECAUSE}
//- include/label.h
struct Pinned { Pinned(const Pinned &) = delete; };
struct Label { Pinned place; Label(Label &&other); };
void show(const Label &label);
`);
    await checkRemedy(
      workspace,
      'Change the kind to `Opaque`',
      `
//- src/bridge.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("label.h");
        type Label = crate::Label;
        fn show(label: &Label);
    }
}
#[repr(C)]
pub struct Label { place: u8 }
unsafe impl cxx::ExternType for Label { type Id = cxx::type_id!("Label"); type Kind = cxx::kind::Opaque; }
`,
    );
  });

  it("leaves a class's own special members alone: the promise is made in spite of them", () =>
    checkQuiet(`${ffi}
//- include/label.h
class Label {
public:
  using IsRelocatable = std::true_type;
  Label(const Label &) = delete;
  ~Label();
private:
  int *place;
};
extern "C" void label_show(const Label *label);
`));

  it('does not take a deleted destructor for a reason', () =>
    checkQuiet(`${ffi}
//- include/label.h
struct Owner { int id; ~Owner(); };
union Label {
  using IsRelocatable = std::true_type;
  bool flag;
  Owner owner;
};
extern "C" void label_show(const Label *label);
`));

  it('leaves alone what promises nothing, what is not known, and other classes of that name', () =>
    checkQuiet(`${ffi}
//- include/label.h
struct Pinned { Pinned(const Pinned &) = delete; };
struct Label trivially_relocatable_if_eligible { Pinned place; Label(Label &&other); };
namespace other {
struct Label { Elsewhere place; };
FOLLY_ASSUME_FBVECTOR_COMPATIBLE(Label)
}
template <> struct rust::IsRelocatable<Label> : std::false_type {};
Q_DECLARE_TYPEINFO(Label, Q_COMPLEX_TYPE);
extern "C" void label_show(const Label *label);
`));
});
