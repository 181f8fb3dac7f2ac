/**
 * The text without what is not needed for `fails` to hold: stretches are left out, half as long each round
 * (delta debugging, A. Zeller).
 *
 * @param attempts at most so many texts are tried
 */
export async function minimise(
  text: string,
  fails: (text: string) => Promise<boolean>,
  attempts = 400,
): Promise<string> {
  let best = text;
  let left = attempts;
  for (
    let size = Math.ceil(best.length / 2);
    size > 0 && left > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < best.length && left > 0; left--) {
      const shorter = best.slice(0, at) + best.slice(at + size);
      if (await fails(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
