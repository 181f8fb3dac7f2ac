/** An expression that throws, or a call of a function that may. */
export interface Thrown {
  /** What it may throw, as written; null where that is not known. */
  readonly types: readonly string[] | null;
}

/**
 * Whether an exception leaves a `try` for certain. A handler whose relation to the type is not known is believed to
 * catch it.
 *
 * @param handlers what stands between the parentheses of each `catch`
 * @see C++ [except.handle]
 */
export const mayLeave = ({ types }: Thrown, handlers: readonly string[]): boolean =>
  handlers.length > 0 &&
  types !== null &&
  types.some((type) => handlers.every((handler) => !mayCatch(handler, type)));

function mayCatch(handler: string, type: string): boolean {
  const text = handler.trim();
  const caught = /^(?:const\s+)?(std::[\w:]+)(?:\s+const)?\s*&?\s*\w*$/.exec(text)?.[1] ?? '';
  const isClass = isLibraryException(caught);
  const scalar = SCALARS.find(([, pattern]) => pattern.test(text))?.[0];
  if (text === '...' || (!isClass && scalar === undefined)) return true;
  if (isLibraryException(type)) return isClass && ancestorsOf(type).includes(caught);
  return SCALARS.some(([name]) => name === type) ? scalar === type : isClass;
}

/** Types of literals, each with the handlers that catch it alone. */
const SCALARS = [
  ['const char*', /^(?:const\s+char|char\s+const)\s*\*\s*\w*$/],
  ['int', /^(?:const\s+)?int\b\s*&?\s*\w*$/],
] as const;

const isLibraryException = (type: string): boolean => type === 'std::exception' || BASES.has(type);

/** Itself first. */
function ancestorsOf(type: string): readonly string[] {
  const base = BASES.get(type);
  return base === undefined ? [type] : [type, ...ancestorsOf(base)];
}

/** Exceptions of the library and what each is derived from. @see C++ [std.exceptions], [support.exception] */
const BASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'std::logic_error': 'std::exception',
    'std::invalid_argument': 'std::logic_error',
    'std::domain_error': 'std::logic_error',
    'std::length_error': 'std::logic_error',
    'std::out_of_range': 'std::logic_error',
    'std::future_error': 'std::logic_error',
    'std::runtime_error': 'std::exception',
    'std::range_error': 'std::runtime_error',
    'std::overflow_error': 'std::runtime_error',
    'std::underflow_error': 'std::runtime_error',
    'std::regex_error': 'std::runtime_error',
    'std::system_error': 'std::runtime_error',
    'std::ios_base::failure': 'std::system_error',
    'std::filesystem::filesystem_error': 'std::system_error',
    'std::bad_alloc': 'std::exception',
    'std::bad_array_new_length': 'std::bad_alloc',
    'std::bad_cast': 'std::exception',
    'std::bad_any_cast': 'std::bad_cast',
    'std::bad_typeid': 'std::exception',
    'std::bad_exception': 'std::exception',
    'std::bad_function_call': 'std::exception',
    'std::bad_weak_ptr': 'std::exception',
    'std::bad_optional_access': 'std::exception',
    'std::bad_variant_access': 'std::exception',
  }),
);
