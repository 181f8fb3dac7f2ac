use crate::corners_bridge::ffi::{self, *};

pub fn check() {
    let mut item = ffi::make(4).unwrap();
    let other = ffi::make(3).unwrap();
    assert_eq!(item.least(&other).number(), 3);
    item.pin_mut().renumber(2);
    assert_eq!(item.least(&other).number(), 2);
    cxx::let_cxx_string!(fallback = "none");
    assert_eq!(item.or_else(&fallback).to_str(), Ok("none"));

    assert_eq!(ffi::peek(&item), 2);
    ffi::replace(&mut item, 9);
    assert_eq!(item.number(), 9);
    assert_eq!(ffi::peek(&cxx::UniquePtr::null()), -1);

    let letters = ffi::letters().unwrap();
    assert_eq!(
        (ffi::count(&letters), letters.get(2)),
        (3, Some(&Letter::in_))
    );
    assert_eq!(ffi::fars().unwrap(), [Far::Least]);
    let mut flags = [Flags::None, Flags::One];
    ffi::raise(&mut flags);
    assert_eq!(flags, [Flags::All; 2]);
    ffi::flip(&mut flags[0]);
    assert_eq!(flags[0].repr, 0);

    assert_eq!(*ffi::counter().unwrap(), 5);
    assert_eq!(ffi::whole(&ffi::word(77).unwrap()), 77);
    assert_eq!(ffi::sum(&[1.0, 2.5]), 3.5);
    let items: [*const Item; 1] = [&*item];
    // SAFETY: the pointers are to objects of this function.
    unsafe {
        assert_eq!((*ffi::first(items.as_ptr(), 1)).number(), 9);
        assert_eq!(ffi::size(&*fallback.into_ref()), 4);
    }
    assert_eq!(ffi::sum_of_three(1, 2, 30), 30);
    // The one that is called so in C++ too keeps the name.
    assert_eq!((ffi::set_value(1), ffi::set_value2(1)), (-1, 1));

    let numbers = cxx::CxxVector::<f64>::new();
    let mut text = *b"text";
    // SAFETY: both pointers are to objects of this function.
    unsafe {
        assert_eq!(ffi::size_at(&*numbers), 0);
        ffi::terminate(text.as_mut_ptr().cast());
    }
    assert_eq!(&text, b"\0ext");
    assert_eq!(ffi::bytes().unwrap(), [b'b' as std::ffi::c_char]);
    assert_eq!(ffi::label().unwrap().to_str(), Ok("label"));

    let mut pair = Pair::make().unwrap();
    assert_eq!(pair.value_mut(), -1);
    *pair.pin_mut().value_mut2() += 1;
    assert_eq!(*pair.value(), 7);

    let both = Both::create().unwrap();
    assert_eq!(both.left(), 2);
}
