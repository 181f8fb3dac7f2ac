import { exact, unknown, withAssumptions, type Evidence, type Known } from '../base/known.js';

/** Why something is not so, down to the base or member that decides; null where nothing is in its way. */
export type Obstacle = readonly Evidence[] | null;

/** Nothing is in its way. */
export const FREE: Known<Obstacle> = exact(null);

/** An obstacle in one step. */
export const obstacle = (message: string): Known<Obstacle> => exact([{ message }]);

/**
 * The obstacle among several answers, one that is exact before one that rests on an assumption; else the first
 * reason why it cannot be known; else none, on the assumptions of all.
 */
export function firstObstacle(answers: readonly Known<Obstacle>[]): Known<Obstacle> {
  const found = answers.filter((answer) => answer.status !== 'unknown' && answer.value !== null);
  const decisive = found.find(({ status }) => status === 'exact') ?? found[0];
  if (decisive) return decisive;
  return answers.find(({ status }) => status === 'unknown') ?? withAssumptions(FREE, answers);
}

/** `answer` with the step that led to it before its own. */
export function ledTo(evidence: () => Evidence, answer: Known<Obstacle>): Known<Obstacle> {
  if (answer.status === 'unknown') return unknown(answer.reason, [evidence(), ...answer.because]);
  return answer.value === null ? answer : { ...answer, value: [evidence(), ...answer.value] };
}

/** True where there is no obstacle; the obstacle is the evidence where there is one. */
export function isUnhindered(answer: Known<Obstacle>): Known<boolean> {
  if (answer.status === 'unknown') return answer;
  return withAssumptions(exact(answer.value === null, answer.value ?? []), [answer]);
}
