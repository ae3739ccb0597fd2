import { type CommandEnding, createCommands } from '../commands/dispatch.js';
import { note } from '../commands/note.js';
import { exitCodes } from '../kernel/errors.js';
import type { AdapterId } from '../platform/adapter.js';
import { openSearch } from '../store/search-client.js';
import type { Limits } from '../view/limits.js';
import type { MessageView } from '../view/view.js';
import { readConfig } from './configuration.js';
import { joinModel, openEmbedder } from './embedding.js';
import type { Runtime } from './runtime.js';
import { databasePath, modelPath, openReadStore } from './session.js';
import { appSettings } from './settings.js';

/** The person at the command line has no votes and no channel. */
const target = { adapter: 'command-line' as AdapterId, workspace: 'command-line', channel: 'command-line' };

const unlimited: Limits = {
  messageCharacters: 1_000_000,
  blockCharacters: 1_000_000,
  blocks: 1_000,
  controls: 1_000,
  itemsPerMessage: 1_000,
  options: 1_000,
  optionCharacters: 1_000,
  buttonsPerBlock: 1_000,
  buttonCharacters: 1_000,
  actionCharacters: 100_000,
  summaryCharacters: 1_000_000,
  escaped: {},
  linkCharacters: 0,
  lineCharacters: 1,
  labelsCount: true,
};

/** A model that runs on this machine is loaded for this one search. */
const patienceMs = 20_000;

/** Answers one line about the stored papers, such as `search …`, as `/paper` would, beside a running bot. */
export async function ask(runtime: Runtime, line: string): Promise<number> {
  const config = readConfig(runtime);
  const { clock, log, newId } = runtime;
  const embedder = await openEmbedder(config, runtime);
  const store = await openReadStore(runtime, config);
  const words = openSearch({ path: databasePath(config), model: modelPath(runtime), clock, log });
  const { search: paperSearch } = joinModel({ ...runtime, config, embedder, store, search: words, patienceMs });
  const { papers, subscriptions, editions, outbox, votes } = store;
  const commands = createCommands({
    ...{ papers, subscriptions, editions, outbox, votes, clock, log, newId },
    search: paperSearch,
    feeds: new Map(),
    readDay: async () => [],
    numbers: async () => [],
    defaults: appSettings(config).defaults,
    votesForRanking: async () => ({ kind: 'current' }),
    profile: async () => undefined,
    linkTo: async () => undefined,
    rightsIn: async () => undefined,
    whoMayManage: () => undefined,
    mayManage: async () => false,
    transaction: (body) => store.transaction(body),
    sourceOf: () => undefined,
    processTrouble: () => ({}),
    preview: async () => ({ as: 'quiet', content: null }),
    postNow: async () => ({ kind: 'nothing', as: 'failed', line: '' }),
  });
  const event = { user: { ...target, id: 'you' }, target, text: line };
  const said: MessageView[] = [];
  const keep = async (view: MessageView): Promise<void> => void said.push(view);
  try {
    const ending = await commands.ask(event, { send: (_, view) => keep(view) }, unlimited);
    const on = ending.kind === 'answered' ? runtime.streams.output : runtime.errors;
    for (const view of said) await runtime.print(onCommandLine(view), { on });
    return codeOf(ending);
  } finally {
    await paperSearch.close();
    await store.close();
  }
}

function codeOf(ending: CommandEnding): number {
  if (ending.kind === 'failed') return exitCodes[ending.code];
  return ending.kind === 'answered' ? 0 : exitCodes.usage;
}

/** Nothing can be pressed here: what turns a page is a word of the line. */
const onCommandLine = (view: MessageView): MessageView => ({
  ...view,
  blocks: view.blocks.flatMap((block) => {
    if (block.kind !== 'buttons') return block.kind === 'choose' ? [] : [block];
    const next = block.buttons.find(({ label }) => label === 'Next')?.action;
    const [page] = /page:\d+$/.exec(next ?? '') ?? [];
    return page === undefined ? [] : [note(`For the next page add ${page}.`)];
  }),
});
