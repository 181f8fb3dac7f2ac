#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace geo::shapes {

enum class Colour : std::uint8_t { Red, Green = 5, Blue };

enum Level { Low = -1, Middle, High = 1 << 4 };

enum class Axis { X, Y, type };

/// Overloads, static members, a pair of const and non-const, a fluent interface.
class Canvas {
public:
  Canvas(std::int32_t width, std::int32_t height);
  static std::unique_ptr<Canvas> create(std::int32_t width, std::int32_t height);
  static std::size_t liveCount() noexcept;
  ~Canvas();
  Canvas(const Canvas &) = delete;
  Canvas &operator=(const Canvas &) = delete;

  void draw(std::int32_t x, std::int32_t y);
  void draw(std::int32_t x, std::int32_t y, Colour colour);
  void draw(const std::string &label) noexcept;

  void set(std::int32_t value) noexcept;
  void set(double value) noexcept;
  void set(bool value) noexcept;

  std::string &title() noexcept;
  const std::string &title() const noexcept;

  Canvas &setLevel(Level level) noexcept;
  Level level() const noexcept;
  Colour colourAt(std::size_t index) const;
  Axis otherAxis(Axis axis) const noexcept;

  /// Bound at its full arity.
  std::int32_t scaled(std::int32_t by, std::int32_t offset = 10) const noexcept;

  bool operator==(const Canvas &other) const noexcept;
  template <typename T> void visit(T visitor) { visitor(*this); }

  class Cursor;

protected:
  void reset();

private:
  std::int32_t width_;
  std::int32_t height_;
  std::string title_;
  Level level_ = Low;
  std::vector<Colour> drawn_;
};

class Canvas::Cursor {
public:
  std::int32_t column() const noexcept { return column_; }

private:
  std::int32_t column_ = 3;
};

/// A nested class with a name that cxx can write.
using CanvasCursor = Canvas::Cursor;

std::unique_ptr<Canvas::Cursor> newCursor();

template <typename T> class Cell {
public:
  T value{};
};

using IntCell = Cell<std::int32_t>;

std::unique_ptr<IntCell> new_int_cell(std::int32_t value);
std::int32_t read(const Cell<std::int32_t> &cell) noexcept;

class Named {
public:
  virtual ~Named() = default;
  virtual std::uint32_t size() const noexcept = 0;
  bool isEmpty() const noexcept { return size() == 0; }
};

class Group final : public Named {
public:
  std::uint32_t size() const noexcept override;
  void add(std::unique_ptr<Canvas> canvas);
  Canvas &first();
  const Canvas &first() const;

private:
  std::vector<std::unique_ptr<Canvas>> canvases_;
};

std::unique_ptr<Group> new_group() noexcept;

/// The result lives in one of the two.
const Canvas &wider(const Canvas &left, const Canvas &right) noexcept;
Canvas &focused(Canvas &left, Canvas &right, bool chooseLeft) noexcept;

/// Nothing that is passed holds the result.
const Canvas &shared_canvas();

std::shared_ptr<Canvas> share(std::unique_ptr<Canvas> canvas);
std::weak_ptr<Canvas> observe(const std::shared_ptr<Canvas> &canvas);
bool isAlive(const std::weak_ptr<Canvas> &canvas);

} // namespace geo::shapes

namespace geo::lines {

/// Same names as in the other namespaces.
class Canvas {
public:
  std::int32_t length() const noexcept { return 7; }
};

std::unique_ptr<Canvas> make();

} // namespace geo::lines

namespace geo::points {

std::unique_ptr<geo::lines::Canvas> make();

} // namespace geo::points
