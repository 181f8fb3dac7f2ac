/**
 * A table that is asked for names from user code: a type called `constructor` is no entry of it, as it would
 * be of a plain object.
 */
export const nameTable = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null) as Record<string, T>, entries);
