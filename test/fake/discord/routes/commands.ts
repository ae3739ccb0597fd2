import type { JsonObject } from '../../json.js';
import { checkCommands } from '../command-check.js';
import { FormCheck } from '../form-check.js';
import { discordLimits } from '../limits.js';
import { refusals } from '../refusal.js';
import { type Call, ok, type Result, type Router } from '../router.js';
import type { World } from '../world.js';

const dayMs = 86_400_000;

/** The application's commands, in all guilds or in one. */
class Commands {
  readonly #world: World;
  readonly #created: { readonly scope: string; readonly at: number }[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  list(call: Call): Result {
    return ok(this.#world.commands.get(this.#scope(call)) ?? []);
  }

  /** Takes the place of all that were there; one that keeps its name keeps its id, and counts as no new one. */
  overwrite(call: Call): Result {
    const scope = this.#scope(call);
    const check = new FormCheck();
    const wanted = checkCommands(check, call.body);
    check.done();
    if (wanted.filter(({ type }) => (type ?? 1) === 1).length > discordLimits.commands)
      throw refusals.tooManyCommands();
    const old = this.#world.commands.get(scope) ?? [];
    const known = (command: JsonObject): JsonObject | undefined =>
      old.find(({ name, type }) => name === command.name && type === (command.type ?? 1));
    this.#count(scope, wanted.filter((command) => known(command) === undefined).length);
    const commands = wanted.map((command) => this.#made(command, scope, known(command)));
    this.#world.commands.set(scope, commands);
    return ok(commands);
  }

  #made(command: JsonObject, scope: string, old: JsonObject | undefined): JsonObject {
    return {
      default_member_permissions: null,
      nsfw: false,
      description: '',
      ...(scope === 'global' && { contexts: null, integration_types: [0] }),
      ...command,
      type: command.type ?? 1,
      id: old?.id ?? this.#world.newId(),
      application_id: this.#world.application.id,
      version: this.#world.newId(),
      ...(scope !== 'global' && { guild_id: scope }),
    };
  }

  #count(scope: string, created: number): void {
    const since = this.#world.now() - dayMs;
    const today = this.#created.filter((one) => one.scope === scope && one.at > since).length;
    if (today + created > discordLimits.commandCreatesADay) throw refusals.tooManyCommandsToday();
    for (let each = 0; each < created; each += 1) this.#created.push({ scope, at: this.#world.now() });
  }

  #scope({ params }: Call): string {
    if (params.application !== this.#world.application.id) throw refusals.notFound();
    if (params.guild === undefined) return 'global';
    const guild = this.#world.guilds.get(params.guild);
    if (guild?.members.has(this.#world.application.botUser.id) !== true) throw refusals.missingAccess();
    return guild.id;
  }
}

export function addCommandRoutes(router: Router, world: World): void {
  const commands = new Commands(world);
  for (const path of ['/applications/{application}/commands', '/applications/{application}/guilds/{guild}/commands']) {
    router.route('GET', path, (call) => commands.list(call));
    router.route('PUT', path, (call) => commands.overwrite(call));
  }
}
