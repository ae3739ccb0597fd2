import { z } from 'zod';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { AdapterStorage } from '../../src/platform/adapter-storage.js';
import type { Menu } from '../../src/platform/menu.js';
import type { Answer } from './answer.js';
import { reasonIn } from './attempt.js';
import type { Path } from './budget.js';
import { type Command, commandsOf, hashOf } from './registration.js';
import type { RestApi } from './rest-api.js';

const namespace = 'commands';
const everywhere = 'global';

interface RegisterDeps {
  readonly rest: RestApi;
  readonly storage: AdapterStorage;
  readonly applicationId: string;
  /** There alone they are registered, where they appear at once; null: everywhere. */
  readonly developmentGuild: string | null;
  readonly menu: Menu;
  readonly log: Log;
}

export type Registration =
  | { readonly kind: 'registered' | 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Tells Discord which commands there are, unless it knows: what was registered and what Discord made of it are kept, so that another release,
 * somebody else's change and another server are noticed. A failure is logged; what is registered already goes on working.
 */
export async function registerCommands(deps: RegisterDeps): Promise<Registration> {
  const { log, developmentGuild } = deps;
  const registration = await register(deps).catch(
    (thrown: unknown): Registration => ({ kind: 'failed', reason: reasonOf(thrown) }),
  );
  const scope = developmentGuild ?? everywhere;
  if (registration.kind === 'failed') {
    log.warn('discord.commands-not-registered', { scope, reason: registration.reason });
    return registration;
  }
  if (registration.kind === 'registered') log.info('discord.commands-registered', { scope });
  await emptyFormer(deps).catch((thrown: unknown) => {
    log.warn('discord.commands-not-emptied', { reason: reasonOf(thrown) });
  });
  return registration;
}

async function register({ rest, storage, applicationId, developmentGuild, menu }: RegisterDeps): Promise<Registration> {
  const all = commandsOf(menu);
  const commands = developmentGuild === null ? all : all.map(inGuild);
  const path = pathOf(applicationId, developmentGuild ?? everywhere);
  const key = keyOf(applicationId, developmentGuild ?? everywhere);
  const kept = await storage.get(namespace, key);
  if (kept?.startsWith(`${hashOf(commands)} `) === true) {
    const answer = await rest.call('GET', path, { urgency: 'answer' });
    // What cannot be read now is as it was.
    if (answer.kind !== 'ok' || kept === printOf(commands, answer)) return { kind: 'unchanged' };
  }
  const answer = await overwrite(rest, path, commands);
  if (answer.kind !== 'ok') return { kind: 'failed', reason: reasonIn(answer) };
  const listing = isNamed(answer) ? answer : await rest.call('GET', path, { urgency: 'answer' });
  await storage.put(namespace, key, printOf(commands, listing.kind === 'ok' ? listing : answer));
  return { kind: 'registered' };
}

/** Where a command may be used is said of those for everywhere only (https://discord.com/developers/docs/interactions/application-commands). */
const inGuild = ({ contexts: _, integration_types: __, ...rest }: Command): Command => rest;

/** Registers the commands everywhere, whatever was registered before. */
export const registerAnew = ({ rest, applicationId, menu }: Pick<RegisterDeps, 'rest' | 'applicationId' | 'menu'>) =>
  overwrite(rest, pathOf(applicationId, everywhere), commandsOf(menu));

/** Guilds that the commands were tried in: people there would see each of them twice. */
async function emptyFormer({ rest, storage, applicationId, developmentGuild, log }: RegisterDeps): Promise<void> {
  for (const { key } of await storage.list(namespace)) {
    const [application, scope = everywhere] = key.split('/');
    if (application !== applicationId || scope === everywhere || scope === developmentGuild) continue;
    const answer = await overwrite(rest, pathOf(applicationId, scope), []);
    // A guild that has thrown the bot out shows none of its commands any more.
    if (answer.kind === 'ok' || (answer.kind === 'refused' && answer.status < 500)) {
      await storage.delete(namespace, key);
    } else log.warn('discord.commands-not-emptied', { scope, reason: reasonIn(answer) });
  }
}

/**
 * The same list twice is the same as once. Discord's description of itself wants permissions as a number, its documentation as digits; whoever
 * stands in for it may know the one only.
 */
async function overwrite(rest: RestApi, path: Path, body: readonly Command[]): Promise<Answer> {
  const answer = await rest.call('PUT', path, { body, urgency: 'answer' });
  if (isAboutForm(answer)) return rest.call('PUT', path, { body: body.map(inDigits), urgency: 'answer' });
  if (answer.kind !== 'lost' && answer.kind !== 'unsent') return answer;
  return rest.call('PUT', path, { body, urgency: 'answer' });
}

/** That the form is wrong, and what others say for it. */
const formCodes: ReadonlySet<number> = new Set([50_035, 400, 0]);

/** Discord's own trouble is another one of the fives; what it did not expect breaks whoever stands in for it. */
const isAboutForm = (answer: Answer): boolean =>
  (answer.kind === 'refused' && formCodes.has(answer.code)) || (answer.kind === 'lost' && answer.status === 500);

const inDigits = ({ default_member_permissions: permissions, ...command }: Command): object =>
  permissions == null ? command : { ...command, default_member_permissions: String(permissions) };

const listed = z.array(z.object({ name: z.string(), id: z.string().nullish(), version: z.string().nullish() }));

/** Whether each command has its id: whoever only echoes what was sent is asked what it keeps. */
const isNamed = ({ data }: Extract<Answer, { kind: 'ok' }>): boolean => {
  const parsed = listed.safeParse(data);
  return parsed.success && parsed.data.every(({ id }) => id != null);
};

/** What was sent, and which commands Discord keeps for it: a changed one has another version. */
function printOf(commands: readonly Command[], answer: Extract<Answer, { kind: 'ok' }>): string {
  const parsed = listed.safeParse(answer.data);
  const names = (parsed.success ? parsed.data : []).map(({ name, id, version }) => `${name}:${id}:${version}`);
  return `${hashOf(commands)} ${names.toSorted().join(' ')}`;
}

const pathOf = (application: string, scope: string): Path =>
  scope === everywhere
    ? `/applications/${application}/commands`
    : `/applications/${application}/guilds/${scope}/commands`;

const keyOf = (application: string, scope: string): string => `${application}/${scope}`;
