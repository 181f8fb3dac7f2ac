#include "shapes.hpp"

#include <utility>

namespace geo::shapes {

namespace {
std::size_t live = 0;
}

Canvas::Canvas(std::int32_t width, std::int32_t height) : width_(width), height_(height) { ++live; }
Canvas::~Canvas() { --live; }

std::unique_ptr<Canvas> Canvas::create(std::int32_t width, std::int32_t height) {
  if (width < 0) throw std::invalid_argument("negative width");
  return std::make_unique<Canvas>(width, height);
}

std::size_t Canvas::liveCount() noexcept { return live; }

void Canvas::draw(std::int32_t x, std::int32_t y) { draw(x, y, Colour::Red); }
void Canvas::draw(std::int32_t x, std::int32_t y, Colour colour) {
  if (x >= width_ || y >= height_) throw std::out_of_range("outside");
  drawn_.push_back(colour);
}
void Canvas::draw(const std::string &label) noexcept { title_ += label; }

void Canvas::set(std::int32_t value) noexcept { width_ = value; }
void Canvas::set(double value) noexcept { width_ = static_cast<std::int32_t>(value * 10); }
void Canvas::set(bool value) noexcept { width_ = value ? -1 : -2; }

std::string &Canvas::title() noexcept { return title_; }
const std::string &Canvas::title() const noexcept { return title_; }

Canvas &Canvas::setLevel(Level level) noexcept {
  level_ = level;
  return *this;
}
Level Canvas::level() const noexcept { return level_; }
Colour Canvas::colourAt(std::size_t index) const { return drawn_.at(index); }
Axis Canvas::otherAxis(Axis axis) const noexcept { return axis == Axis::X ? Axis::type : Axis::X; }
std::int32_t Canvas::scaled(std::int32_t by, std::int32_t offset) const noexcept { return width_ * by + offset; }
bool Canvas::operator==(const Canvas &other) const noexcept { return width_ == other.width_; }
void Canvas::reset() {}

std::unique_ptr<Canvas::Cursor> newCursor() { return std::make_unique<Canvas::Cursor>(); }

std::unique_ptr<IntCell> new_int_cell(std::int32_t value) {
  auto cell = std::make_unique<IntCell>();
  cell->value = value;
  return cell;
}
std::int32_t read(const Cell<std::int32_t> &cell) noexcept { return cell.value; }

std::uint32_t Group::size() const noexcept { return static_cast<std::uint32_t>(canvases_.size()); }
void Group::add(std::unique_ptr<Canvas> canvas) { canvases_.push_back(std::move(canvas)); }
Canvas &Group::first() { return *canvases_.at(0); }
const Canvas &Group::first() const { return *canvases_.at(0); }
std::unique_ptr<Group> new_group() noexcept { return std::make_unique<Group>(); }

const Canvas &wider(const Canvas &left, const Canvas &right) noexcept {
  return left.scaled(1, 0) >= right.scaled(1, 0) ? left : right;
}
Canvas &focused(Canvas &left, Canvas &right, bool chooseLeft) noexcept { return chooseLeft ? left : right; }

const Canvas &shared_canvas() {
  static const Canvas canvas(21, 1);
  return canvas;
}

std::shared_ptr<Canvas> share(std::unique_ptr<Canvas> canvas) { return canvas; }
std::weak_ptr<Canvas> observe(const std::shared_ptr<Canvas> &canvas) { return canvas; }
bool isAlive(const std::weak_ptr<Canvas> &canvas) { return !canvas.expired(); }

} // namespace geo::shapes

namespace geo::lines {
std::unique_ptr<Canvas> make() { return std::make_unique<Canvas>(); }
} // namespace geo::lines

namespace geo::points {
std::unique_ptr<geo::lines::Canvas> make() { return nullptr; }
} // namespace geo::points
