import type { Fault, FaultRun } from '../fault.js';
import { until } from './bot.js';
import type { Asked, Harm } from './place.js';
import { branch, onBoth, type Platform, patienceMs, playScene, type Scene } from './scene.js';
import { type Judgement, together } from './verdict.js';

/** Slower than in the other faults: here it is about the times of requests. */
const speed = 3;
/** For each paper up and down. */
const seedsOfPaper = 2;
/** What was on its way when a refusal came says nothing. */
const onItsWayMs = 1_000;

const between = (random: () => number, first: number, last: number): number =>
  first + Math.floor(random() * (last - first + 1));

const fine = (count: number): readonly Harm[] => Array.from({ length: count }, () => ({ kind: 'fine' }));

/** What is refused with 429, and when its kind may be asked for again. */
interface Refused {
  readonly request: Asked;
  readonly until: number;
}

/** `waits`: the seconds that the refusals named, in the order of coming. */
function refusalsOf(what: Asked['what'], asked: readonly Asked[], waits: readonly number[]): readonly Refused[] {
  const requests = asked.filter((one) => one.what === what && one.isLimited);
  return requests.map((request, index) => ({ request, until: request.at + (waits[index] ?? 0) * 1_000 }));
}

const during = (asked: readonly Asked[], { request, until: end }: Refused): readonly Asked[] =>
  asked.slice(asked.indexOf(request) + 1).filter(({ at }) => at < end - 1);

const trespasses = (asked: readonly Asked[], refused: Refused): readonly string[] =>
  during(asked, refused)
    .filter(({ bucket }) => bucket === refused.request.bucket)
    .map(({ bucket, at }) => `${bucket} was asked for ${refused.until - at} ms too early`);

const counted = (asked: readonly Asked[], wanted: number): readonly string[] => {
  const refused = asked.filter(({ isLimited }) => isLimited).length;
  return refused === wanted ? [] : [`${refused} requests were refused, and ${wanted} had to be`];
};

/** Resolves with what is missing. */
async function seeded({ rooms, place }: Scene, wanted: number): Promise<readonly string[]> {
  const seeds = (): number =>
    rooms.flatMap((room) => place.shown(room)).reduce((sum, message) => sum + message.seeds.length, 0);
  const isThere = await until('the emoji are there', () => seeds() >= wanted, patienceMs).then(
    () => true,
    () => false,
  );
  return isThere ? [] : [`${seeds()} of ${wanted} emoji to vote with are there`];
}

/** Two posts and an emoji are refused for some seconds. */
function refused(platform: Platform, run: FaultRun): Promise<Judgement> {
  const papers = 2;
  const { random } = run;
  const [first, second, third] = [between(random, 2, 5), between(random, 2, 5), between(random, 2, 4)];
  const limited = (retryAfterSeconds: number): Harm => ({ kind: 'rate limited', retryAfterSeconds });
  return playScene(platform, run, { papers, speed, layouts: ['cards', 'cards'] }, async (scene) => {
    const { place, rooms } = scene;
    place.harm('post', ...fine(between(random, 0, 2)), limited(first), ...fine(1), limited(second));
    place.harm('seed', ...fine(between(random, 0, 4)), limited(third));
    scene.bot.start();
    const missing = await seeded(scene, rooms.length * papers * seedsOfPaper);
    const judged = (): readonly string[] => {
      const { asked } = place;
      const all = [...refusalsOf('post', asked, [first, second]), ...refusalsOf('seed', asked, [third])];
      return [...missing, ...all.flatMap((one) => trespasses(asked, one)), ...counted(asked, 3)];
    };
    return { again: 0, judged };
  });
}

type Scope = 'user' | 'shared' | 'global';

/** A post is refused while there are more posts in another channel, and more to ask: who has to wait with it is the scope's. */
function scoped(platform: Platform, run: FaultRun, scope: Scope): Promise<Judgement> {
  const retryAfterSeconds = 5;
  // That the program keeps the pace is another question: here only the one refusal counts.
  const options = { papers: 7, speed, layouts: ['cards', 'cards'] as const, toleranceMs: 60_000 };
  const flags = { global: scope === 'global', shared: scope === 'shared' };
  return playScene(platform, run, options, async ({ place, bot, clock }) => {
    place.harm('post', ...fine(between(run.random, 8, 11)), { kind: 'rate limited', retryAfterSeconds, ...flags });
    bot.start();
    await until('a post was refused', () => place.asked.some(({ isLimited }) => isLimited), patienceMs);
    await clock.sleep(onItsWayMs);
    place.ask();
    const judged = (): readonly string[] => {
      const { asked } = place;
      const all = refusalsOf('post', asked, [retryAfterSeconds]);
      const wrong = all.flatMap((one) => [...trespasses(asked, one), ...others(asked, one, scope)]);
      return [...wrong, ...counted(asked, 1)].map((one) => `${one} (${scope})`);
    };
    return { again: 0, judged };
  });
}

function others(asked: readonly Asked[], refusal: Refused, scope: Scope): readonly string[] {
  const { request } = refusal;
  const went = during(asked, refusal).filter(
    ({ bucket, at }) => bucket !== request.bucket && at > request.at + onItsWayMs,
  );
  if (scope === 'global') return went.map(({ bucket }) => `everything had to wait, and ${bucket} did not`);
  return went.length > 0 ? [] : ['everything waited, and only one bucket had to'];
}

/** Slack counts a method in a workspace and knows no other scope. */
const scopesOf: Readonly<Record<Platform, readonly Scope[]>> = {
  slack: ['user'],
  discord: ['user', 'shared', 'global'],
};

const scopes = async (platform: Platform, run: FaultRun): Promise<Judgement> =>
  together(await Promise.all(scopesOf[platform].map((scope) => scoped(platform, branch(run, scope), scope))));

const times = Object.values(scopesOf).flat().length;

export const limits: readonly Fault[] = [
  {
    ...{ id: 'F06', title: '429 with a time to wait', isFast: false },
    done: 'two posts and an emoji are refused for some seconds each',
    protections: [
      { file: 'adapters/slack/caller.js', take: 'turn.limited(answer.retryAfterMs);', put: 'turn.arrived();' },
      { file: 'adapters/discord/heard.js', take: 'Math.ceil(Math.max(0, seconds) * 1_000)', put: '0' },
    ],
    run: (run) => onBoth(run, refused, () => 6),
  },
  {
    ...{ id: 'F07', title: '429 of all, of a shared resource, of one route', isFast: false },
    done: 'a post is refused by each scope while others are to come',
    protections: [
      { file: 'adapters/discord/rest-api.js', take: 'isGlobal && auth', put: 'false' },
      { file: 'adapters/discord/rest-api.js', take: 'isGlobal && auth', put: 'true' },
      { file: 'adapters/slack/caller.js', take: 'turn.limited(answer.retryAfterMs);', put: 'turn.arrived();' },
    ],
    run: (run) => onBoth(run, scopes, () => times),
  },
];
