import { menuOf } from '../commands/menu.js';
import { commandTable } from '../commands/table.js';
import type { Config } from '../config/config.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { AdapterId, ChatAdapter } from '../platform/adapter.js';
import type { Store } from '../store/store.js';
import { adapterStorage } from './adapter-storage.js';
import type { Runtime } from './runtime.js';

/** Makes the adapter of every platform that the configuration switches on. Throws a BroadsheetError when there is none. */
export async function createAdapters(
  runtime: Runtime,
  config: Config,
  store: Store,
  folder: string,
): Promise<readonly ChatAdapter[]> {
  const wanted = platformsOf(config);
  if (wanted.length === 0) throw noPlatform(config);
  warnOfMissing(config, runtime);
  const { clock, newId, log, streams } = runtime;
  const { zone } = config.terminal ?? config.defaults;
  const menu = menuOf(commandTable);
  return Promise.all(
    wanted.map(({ kind, settings }) => {
      const storage = adapterStorage(store.adapterValues, kind as AdapterId, config.keyring ?? undefined);
      return runtime.createAdapter(kind, settings, { clock, newId, log, streams, folder, zone, storage, menu });
    }),
  );
}

interface Wanted {
  readonly kind: string;
  readonly settings: unknown;
}

/** Of the vote emoji, those that only one Discord server has. */
const serverEmoji = ({ votes }: Config): readonly string[] =>
  [...votes.up, ...votes.down].filter((emoji) => /^<a?:/.test(emoji));

const platformsOf = (config: Config): readonly Wanted[] => {
  const { slack, discord, terminal } = config;
  return [
    ...(slack === null ? [] : [{ kind: 'slack', settings: slack }]),
    ...(discord === null ? [] : [{ kind: 'discord', settings: { ...discord, emoji: serverEmoji(config) } }]),
    ...(terminal === null ? [] : [{ kind: 'terminal', settings: true }]),
  ];
};

/** Platforms that this version has, and what switches them on. */
const switches: ReadonlyMap<string, string> = new Map([
  ['slack', 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN (broadsheet setup slack says where they are)'],
  ['discord', 'DISCORD_TOKEN (broadsheet setup discord says where it is)'],
]);

const noPlatform = ({ channels }: Config): BroadsheetError => {
  const named = [...new Set(channels.map(({ adapter }) => adapter))];
  const off = named.filter((adapter) => switches.has(adapter)).map((adapter) => `${adapter} has no token`);
  const absent = named.filter((adapter) => !switches.has(adapter));
  const why = [
    'the terminal is off',
    ...(named.length === 0 ? ['no token is set'] : off),
    ...(absent.length === 0 ? [] : [`this version does not have ${absent.join(' and ')}`]),
  ];
  // Who names no channel may want any platform.
  const wanted = named.length === 0 ? [...switches.keys()] : named;
  const ways = wanted.flatMap((adapter) => switches.get(adapter) ?? []);
  return new BroadsheetError(
    'config',
    `No platform would run: ${why.join(', and ')}.`,
    `Set ${[...ways, 'terminal: true in the configuration'].join(', or set ')}.`,
  );
};

/** Channels on a platform that does not run wait; nobody should have to guess why. */
function warnOfMissing(config: Config, { errors }: Runtime): void {
  const { channels, namesSlack, namesDiscord } = config;
  const running = new Set(platformsOf(config).map(({ kind }) => kind));
  const named = new Set(channels.map(({ adapter }) => adapter));
  for (const adapter of named) {
    if (!running.has(adapter)) errors.write(missingText(adapter, channels));
  }
  const configured = [...(namesSlack ? ['Slack'] : []), ...(namesDiscord ? ['Discord'] : [])];
  for (const name of configured) {
    const id = name.toLowerCase();
    if (!running.has(id) && !named.has(id)) errors.write(`${name} is configured and off: set ${switches.get(id)}.\n`);
  }
}

function missingText(adapter: string, channels: Config['channels']): string {
  const count = channels.filter((channel) => channel.adapter === adapter).length;
  const named = count === 1 ? 'its channel gets' : `its ${count} channels get`;
  const needed = switches.get(adapter);
  return needed === undefined
    ? `This version does not have ${adapter}, so ${named} nothing.\n`
    : `${adapter} is off, so ${named} nothing: set ${needed}.\n`;
}
