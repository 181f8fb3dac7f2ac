use std::ffi::CString;

use crate::text_bridge::ffi;

pub fn check() {
    let mut string = ffi::new_string().unwrap();
    assert_eq!(string.str().to_str(), Ok("plain"));
    string.pin_mut().match_("ab", 2).unwrap();
    assert_eq!(string.str().to_str(), Ok("abab"));
    assert_eq!(string.type_().unwrap().to_str(), Ok("String"));

    let buffer = ffi::new_ring_buffer(16).unwrap().into_raw();
    // SAFETY: the buffer lives until it is taken back, and nothing else has it.
    unsafe {
        ffi::grow(buffer, 4);
        assert_eq!(ffi::capacity_of(ffi::same(buffer)), 20);
        drop(cxx::UniquePtr::from_raw(buffer));
    }

    let samples = ffi::samples(4).unwrap();
    assert_eq!((samples.len(), ffi::total(&samples)), (4, 6.0));
    let mut names = ffi::no_names().unwrap();
    cxx::let_cxx_string!(name = "hall");
    ffi::append(names.pin_mut(), &name).unwrap();
    assert_eq!(
        names
            .iter()
            .map(|name| name.to_string())
            .collect::<Vec<_>>(),
        ["hall"]
    );
    assert_eq!(
        ffi::strings().unwrap().get(1).unwrap().str().to_str(),
        Ok("plain")
    );

    assert_eq!(ffi::upper("mixed Case").unwrap(), "MIXED CASE");
    assert_eq!(ffi::codes(&"AZ".to_owned()).unwrap(), [65, 90]);
    assert_eq!(ffi::sum(&[1, 2, u32::MAX]), u64::from(u32::MAX) + 3);
    let mut bytes = [0; 3];
    ffi::fill(&mut bytes, 7);
    assert_eq!(bytes, [7; 3]);
    assert_eq!(ffi::longest("left", "right", 0), "right");
    assert_eq!(ffi::rotated([1, 2, 3]), [2, 3, 1]);
    let text = CString::new("four").unwrap();
    // SAFETY: the text ends in a zero and outlives the call.
    assert_eq!(unsafe { ffi::length_of(text.as_ptr()) }, 4);
    assert_eq!(ffi::length(&name), 4);
    let mut value = 1;
    ffi::increment(&mut value, 2.0);
    assert_eq!((value, ffi::distance(-2, 5)), (3, 7));

    cxx::let_cxx_string!(digits = "77");
    assert_eq!(ffi::parse_cxx_string(&digits).unwrap(), 77);
    assert_eq!(ffi::parse_str("12").unwrap(), 12);
    assert!(ffi::parse_str("x").is_err());
    assert_eq!(ffi::parse_with_base(&digits, 8).unwrap(), 63);
    assert_eq!(ffi::plain_c_function(21), 42);
}
