import { createCommands } from '../commands/dispatch.js';
import type { AdapterId } from '../platform/adapter.js';
import { openSearch } from '../store/search-client.js';
import type { Limits } from '../view/limits.js';
import type { MessageView } from '../view/view.js';
import { readConfig } from './configuration.js';
import type { Runtime } from './runtime.js';
import { databasePath, openReadStore } from './session.js';
import { appSettings } from './settings.js';

/** The person at the command line has no votes and no channel. */
const target = { adapter: 'command-line' as AdapterId, workspace: 'command-line', channel: 'command-line' };

const unlimited: Limits = {
  messageCharacters: 1_000_000,
  blockCharacters: 1_000_000,
  blocks: 1_000,
  itemsPerMessage: 1_000,
  options: 1_000,
  optionCharacters: 1_000,
  buttonsPerBlock: 1_000,
  buttonCharacters: 1_000,
  actionCharacters: 100_000,
  summaryCharacters: 1_000_000,
  escaped: {},
  linkCharacters: 0,
};

/** Answers one search from the stored papers, as `/paper search` would, beside a running bot. */
export async function search(runtime: Runtime, query: string): Promise<number> {
  const config = readConfig(runtime);
  const { clock, log, newId } = runtime;
  const store = await openReadStore(runtime, config);
  const paperSearch = openSearch({ path: databasePath(config), clock, log });
  const { papers, subscriptions, editions, outbox, votes } = store;
  const commands = createCommands({
    ...{ papers, subscriptions, editions, outbox, votes, clock, log, newId },
    search: paperSearch,
    feeds: new Map(),
    readDay: async () => [],
    numbers: async () => [],
    defaults: appSettings(config).defaults,
    votesForRanking: async () => ({ kind: 'current' }),
    nameOf: () => undefined,
  });
  const event = { user: { ...target, id: 'you' }, target, text: `search ${query}` };
  try {
    await commands.command(event, { send: async (_, view) => runtime.print(withoutButtons(view)) }, unlimited);
    return 0;
  } finally {
    await paperSearch.close();
    await store.close();
  }
}

/** Nothing can be pressed here; another page is `page:2`. */
const withoutButtons = (view: MessageView): MessageView => ({
  ...view,
  blocks: view.blocks.filter(({ kind }) => kind !== 'buttons' && kind !== 'choose'),
});
