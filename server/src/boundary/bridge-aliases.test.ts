import { describe, expect, it } from 'vitest';
import { check, checkQuiet } from '../hazards/testing/check.js';
import { MemoryWorkspace } from '../service/testing/memory-workspace.js';

const FIRST = `
#[cxx::bridge(namespace = "a")]
pub mod first {
    struct Shared { x: i32 }
    enum Mode { On, Off }
    unsafe extern "C++" {
        include!("blob.h");
        type Blob;
        #[namespace = "deep"]
        #[cxx_name = "Inner"]
        type Nested;
        fn make() -> UniquePtr<Blob>;
    }
}
`;

const HEADER = `
//- include/blob.h
#include <memory>
namespace deep { class Inner { public: int size() const; }; }
namespace a {
class Blob { public: int size() const; };
struct Shared;
std::unique_ptr<Blob> make();
int weigh(const Blob &blob, const Shared &shared);
}
`;

describe('an alias of another bridge’s type', () => {
  it('is that type', async () => {
    const second = `
#[cxx::bridge(namespace = "a")]
pub mod second {
    unsafe extern "C++" {
        include!("blob.h");
        type Blob = crate::first::Blob;
        type Shared = super::first::Shared;
        type Mode = crate::first::Mode;
        #[namespace = "deep"]
        #[cxx_name = "Inner"]
        type Nested = super::first::Nested;
        fn size(self: &Blob) -> i32;
        fn weigh(blob: &Blob, shared: &Shared) -> i32;
    }
    extern "Rust" {
        fn read(shared: Shared, mode: Mode, blob: &Blob);
    }
}`;
    const text = `//- src/lib.rs${FIRST}${second}${HEADER}`;
    await checkQuiet(text);
    const workspace = await MemoryWorkspace.of({
      'src/lib.rs': `${FIRST}${second}`,
      'include/blob.h': HEADER.replace('//- include/blob.h', ''),
    });
    const { crossings } = await workspace.check();
    expect(crossings.map(({ name }) => name).sort()).toEqual([
      'Blob::size',
      'a::Blob',
      'a::Blob',
      'a::make',
      'a::weigh',
      'deep::Inner',
      'deep::Inner',
    ]);
  });

  it('has its name in C++, as cxx demands', async () => {
    await check(`
//- src/lib.rs
${FIRST}
#[cxx::bridge(namespace = "b")]
pub mod second {
    unsafe extern "C++" {
        include!("blob.h");
        type Blob = crate::first::Blob;
//           ^^^^ error: the alias \`Blob\` is \`b::Blob\` in C++ and what it stands for \`a::Blob\`: cxx takes the one for the other only under one C++ name
        #[namespace = "a"]
        type Shared = super::first::Shared;
        #[namespace = "deep"]
        type Nested = super::first::Nested;
//           ^^^^^^ error: the alias \`Nested\` is \`deep::Nested\` in C++ and what it stands for \`deep::Inner\`: cxx takes the one for the other only under one C++ name
    }
}
${HEADER}`);
  });

  it('is followed through other names', async () => {
    await check(`
//- src/lib.rs
${FIRST}
pub mod renamed { pub use super::first::Nested as Blob; }
#[cxx::bridge]
pub mod second {
    unsafe extern "C++" {
        type Blob = super::renamed::Blob;
//           ^^^^ error: the alias \`Blob\` is \`Blob\` in C++ and what it stands for \`deep::Inner\`: cxx takes the one for the other only under one C++ name
    }
}
${HEADER}`);
  });

  it('is passed by value only where its bridge shares it', async () => {
    await check(`
//- src/lib.rs
${FIRST}
#[cxx::bridge(namespace = "a")]
pub mod second {
    struct Holder { shared: Shared }
    unsafe extern "C++" {
        include!("blob.h");
        type Blob = crate::first::Blob;
        type Shared = crate::first::Shared;
    }
    extern "Rust" {
        fn get() -> Blob;
//                  ^^^^ error: \`Blob\` is passed by value, and the bridge that declares it has it as opaque: pass it behind a reference or a \`UniquePtr<Blob>\`
        fn set(blob: Blob);
    }
}
${HEADER}`);
  });

  it.each([
    ['names a type with an `ExternType` of its own', 'type Blob = crate::Blob;'],
    ['leads to what is not there', 'type Blob = other::first::Blob;'],
    ['leads to itself', 'type Blob = crate::second::Blob;'],
  ])('says nothing where it %s', async (_, alias) => {
    await check(`
//- src/lib.rs
${FIRST}
pub struct Blob;
#[cxx::bridge(namespace = "b")]
pub mod second {
    unsafe extern "C++" { include!("blob.h"); ${alias} }
}
${HEADER}`);
  });
});
