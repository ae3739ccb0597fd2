import { FakeClock, settle } from '../../fake/clock.js';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { chanceOf } from './chance.js';
import { Morning } from './morning.js';
import { PacedChat, postRate } from './paced-chat.js';

const channels = 10_000;
const stepMs = 20;
/** Longer than any floor, so that what is missed by then stays missed. */
const mostMs = 30 * 60_000;
const mostByFloor = 1.05;
/** Workspaces of as many channels each. */
const shapes = [50, 100, 200] as const;
const nine = '2026-11-24T09:00:00Z';

/** Time moves on only when the program has done all that it can do now: its own work takes none. */
async function advanceQuietly(morning: Morning<FakeClock>, ms: number): Promise<void> {
  let before = -1;
  while (before !== morning.chat.asked.length) {
    before = morning.chat.asked.length;
    await settle();
  }
  await morning.clock.advance(ms);
}

export const crowd: Fault = {
  id: 'F17',
  title: '10,000 channels in the same minute',
  done: `all workspaces at once, each at one post in ${postRate.everyMs} ms`,
  isFast: false,
  protections: [
    { file: 'src/delivery/workers.js', take: 'const mostWorkspaces = 256;', put: 'const mostWorkspaces = 32;' },
  ],
  run: async (run: FaultRun): Promise<FaultOutcome> => {
    const workspaces = chanceOf(run.random).one(shapes);
    const perWorkspace = channels / workspaces;
    const morning = await Morning.open(run, new FakeClock('2026-11-24T08:59:30Z'));
    const names = Array.from({ length: perWorkspace }, (_, place) => `channel-${place}`);
    for (let place = 0; place < workspaces; place += 1) await morning.subscribe(names, { workspace: `lab-${place}` });
    const platform = new PacedChat(morning.chat, morning.clock);
    const app = await morning.process(platform);
    await app.run();
    const end = Date.parse(nine) + mostMs;
    while (morning.chat.count('post') < channels && morning.clock.now() < end) await advanceQuietly(morning, stepMs);
    await morning.clock.advance(60_000);
    const { messages } = morning.chat;
    const places = new Set(messages.map(({ target }) => `${target.workspace}/${target.channel}`)).size;
    const tookMs = Math.max(0, ...messages.map(({ postedAt }) => postedAt)) - Date.parse(nine);
    const byFloor = tookMs / (perWorkspace * postRate.everyMs);
    const { count } = await counted(morning);
    const wrong = [
      ...(byFloor <= mostByFloor
        ? []
        : [`It took ${(tookMs / 1_000).toFixed(1)} s, ${byFloor.toFixed(3)} of the floor.`]),
      ...(platform.limited === 0 ? [] : [`The platform refused ${platform.limited} posts that came too early.`]),
      ...(count === 0 ? [] : [`${count} posts are not recorded as sent.`]),
      ...morning.errors,
    ];
    await morning.stop(app);
    await morning.close();
    const figures = { editions: places, duplicates: messages.length - places, losses: channels - places };
    return { kind: 'ran', times: 1, figures, wrong };
  },
};

async function counted({ store }: Morning<FakeClock>): Promise<{ readonly count: number }> {
  const { due, sending, dead, uncertain } = await store.outbox.count();
  return { count: due + sending + dead + uncertain };
}
