import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { menuOf } from '../commands/menu.js';
import { commandTable } from '../commands/table.js';
import { parseWebAddress } from '../config/address-settings.js';
import { discordAddress } from '../config/discord-settings.js';
import { variable } from '../config/environment.js';
import { BroadsheetError, exitCodes } from '../kernel/errors.js';
import type { PlatformSetup, SetupFinding } from '../platform/setup.js';
import type { Runtime } from './runtime.js';
import { SecretInput } from './secret-input.js';

interface SetupOptions {
  /** Where the platform will reach us, when it is to. */
  readonly url: string | null;
}

interface ApiAddress {
  readonly name: string;
  readonly parse: (text: string) => string | undefined;
}

/** Where another server can be set in a platform's place. */
const apiAddresses: Readonly<Record<string, ApiAddress>> = {
  slack: { name: 'SLACK_API_URL', parse: (text) => parseWebAddress(text, () => true) },
  discord: { name: 'DISCORD_API_URL', parse: discordAddress },
};

/** Prints how to connect a platform, then tries the secrets that the environment has. 0 when all of them work. */
export async function setUp(runtime: Runtime, platform: string | null, { url }: SetupOptions): Promise<number> {
  if (platform === null) {
    throw new BroadsheetError(
      'usage',
      'Setup takes the name of a platform.',
      'Write broadsheet setup slack or broadsheet setup discord.',
    );
  }
  const { clock, log, streams, packageFolder } = runtime;
  const given: Given = (name) => variable(streams.environment, name);
  const setup = await runtime.setUp(platform, {
    ...{ clock, log },
    publicUrl: url === null ? null : publicAddress(url),
    apiUrl: apiAddress(apiAddresses[platform], given),
    readConfigFile: (name) => readFile(join(packageFolder, 'config', name), 'utf8'),
    menu: menuOf(commandTable),
  });
  streams.output.write(`${setup.steps}\n`);
  return tell(runtime, setup, given);
}

type Given = (name: string) => string | undefined;

function publicAddress(text: string): string {
  const address = parseWebAddress(text, () => false);
  if (address !== undefined) return address;
  throw new BroadsheetError(
    'usage',
    '--url takes an address that begins with https://, without a name, a password or a question mark in it.',
    'For example: broadsheet setup slack --url https://papers.example.com',
  );
}

function apiAddress(known: ApiAddress | undefined, given: Given): string | null {
  const text = known === undefined ? undefined : given(known.name);
  if (known === undefined || text === undefined) return null;
  const address = known.parse(text);
  if (address !== undefined) return address;
  throw new BroadsheetError(
    'config',
    `${known.name} holds no address that begins with https:// or http://.`,
    'Correct it, or leave it out.',
  );
}

async function tell(runtime: Runtime, setup: PlatformSetup, given: Given): Promise<number> {
  const { output } = runtime.streams;
  const found = await gather(runtime, setup, given);
  if (found.size === 0) return 0;
  const findings = await setup.check(found);
  for (const { kind, sentence } of findings) output.write(`${kind === 'fine' ? '✓' : '✗'} ${sentence}\n`);
  for (const { variable: name, where, needed } of setup.secrets) {
    if (needed && !found.has(name)) output.write(`· ${name} is not set yet: ${where}.\n`);
  }
  return exitCodeOf(findings);
}

/** What the environment has, and what somebody types for the rest. */
async function gather(
  runtime: Runtime,
  { secrets }: PlatformSetup,
  given: Given,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const input = new SecretInput(runtime);
  for (const { variable: name, needed } of secrets) {
    const value = given(name) ?? (needed ? await input.ask(`${name}, to try it (Enter: not yet): `) : undefined);
    if (value !== undefined) found.set(name, value);
  }
  input.close();
  return found;
}

function exitCodeOf(findings: readonly SetupFinding[]): number {
  if (findings.some(({ kind }) => kind === 'wrong')) return exitCodes.config;
  return findings.some(({ kind }) => kind === 'unreachable') ? exitCodes.unavailable : 0;
}
