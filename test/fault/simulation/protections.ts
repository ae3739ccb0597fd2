import type { Protection } from '../fault.js';

/** A post whose fate is unknown is looked for, not sent again. */
const settling: Protection = {
  file: 'src/delivery/state.js',
  take: 'return { ...claim, leaseUntil: instant(now + settleMs) };',
  put: 'return again(claim, outcome, now, chance);',
};

/** The search goes back further than our clock may be ahead. */
const searchMargin: Protection = {
  file: 'src/delivery/attempts.js',
  take: 'await since(searchMarginMs)',
  put: 'await since(busyMarginMs)',
};

/** Only the lowest part that has not ended may be claimed. */
const order: Protection = {
  file: 'src/store/claims.js',
  take: ".where('turn', '=', 1)",
  put: '',
};

/** No channel sees a paper twice. */
const taken: Protection = {
  file: 'src/editions/plan.js',
  take: '|| input.taken.has(listing.paper)',
  put: '',
};

/** An event that comes late is the older news. */
const eventOrder: Protection = {
  file: 'src/store/reaction-events.js',
  take: 'if (known !== undefined && order <= known.ord)',
  put: 'if (false)',
};

/** What was taken back does not count. */
const standingVotes: Protection = {
  file: 'src/store/standing-votes.js',
  take: ".where('reaction.present', '=', 1)",
  put: '',
};

/** A person's signs are a set. */
const oneVote: Protection = {
  file: 'src/store/standing-votes.js',
  take: ".groupBy(['reaction.adapter', 'message.workspace', 'reaction.user_id', 'ballot.paper_key'])",
  put: ".groupBy(['reaction.adapter', 'message.workspace', 'reaction.message_key', 'reaction.user_id', 'ballot.paper_key'])",
};

/** A message that was on its way while people voted elsewhere shows the tally all the same. */
const onItsWay: Protection = {
  file: 'src/store/voting-messages.js',
  take: 'if (shows !== undefined &&',
  put: 'if (false &&',
};

export const protections: readonly Protection[] = [
  ...[settling, searchMargin, order, taken, standingVotes, oneVote, eventOrder, onItsWay],
];
