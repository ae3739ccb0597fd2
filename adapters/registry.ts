import type { ZodType } from 'zod';
import { BroadsheetError } from '../src/kernel/errors.js';
import type { ChatAdapter } from '../src/platform/adapter.js';
import type { AdapterContext, AdapterFactory, Streams } from '../src/platform/adapter-factory.js';
import type { PlatformSetup, SetUp, SetupContext } from '../src/platform/setup.js';
import type { MessageView } from '../src/view/view.js';
import { discordSettings } from './discord/config.js';
import { slackSettings } from './slack/config.js';
import { terminalSettings } from './terminal/config.js';

/** A kind of platform: how it is configured, and its factory, which is loaded only when it is used. */
interface AdapterKind {
  create(settings: unknown, context: AdapterContext): Promise<ChatAdapter>;
}

const kind = <Settings>(
  name: string,
  schema: ZodType<Settings>,
  load: () => Promise<AdapterFactory<Settings>>,
): readonly [string, AdapterKind] => [
  name,
  { create: async (settings, context) => (await load())(parsed(name, schema, settings), context) },
];

/** One line an adapter. A platform's library is imported by its factory, so that it loads only when the platform is used. */
const kinds: ReadonlyMap<string, AdapterKind> = new Map([
  kind('discord', discordSettings, async () => (await import('./discord/index.js')).createDiscord),
  kind('slack', slackSettings, async () => (await import('./slack/index.js')).createSlack),
  kind('terminal', terminalSettings, async () => (await import('./terminal/index.js')).createTerminal),
]);

/** Platforms that somebody can be led through connecting. */
const setups: ReadonlyMap<string, () => Promise<SetUp>> = new Map([
  ['slack', async () => (await import('./slack/setup.js')).setUpSlack],
  ['discord', async () => (await import('./discord/setup.js')).setUpDiscord],
]);

/** How that platform is connected. Throws a BroadsheetError `usage` when there is no such platform or nothing to set up. */
export async function setUp(name: string, context: SetupContext): Promise<PlatformSetup> {
  const load = setups.get(name);
  if (load !== undefined) return (await load())(context);
  const all = [...setups.keys()].map((one) => `broadsheet setup ${one}`).join(' or ');
  if (kinds.has(name)) throw new BroadsheetError('usage', `The ${name} needs no setup.`, `Write ${all}.`);
  throw new BroadsheetError('usage', 'There is no such platform to set up.', `Write ${all}.`);
}

function parsed<Settings>(name: string, schema: ZodType<Settings>, settings: unknown): Settings {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => [[name, ...path].join('.'), message].join(': '));
  throw new BroadsheetError('config', `The configuration of ${name} is wrong: ${problems.join('; ')}.`, 'Correct it.');
}

/**
 * Makes the adapter of that kind from its own part of the configuration. Throws a BroadsheetError `config` when there is no
 * such kind or its settings are wrong.
 */
export async function createAdapter(name: string, settings: unknown, context: AdapterContext): Promise<ChatAdapter> {
  const known = kinds.get(name);
  if (known === undefined) {
    const all = [...kinds.keys()].join(', ');
    throw new BroadsheetError('config', `There is no platform named ${name}.`, `Choose one of: ${all}.`);
  }
  return known.create(settings, context);
}

/** A view as the terminal platform would print it, for answers on the command line that no conversation asked for. */
export async function typeset(
  view: MessageView,
  streams: Pick<Streams, 'output' | 'environment'>,
  setting: { readonly isReply?: boolean } = {},
): Promise<string> {
  const [{ render }, { displayOf }] = await Promise.all([
    import('./terminal/render.js'),
    import('./terminal/display.js'),
  ]);
  return render(view, displayOf(streams), setting);
}
