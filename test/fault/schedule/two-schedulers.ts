import { FakeClock } from '../../fake/clock.js';
import type { Fault, FaultOutcome, FaultRun } from '../fault.js';
import { chanceOf } from './chance.js';
import { Morning } from './morning.js';
import { startedTogether } from './started-together.js';

const minuteMs = 60_000;
const workspaces = 3;
const perWorkspace = 8;

/** One minute for several processes, which hear of it in whichever order. */
class SharedClock extends FakeClock {
  readonly #random: () => number;
  readonly #fires: (() => Promise<void>)[] = [];

  constructor(start: string, random: () => number) {
    super(start);
    this.#random = random;
  }

  override everyMinute(fire: () => Promise<void>): () => void {
    this.#fires.push(fire);
    return super.everyMinute(async () => {
      const order = this.#random() < 0.5 ? this.#fires : this.#fires.toReversed();
      await Promise.all(order.map((one) => one()));
    });
  }
}

/** The ticks of two processes on one store, while posts take their time. */
async function onOneStore(run: FaultRun): Promise<FaultOutcome & { kind: 'ran' }> {
  const { whole } = chanceOf(run.random);
  const morning = await Morning.open(run, new SharedClock('2026-11-24T08:58:30Z', run.random));
  for (let workspace = 0; workspace < workspaces; workspace += 1) {
    const names = Array.from({ length: perWorkspace }, (_, channel) => `channel-${channel}`);
    await morning.subscribe(names, { workspace: `lab-${workspace}` });
    morning.chat.slow(`lab-${workspace}`, whole(0, 4_000));
  }
  const apps = [await morning.process(), await morning.process()];
  for (const app of apps) await app.run();
  await morning.clock.advance(4 * minuteMs);
  const { messages } = morning.chat;
  const places = new Set(messages.map(({ target }) => `${target.workspace}/${target.channel}`));
  const { errors } = morning;
  for (const app of apps) await morning.stop(app);
  await morning.close();
  const figures = {
    editions: places.size,
    duplicates: messages.length - places.size,
    losses: workspaces * perWorkspace - places.size,
  };
  return { kind: 'ran', times: 1, figures, wrong: errors };
}

export const twoSchedulers: Fault = {
  id: 'F10',
  title: 'two schedulers tick the same minute',
  done: 'two on one store in one process; two processes started at the same moment',
  isFast: false,
  protections: [
    {
      file: 'src/store/editions.js',
      take: ".onConflict((conflict) => conflict.columns(['subscription_id', 'date']).doNothing())",
      put: '',
    },
    { file: 'src/editions/planner.js', take: "if (!isKept)\n            return { due, kind: 'already' };", put: '' },
    { file: 'src/store/dialect/sqlite-lock.js', take: "connection.exec('begin exclusive');", put: '' },
  ],
  run: async (run): Promise<FaultOutcome> => {
    const inProcess = await onOneStore(run);
    const processes = await startedTogether(run);
    const { editions = 0, duplicates = 0, losses = 0 } = inProcess.figures;
    return {
      kind: 'ran',
      times: 2,
      figures: {
        editions: editions + processes.posted,
        duplicates: duplicates + Math.max(0, processes.posted - 1),
        losses: losses + Math.max(0, 1 - processes.posted),
      },
      wrong: [...inProcess.wrong, ...processes.wrong],
    };
  },
};
