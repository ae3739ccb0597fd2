import type { Troubles } from '../troubles.js';
import { Gateway } from './gateway.js';
import { FakeGuild, type GuildOptions } from './guild.js';
import { Handling, type RequestMoment } from './handling.js';
import { addInteractionRoutes } from './interaction-routes.js';
import { Interactions } from './interactions.js';
import { discordRateLimits, type RateLimits } from './limits.js';
import { Nonces } from './nonces.js';
import { Person } from './people.js';
import { Router } from './router.js';
import { addCommandRoutes } from './routes/commands.js';
import { addGuildRoutes } from './routes/guilds.js';
import { addIdentityRoutes } from './routes/identity.js';
import { addMessageRoutes } from './routes/messages.js';
import { addReactionRoutes } from './routes/reactions.js';
import { addThreadRoutes } from './routes/threads.js';
import { RestServer } from './server.js';
import type { ApiRequest, User } from './state.js';
import type { Trouble } from './trouble.js';
import { type Application, World } from './world.js';

export interface FakeDiscordOptions {
  /** In ms. Everything that has a time goes by it: ids, limits, nonces, ends of tokens, `Date`. */
  readonly now?: () => number;
  readonly limits?: RateLimits;
}

/**
 * Discord on 127.0.0.1, for one application in any number of guilds: stateful, and as strict as Discord or stricter. It speaks
 * Discord's protocol and knows nothing of who is on the other side. `complaints` holds what Discord would let pass and we do not want.
 */
export class FakeDiscord {
  readonly gateway: Gateway;
  readonly interactions: Interactions;
  readonly world: World;
  readonly #handling: Handling;
  readonly #server: RestServer;
  #url = '';

  static async start(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
    const discord = new FakeDiscord(options);
    await discord.gateway.start();
    discord.#url = await discord.#server.listen();
    return discord;
  }

  private constructor(options: FakeDiscordOptions) {
    const world = new World(options.now ?? Date.now);
    const router = new Router();
    this.world = world;
    this.gateway = new Gateway(world);
    this.interactions = new Interactions(world);
    this.interactions.commands = (name, guild) => commandNamed(world, name, guild);
    addIdentityRoutes(router, world);
    addGuildRoutes(router, world);
    addMessageRoutes(router, world, new Nonces(world.now));
    addThreadRoutes(router, world);
    addReactionRoutes(router, world);
    addCommandRoutes(router, world);
    addInteractionRoutes(router, this.interactions);
    this.#handling = new Handling(world, router, options.limits ?? discordRateLimits);
    this.#server = new RestServer(this.#handling, world.now);
  }

  /** Where the REST API stands, without version and slash at the end: what DISCORD_API_URL is set to. */
  get apiUrl(): string {
    return `${this.#url}/api`;
  }

  get token(): string {
    return this.world.token;
  }

  get application(): Application {
    return this.world.application;
  }

  /** In the order of coming, with how each was answered. */
  get requests(): readonly ApiRequest[] {
    return this.world.requests;
  }

  get complaints(): readonly string[] {
    return this.world.complaints;
  }

  /** What goes wrong with coming requests. */
  get trouble(): Troubles<Trouble> {
    return this.#handling.troubles;
  }

  /** Awaited before each request takes effect and again before it is answered. */
  set onRequest(hook: ((moment: RequestMoment) => unknown) | undefined) {
    this.#handling.onRequest = hook;
  }

  /** Resolves once the condition holds, which is looked at after every request; rejects after `timeoutMs` of real time. */
  until(isSo: () => boolean, timeoutMs = 10_000): Promise<void> {
    return this.#handling.until(isSo, timeoutMs);
  }

  /** A guild. The bot is in it unless told otherwise. */
  addGuild(options: GuildOptions = {}): FakeGuild {
    return new FakeGuild({ world: this.world, interactions: this.interactions }, options);
  }

  /** Somebody who is in no guild and only writes to the bot. */
  addStranger(options: { readonly name?: string } = {}): Person {
    const name = options.name ?? `person${this.world.users.size}`;
    const user: User = { id: this.world.newId(), username: name, globalName: name, isBot: false };
    this.world.users.set(user.id, user);
    return new Person(user, undefined, { world: this.world, interactions: this.interactions });
  }

  /** The token opens nothing any more; the new one is `token`. */
  resetToken(): void {
    this.world.token = `${this.world.token}-reset`;
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.#server.close();
  }
}

/** A guild's own command is found before the one for all guilds. */
function commandNamed(world: World, name: string, guild: string | undefined) {
  const commands = [...(world.commands.get(guild ?? '') ?? []), ...(world.commands.get('global') ?? [])];
  return commands.find((command) => command.name === name);
}
