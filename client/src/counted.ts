/** `1 finding`, `2 findings`: a count with its noun, for people. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
