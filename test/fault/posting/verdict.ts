import type { Delivery } from '../../../src/delivery/outbox.js';
import type { Layout } from '../../../src/editions/subscription.js';
import type { Figures } from '../fault.js';
import { partIn, partsOf, type Words } from './papers.js';
import type { Asked, Shown } from './place.js';

/** What came of a history. */
export interface Judgement {
  readonly figures: Pick<Figures, 'editions' | 'crashes' | 'duplicates' | 'losses' | 'partsOutOfOrder'>;
  readonly wrong: readonly string[];
}

/** Several judgements as one. */
export function together(judgements: readonly Judgement[]): Judgement {
  const sum = (name: keyof Judgement['figures']): number =>
    judgements.reduce((most, { figures }) => most + figures[name], 0);
  return {
    figures: {
      editions: sum('editions'),
      crashes: sum('crashes'),
      duplicates: sum('duplicates'),
      losses: sum('losses'),
      partsOutOfOrder: sum('partsOutOfOrder'),
    },
    wrong: judgements.flatMap(({ wrong }) => wrong),
  };
}

/** An edition as people see it, and as the store knows it. */
export interface Found {
  readonly room: { readonly channel: string; readonly layout: Layout; readonly words: Words };
  readonly shown: readonly Shown[];
  readonly papers: number;
  readonly deliveries: readonly Delivery[];
}

interface Requests {
  readonly asked: readonly Asked[];
  /** So many posts were certainly not carried out, and had to be asked for once more, not counting those that came too fast. */
  readonly again: number;
}

/** Holds what is there against what has to be: each part once, in order, in the words of the feed when it was planned, and known to the store. */
export function judge(found: readonly Found[], { asked, again }: Requests): Judgement {
  const { figures, wrong } = together(found.map(edition));
  return { figures, wrong: [...wrong, ...repeats(asked, again)] };
}

function edition({ room: { channel, layout, words }, shown, papers, deliveries }: Found): Judgement {
  const wanted = partsOf(layout, papers);
  const parts = shown.map(({ text }) => partIn(text, layout, papers, words));
  const known = parts.filter((part) => part !== undefined);
  const refs = new Set(deliveries.flatMap(({ state }) => (state.kind === 'sent' ? state.ref.key : [])));
  const strange = shown.filter((_, index) => parts[index] === undefined);
  const unknown = shown.filter(({ ref }) => !refs.has(ref));
  const open = deliveries.filter(({ state }) => state.kind !== 'sent');
  return {
    figures: {
      ...{ editions: 1, crashes: 0 },
      duplicates: known.length - new Set(known).size,
      losses: wanted - new Set(known).size,
      partsOutOfOrder: known.filter((part, index) => part < (known[index - 1] ?? 0)).length,
    },
    wrong: [
      ...strange.map(
        ({ text }) => `${channel} shows what its edition did not say: ${JSON.stringify(text.slice(0, 80))}`,
      ),
      ...unknown.map(({ ref }) => `the store does not know ${ref}`),
      ...open.map(({ part, state }) => `part ${part} of ${channel} is recorded as ${JSON.stringify(state)}`),
      ...(deliveries.length === wanted
        ? []
        : [`${channel} has ${deliveries.length} parts in the store, not ${wanted}`]),
    ],
  };
}

/** A post that comes again says the same, and none does that need not. */
function repeats(asked: readonly Asked[], again: number): readonly string[] {
  const posts = asked.filter(({ what, mark }) => what === 'post' && mark !== undefined);
  const bodies = new Map<string, Set<string>>();
  for (const { mark = '', body } of posts) bodies.set(mark, (bodies.get(mark) ?? new Set()).add(body));
  const changed = [...bodies].filter(([, said]) => said.size > 1);
  const repeated = posts.filter(({ isLimited }) => !isLimited).length - bodies.size;
  return [
    ...changed.map(([mark]) => `the post ${mark} was sent again with another content`),
    ...(repeated === again ? [] : [`${repeated} posts were sent again, and ${again} had to be`]),
  ];
}
