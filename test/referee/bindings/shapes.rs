use cxx::{SharedPtr, UniquePtr};

use crate::shapes_bridge::ffi::{self, *};

pub fn check() {
    assert_eq!(ShapesCanvas::live_count(), 0);
    let error = ShapesCanvas::create(-1, 1).err().expect("it throws");
    assert_eq!(error.what(), "negative width");
    let mut canvas = ShapesCanvas::create(4, 3).unwrap();
    assert_eq!(ShapesCanvas::live_count(), 1);

    canvas.pin_mut().draw(1, 1).unwrap();
    canvas
        .pin_mut()
        .draw_with_colour(2, 2, Colour::Blue)
        .unwrap();
    assert_eq!(canvas.pin_mut().draw(9, 9).unwrap_err().what(), "outside");
    cxx::let_cxx_string!(label = "north");
    canvas.pin_mut().draw_label(&label);
    assert_eq!(canvas.title().to_str(), Ok("north"));
    canvas.pin_mut().title_mut().push_str(" east");
    assert_eq!(canvas.title().to_str(), Ok("north east"));
    assert_eq!(canvas.colour_at(0).unwrap(), Colour::Red);
    assert_eq!(canvas.colour_at(1).unwrap(), Colour { repr: 6 });
    assert!(canvas.colour_at(2).is_err());
    assert_eq!(canvas.other_axis(Axis::X), Axis::type_);

    canvas.pin_mut().set_i32(5);
    assert_eq!(canvas.scaled(2, 10), 20);
    canvas.pin_mut().set_f64(1.2);
    assert_eq!(canvas.scaled(1, 0), 12);
    canvas.pin_mut().set_bool(true);
    assert_eq!(canvas.scaled(1, 0), -1);
    let level = canvas
        .pin_mut()
        .set_level(Level::Low)
        .set_level(Level::High)
        .level();
    assert_eq!(level, Level { repr: 16 });

    assert_eq!(ffi::new_cursor().unwrap().column(), 3);
    assert_eq!(ffi::read(&ffi::new_int_cell(12).unwrap()), 12);

    let mut group = ffi::new_group();
    assert!(group.is_empty());
    assert!(group.first().is_err());
    group.pin_mut().add(canvas).unwrap();
    assert_eq!((group.is_empty(), group.size()), (false, 1));
    group.pin_mut().first_mut().unwrap().set_i32(8);
    assert_eq!(group.first().unwrap().scaled(1, 0), 8);

    let mut narrow = ShapesCanvas::create(1, 1).unwrap();
    let mut wide = ShapesCanvas::create(2, 1).unwrap();
    assert_eq!(ffi::wider(&narrow, &wide).scaled(1, 0), 2);
    ffi::focused(narrow.pin_mut(), wide.pin_mut(), true).set_i32(30);
    assert_eq!(narrow.scaled(1, 0), 30);
    // SAFETY: the canvas is a static of the function and lives to the end of the program.
    assert_eq!(unsafe { ffi::shared_canvas() }.unwrap().scaled(1, 0), 21);

    let shared: SharedPtr<ShapesCanvas> = ffi::share(narrow).unwrap();
    let observer = ffi::observe(&shared).unwrap();
    assert!(ffi::is_alive(&observer).unwrap());
    drop(shared);
    assert!(!ffi::is_alive(&observer).unwrap());

    let line: UniquePtr<LinesCanvas> = ffi::lines_make().unwrap();
    assert_eq!(line.length(), 7);
    assert!(ffi::points_make().unwrap().is_null());
}
