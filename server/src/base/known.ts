import type { Location } from './range.js';

/** One step of reasoning, with the place that shows it where there is one. */
export interface Evidence {
  readonly message: string;
  readonly location?: Location | undefined;
}

/** What is known about a value, and on what ground. */
export type Known<T> =
  | { readonly status: 'exact'; readonly value: T; readonly because: readonly Evidence[] }
  | {
      readonly status: 'assumed';
      readonly value: T;
      readonly because: readonly Evidence[];
      readonly assumption: string;
    }
  | { readonly status: 'unknown'; readonly reason: string; readonly because: readonly Evidence[] };

export type Status = Known<unknown>['status'];

export const exact = <T>(value: T, because: readonly Evidence[] = []): Known<T> => ({
  status: 'exact',
  value,
  because,
});

export const assumed = <T>(value: T, assumption: string, because: readonly Evidence[] = []): Known<T> => ({
  status: 'assumed',
  value,
  because,
  assumption,
});

export const unknown = (
  reason: string,
  because: readonly Evidence[] = [],
): { status: 'unknown'; reason: string; because: readonly Evidence[] } => ({
  status: 'unknown',
  reason,
  because,
});

/** The value of a known by `compute`, never more certain than what it came from. */
export function derive<T, U>(known: Known<T>, compute: (value: T) => Known<U>): Known<U> {
  if (known.status === 'unknown') return known;
  return weaken(compute(known.value), known);
}

/** All values, or the first reason why one is unknown. Assumptions add up. */
export function combine<T>(knowns: readonly Known<T>[]): Known<T[]> {
  const values: T[] = [];
  const because: Evidence[] = [];
  for (const known of knowns) {
    because.push(...known.because);
    if (known.status === 'unknown') return { ...known, because };
    values.push(known.value);
  }
  return withAssumptions(exact(values, because), knowns);
}

/** `known` with the assumptions of `ground` added: a result is never stronger than its ground. */
export function weaken<T>(known: Known<T>, ground: Known<unknown>): Known<T> {
  const because = [...ground.because, ...known.because];
  if (known.status === 'unknown') return { ...known, because };
  return withAssumptions({ ...known, because }, [ground]);
}

/** `known` with the assumptions of all `grounds`, each said once, and no more evidence than its own. */
export function withAssumptions<T>(known: Known<T>, grounds: readonly Known<unknown>[]): Known<T> {
  // Nearly always nothing is assumed, and this is asked of every member of every class.
  if (known.status === 'unknown' || !grounds.some(({ status }) => status === 'assumed')) return known;
  const assumptions = new Set(
    [...grounds, known].flatMap((ground) =>
      ground.status === 'assumed' ? ground.assumption.split('; ') : [],
    ),
  );
  return {
    status: 'assumed',
    value: known.value,
    because: known.because,
    assumption: [...assumptions].join('; '),
  };
}
