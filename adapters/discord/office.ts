import type { AdapterContext } from '../../src/platform/adapter-factory.js';
import { Bursts } from './bursts.js';
import { Channels } from './channels.js';
import { registerCommands } from './commands.js';
import type { DiscordSettings } from './config.js';
import { Desk } from './desk.js';
import { type NamedEmoji, namedEmoji } from './emoji.js';
import type { Ready } from './events.js';
import { Guilds } from './guilds.js';
import { type Identity, identityOf } from './identity.js';
import { Messages } from './messages.js';
import { type Arrival, openArrival } from './order.js';
import { People } from './people.js';
import { Rights } from './permissions.js';
import { RestApi } from './rest-api.js';

/** Everything that asks something of Discord. */
export interface Office {
  readonly rest: RestApi;
  readonly arrival: Arrival;
  readonly named: NamedEmoji;
  readonly bursts: Bursts;
  readonly channels: Channels;
  readonly desk: Desk;
  readonly guilds: Guilds;
  readonly messages: Messages;
  readonly people: People;
  readonly rights: Rights;
  botUserId(): string;
  /** Takes over who we are, as the gateway says. */
  identified(ready: Ready): void;
  /** Tells Discord which commands there are. What goes wrong is in the log. */
  register(): Promise<unknown>;
}

/** Finds out whose token it is. Rejects with a BroadsheetError when Discord does not take it or is not there. */
export async function openOffice(settings: DiscordSettings, context: AdapterContext): Promise<Office> {
  const { clock, log, storage, menu } = context;
  const { token, apiUrl, managers, developmentGuild, crosspost, emoji } = settings;
  let isKnown = false;
  const unauthorized = (): void => {
    // At the start it is said in a sentence of its own.
    if (isKnown) log.error('discord.token-refused', { hint: 'Set a new DISCORD_TOKEN and restart.' });
  };
  const rest = new RestApi({ token, apiUrl, clock, log, unauthorized });
  try {
    let identity: Identity = await identityOf(rest);
    isKnown = true;
    const botUserId = (): string => identity.botUserId;
    const applicationId = (): string => identity.applicationId;
    const people = new People({ rest, clock, managers });
    const channels = new Channels({ rest, clock });
    const arrival = await openArrival(clock, storage);
    const named = namedEmoji(emoji);
    const bursts = new Bursts({ storage, clock, log });
    const deps = { rest, clock, log, storage, people, channels, arrival, named, bursts, botUserId, applicationId };
    return {
      ...{ rest, arrival, named, bursts, people, channels, botUserId },
      desk: new Desk({ ...deps, menu }),
      guilds: new Guilds(deps),
      messages: new Messages({ ...deps, crosspost }),
      rights: new Rights(deps),
      identified: (ready) => {
        identity = {
          ...identity,
          botUserId: ready.botUserId,
          applicationId: ready.applicationId ?? identity.applicationId,
        };
      },
      register: () =>
        registerCommands({ ...{ rest, storage, developmentGuild, menu, log }, applicationId: applicationId() }),
    };
  } catch (thrown) {
    rest.close();
    throw thrown;
  }
}
