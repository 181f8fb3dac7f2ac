import type { Random } from './random.js';

const NOUNS = `anchor arena atlas batch beacon bitmap block buffer bundle cache channel chunk clock cluster
codec column cursor daemon decoder delta digest domain edge engine entry epoch event fence field filter
frame gauge glyph graph group handle header heap index journal kernel ladder layer ledger lease lens level
limit link list lock loop marker matrix mesh meter mirror module node notch offset packet page panel patch
path peer phase pixel plane point pool port probe proxy pulse queue quota range ratio reader record region
relay report ring route sample scale scene schema scope segment sensor shard shape signal slice slot socket
source span stage state stream stripe surface switch symbol table task thread ticket tile timer token trace
track trail tree tuple unit value vector vertex view volume wave window writer zone`.split(/\s+/);

const VERBS = `accept acquire advance align append apply assign attach balance begin bind clear close collect
combine commit compare compile compute connect convert copy count create decode defer deliver detach drain
emit encode enter erase expand extract fetch fill find finish flush fold format forward freeze gather grow
insert install invert join load locate lookup measure merge migrate move notify open pack parse pause plan
poll post prepare probe publish pull push query read rebuild record reduce refresh release remove render
replace reset resize resolve resume retain retry rotate route scan schedule seal seek select send settle
shift shrink signal skip snapshot sort split start stop store submit swap sync take trim update validate
verify visit wait warm wrap write yield`.split(/\s+/);

export const noun = (random: Random): string => random.pick(NOUNS);

export const verb = (random: Random): string => random.pick(VERBS);

/** `FrameBuffer` */
export const typeName = (random: Random): string => capitalized(noun(random)) + capitalized(noun(random));

/** `flush_window` */
export const functionName = (random: Random): string => `${verb(random)}_${noun(random)}`;

export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A comment's sentence of `words` words. */
export function sentence(random: Random, words: number): string {
  const picked = Array.from({ length: words }, (_, i) => (i % 3 === 1 ? verb(random) : noun(random)));
  return `${capitalized(picked.join(' '))}.`;
}
