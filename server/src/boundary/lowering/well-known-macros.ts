import { nameTable } from '../../base/name-table.js';
import type { MacroMeaning } from '../../facts/cpp/macro-expansion.js';

/**
 * What the macros of libraries declare that hardly any workspace has the headers of: used only where no file defines
 * them. Names that say nothing about a layout are left out.
 *
 * @see Qt 6.7, qtmetamacros.h (Q_OBJECT, Q_GADGET, …), qtclasshelpermacros.h (Q_DISABLE_COPY, …), qglobal.h
 * @see GoogleTest 1.14, gtest_prod.h; Boost 1.84, boost/noncopyable.hpp and boost/config
 * @see Crubit, support/annotations.h: `[[clang::annotate(…)]]`, which changes nothing in C++
 */
export const WELL_KNOWN_MACROS = nameTable<MacroMeaning>({
  Q_OBJECT: objectLike(`public: static const QMetaObject staticMetaObject;
    virtual const QMetaObject *metaObject() const; virtual void *qt_metacast(const char *);
    virtual int qt_metacall(QMetaObject::Call, int, void **);
    static QString tr(const char *, const char * = nullptr, int = -1);
    private: static void qt_static_metacall(QObject *, QMetaObject::Call, int, void **); struct QPrivateSignal {};`),
  Q_GADGET: objectLike(`public: static const QMetaObject staticMetaObject; void qt_check_for_QGADGET_macro();
    typedef void QtGadgetHelper; private: static void qt_static_metacall(QObject *, QMetaObject::Call, int, void **);`),
  Q_INVOKABLE: objectLike(''),
  Q_SCRIPTABLE: objectLike(''),
  Q_PROPERTY: anything(''),
  Q_CLASSINFO: anything(''),
  Q_INTERFACES: anything(''),
  Q_ENUM: anything(''),
  Q_ENUMS: anything(''),
  Q_FLAG: anything(''),
  Q_FLAGS: anything(''),
  Q_PLUGIN_METADATA: anything(''),
  Q_REVISION: anything(''),
  Q_DISABLE_COPY: {
    parameters: ['Class'],
    text: 'Class(const Class &) = delete; Class &operator=(const Class &) = delete;',
  },
  Q_DISABLE_MOVE: {
    parameters: ['Class'],
    text: 'Class(Class &&) = delete; Class &operator=(Class &&) = delete;',
  },
  Q_DISABLE_COPY_MOVE: {
    parameters: ['Class'],
    text: `Class(const Class &) = delete; Class &operator=(const Class &) = delete;
      Class(Class &&) = delete; Class &operator=(Class &&) = delete;`,
  },
  QML_ELEMENT: objectLike(''),
  QML_ANONYMOUS: objectLike(''),
  FRIEND_TEST: anything(''),
  BOOST_STATIC_ASSERT: anything(''),
  CRUBIT_MUST_BIND: objectLike(''),
  CRUBIT_DO_NOT_BIND: objectLike(''),
  CRUBIT_UNSAFE: objectLike(''),
  CRUBIT_UNSAFE_MARK_SAFE: objectLike(''),
  CRUBIT_OVERRIDE_UNSAFE: anything(''),
  CRUBIT_RUST_NAME: anything(''),
  CRUBIT_OVERRIDE_DEBUG: anything(''),
  CRUBIT_OVERRIDE_DISPLAY: anything(''),
  CRUBIT_TRAIT_DERIVE: anything(''),
  CRUBIT_UNSAFE_IMPL: anything(''),
  CRUBIT_UNSAFE_IGNORE_ATTR: anything(''),
  CRUBIT_THREAD_SAFE: objectLike(''),
  CRUBIT_ALWAYS_INSTANTIATE: objectLike(''),
});

function objectLike(text: string): MacroMeaning {
  return { parameters: null, text };
}

/** Whatever its arguments are. */
function anything(text: string): MacroMeaning {
  return { parameters: ['...'], text };
}
