import { parseArgs } from 'node:util';
import { benchAutocomplete } from './autocomplete.js';
import { benchDiscordAutocomplete } from './discord-autocomplete.js';
import { benchDiscordFanOut } from './discord-fan-out.js';
import { benchDiscordMemory } from './discord-memory.js';
import { describeFigure, type Figure } from './measure.js';
import { benchModel } from './model.js';
import { benchPapers } from './papers.js';
import { benchReactions } from './reactions.js';
import { benchSlackFanOut, benchSlackWorkspaces } from './slack-fan-out.js';
import { benchSlackLoad } from './slack-load.js';
import { benchStart } from './start.js';
import { benchTick } from './tick.js';

/** `npm run bench -- [name …] [--archive <file> …]` prints each figure beside its goal; without a name, all of them. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { archive: { type: 'string', multiple: true, default: [] } },
});

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: benchStart,
  papers: () => benchPapers(values.archive),
  autocomplete: () => benchAutocomplete(values.archive),
  model: benchModel,
  tick: benchTick,
  reactions: benchReactions,
  'slack-load': benchSlackLoad,
  'slack-fan-out': benchSlackFanOut,
  'slack-workspaces': benchSlackWorkspaces,
  'discord-fan-out': benchDiscordFanOut,
  'discord-autocomplete': () => benchDiscordAutocomplete(values.archive),
  'discord-memory': benchDiscordMemory,
};

const asked = positionals.length === 0 ? Object.keys(benches) : positionals;
for (const name of asked) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`There is no benchmark ${name}; there are ${Object.keys(benches).join(', ')}.`);
  for (const figure of await bench()) process.stdout.write(`${describeFigure(figure)}\n`);
}
