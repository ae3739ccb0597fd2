import { parseArgs } from 'node:util';
import { BroadsheetError } from '../../src/kernel/errors.js';
import { benchAutocomplete } from './autocomplete.js';
import { benchDiscordAutocomplete } from './discord-autocomplete.js';
import { benchDiscordFanOut } from './discord-fan-out.js';
import { benchDiscordMemory } from './discord-memory.js';
import { benchKnown } from './known/bench.js';
import { describeFigure, type Figure } from './measure.js';
import { benchModel } from './model.js';
import { benchPapers } from './papers.js';
import { benchReactions } from './reactions.js';
import { benchRelevance } from './relevance/bench.js';
import { benchScale } from './scale/bench.js';
import { benchSlackFanOut, benchSlackWorkspaces } from './slack-fan-out.js';
import { benchSlackLoad } from './slack-load.js';
import { benchStart } from './start.js';
import { benchTick } from './tick.js';

/** These take options of their own, and are not among those that run when none is named. */
const comparisons: Readonly<Record<string, (args: readonly string[]) => Promise<string>>> = {
  known: benchKnown,
  relevance: benchRelevance,
  scale: benchScale,
};

const benches = (archives: readonly string[]): Readonly<Record<string, () => Promise<readonly Figure[]>>> => ({
  start: benchStart,
  papers: () => benchPapers(archives),
  autocomplete: () => benchAutocomplete(archives),
  model: benchModel,
  tick: benchTick,
  reactions: benchReactions,
  'slack-load': benchSlackLoad,
  'slack-fan-out': benchSlackFanOut,
  'slack-workspaces': benchSlackWorkspaces,
  'discord-fan-out': benchDiscordFanOut,
  'discord-autocomplete': () => benchDiscordAutocomplete(archives),
  'discord-memory': benchDiscordMemory,
});

/** `npm run bench -- [name …] [--archive <file> …]` prints each figure beside its goal; without a name, all of them. */
async function measure(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { archive: { type: 'string', multiple: true, default: [] } },
  });
  const all = benches(values.archive);
  for (const name of positionals.length === 0 ? Object.keys(all) : positionals) {
    const bench = all[name];
    if (bench === undefined) {
      const names = [...Object.keys(all), ...Object.keys(comparisons)].join(', ');
      throw new Error(`There is no benchmark ${name}; there are ${names}.`);
    }
    for (const figure of await bench()) process.stdout.write(`${describeFigure(figure)}\n`);
  }
}

const [name = '', ...args] = process.argv.slice(2);
const compare = comparisons[name];
try {
  if (compare === undefined) await measure(process.argv.slice(2));
  else process.stdout.write(await compare(args));
} catch (thrown) {
  if (!(thrown instanceof BroadsheetError)) throw thrown;
  process.stderr.write(`${thrown.message} ${thrown.hint}\n`);
  process.exitCode = thrown.exitCode;
}
