import type { CppType } from '../facts/cpp/cpp-facts.js';
import { formatCppType } from '../facts/cpp/format-cpp.js';

/** Whether a type is another one for other arguments of a template. @see C++ [temp.dep.type] */
export const isDependent = (type: CppType, parameters: ReadonlySet<string>): boolean =>
  parameters.size > 0 &&
  (formatCppType(type).match(/(?<![\w:])\w+/g) ?? []).some((word) => parameters.has(word));

/** Whether a class of the standard library may have a member type or a constant of this name. */
export const isMemberOfLibraryClasses = (name: string): boolean => LIBRARY_MEMBERS.has(name);

/** @see C++ [containers], [iterators], [strings], [iostreams], [utilities], [thread], [time] */
const LIBRARY_MEMBERS: ReadonlySet<string> = new Set(
  (
    'value_type size_type difference_type pointer const_pointer reference const_reference void_pointer ' +
    'const_void_pointer iterator const_iterator reverse_iterator const_reverse_iterator local_iterator ' +
    'const_local_iterator allocator_type key_type mapped_type key_compare value_compare hasher key_equal node_type ' +
    'insert_return_type container_type iterator_type iterator_category iterator_concept element_type ' +
    'deleter_type weak_type char_type traits_type int_type pos_type off_type state_type string_type ostream_type ' +
    'istream_type streambuf_type type first_type second_type argument_type result_type first_argument_type ' +
    'second_argument_type value npos id native_handle_type mutex_type rep period duration time_point clock is_steady ' +
    'failure Init fmtflags iostate openmode seekdir event event_callback sentry dec hex oct fixed scientific ' +
    'internal left right boolalpha showbase showpoint showpos skipws unitbuf uppercase adjustfield basefield ' +
    'floatfield badbit eofbit failbit goodbit app ate binary in out trunc noreplace beg cur end rebind other ' +
    'is_always_equal is_transparent propagate_on_container_copy_assignment propagate_on_container_move_assignment ' +
    'propagate_on_container_swap category facet none ctype numeric collate time monetary messages all mask space ' +
    'print cntrl upper lower alpha digit punct xdigit blank alnum graph table_size param_type ' +
    'promise_type regex_type flag_type locale_type extension matched num den year month day ' +
    'intern_type extern_type conversion_type byte_string wide_string error_type unexpected_type'
  ).split(' '),
);
