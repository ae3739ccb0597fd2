import type { IncomingMessage } from 'node:http';
import type { Fault, FaultRun } from '../fault.js';
import { HalfAnswers } from './half-answers.js';
import type { Harm } from './place.js';
import { onBoth, type Platform, playScene } from './scene.js';
import type { Judgement } from './verdict.js';

const papers = 5;
const speed = 30;
const layouts = ['cards', 'thread'] as const;
/** The posts of both editions, when none has to be asked for again. */
const posts = layouts.length * (papers + 1);

const fine: Harm = { kind: 'fine' };

const isPost = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && (url.endsWith('/chat.postMessage') || /\/channels\/\d+\/messages$/.test(url));

function shuffled<T>(all: readonly T[], random: () => number): readonly T[] {
  return all
    .map((one) => ({ one, by: random() }))
    .toSorted((one, other) => one.by - other.by)
    .map(({ one }) => one);
}

const isApplied = (harm: Harm): boolean => harm.kind === 'lost' || ('applied' in harm && harm.applied === true);

/** What happens to the posts in turn; where the answer is cut off the stand-in itself does nothing. */
interface Script {
  readonly harms: readonly Harm[];
  readonly cuts: ReadonlySet<number>;
}

function scriptOf(harms: readonly (Harm | 'half')[], random: () => number): Script {
  const calm = Array.from({ length: posts - harms.length }, () => fine);
  const script = shuffled([...harms, ...calm], random);
  return {
    harms: script.map((harm) => (harm === 'half' ? fine : harm)),
    cuts: new Set(script.flatMap((harm, index) => (harm === 'half' ? [index + 1] : []))),
  };
}

function harmed(platform: Platform, run: FaultRun, harms: readonly (Harm | 'half')[]): Promise<Judgement> {
  const script = scriptOf(harms, run.random);
  const halves = new HalfAnswers(isPost, script.cuts);
  const options = { papers, layouts, speed, between: (url: string) => halves.before(url) };
  return playScene(platform, run, options, async (scene) => {
    scene.place.harm('post', ...script.harms);
    scene.bot.start();
    return {
      again: script.harms.filter((harm) => harm.kind !== 'fine' && !isApplied(harm)).length,
      judged: () => (script.cuts.size > 0 && halves.cut === 0 ? ['no answer was cut off'] : []),
    };
  }).finally(() => halves.close());
}

const lostAnswers: readonly (Harm | 'half')[] = ['half', 'half', { kind: 'lost' }, { kind: 'lost' }, { kind: 'reset' }];

const failures: readonly Harm[] = [
  ...[500, 502, 503, 504].map((status): Harm => ({ kind: 'status', status, applied: true })),
  { kind: 'status', status: 503, applied: false },
];

export const answers: readonly Fault[] = [
  {
    ...{ id: 'F03', title: 'the answer is lost', isFast: false },
    done: 'the connection breaks in the middle of the answer, before it, and before the post took effect',
    protections: [
      {
        file: 'src/delivery/state.js',
        take: 'return { ...claim, leaseUntil: instant(now + settleMs) };',
        put: 'return again(claim, outcome, now, chance);',
      },
    ],
    run: (run) =>
      onBoth(
        run,
        (platform, side) => harmed(platform, side, lostAnswers),
        () => 2 * lostAnswers.length,
      ),
  },
  {
    ...{ id: 'F04', title: 'an error of the server, and applied all the same', isFast: false },
    done: '500, 502, 503 and 504 after the post took effect, 503 before it',
    protections: [
      { file: 'adapters/slack/web-api.js', take: 'if (statusCode >= 500)', put: 'if (statusCode >= 600)' },
      {
        file: 'adapters/discord/heard.js',
        take: 'if (status >= 500 || status === 408)',
        put: 'if (status >= 600)',
      },
    ],
    run: (run) =>
      onBoth(
        run,
        (platform, side) => harmed(platform, side, failures),
        () => 2 * failures.length,
      ),
  },
];
