import { parseWebAddress } from './address-settings.js';
import type { DiscordConfig } from './config.js';
import { type Environment, variable } from './environment.js';
import { type Problem, problem } from './explain.js';
import type { Settings } from './schema.js';

type DiscordSection = NonNullable<Settings['discord']>;

interface ReadDiscord {
  readonly discord: DiscordConfig | null;
  readonly problems: readonly Problem[];
}

/** What is wrong with a variable. What it holds is never repeated: it may be a token. */
const wrong = (path: string, read: string, expected: string, fix: string): Problem =>
  problem({ path, line: null, read, expected, fix });

const tokenFix = 'Copy it from your app at discord.com/developers/applications: Bot, Reset Token.';

interface Other {
  readonly looks: RegExp;
  readonly name: string;
  readonly fix?: string;
}

/** What no request could carry. */
const unsendable: readonly Other[] = [
  { looks: /\s/, name: 'what has blanks in it' },
  { looks: /[^\x21-\x7e]/, name: 'what has signs in it that no token has' },
];

/** What people copy instead of the token, as far as its looks tell. */
const others: readonly Other[] = [
  { looks: /^xox|^xapp-/, name: 'a token of Slack', fix: `Tokens of Slack go into SLACK_…; ${tokenFix}` },
  { looks: /^\d{15,21}$/, name: "the application's id" },
  { looks: /^[0-9a-f]{64}$/i, name: "the application's public key" },
  { looks: /^[\w-]{32}$/, name: "the application's client secret" },
  { looks: /^https?:/i, name: 'an address' },
  { looks: /^["'`].*["'`]$/, name: 'what stands in quotes', fix: `Take the quotes away. ${tokenFix}` },
  { looks: /…|\.\.\.$|[<>]|^your/i, name: 'an example' },
  ...unsendable,
];

/**
 * How Discord is connected, from the environment and the file. Without a token it is off, which is no problem. `section` is undefined when it
 * is wrong, which is told elsewhere.
 */
export function readDiscord(environment: Environment, section: DiscordSection | undefined): ReadDiscord {
  const token = variable(environment, 'DISCORD_TOKEN')?.replace(/^Bot\s+/i, '');
  if (token === undefined) return { discord: null, problems: [] };
  const address = variable(environment, 'DISCORD_API_URL');
  const apiUrl = address === undefined ? null : discordAddress(address);
  // Whoever stands in for Discord may give out tokens of any form.
  const wrongToken = (apiUrl == null ? others : unsendable).find(({ looks }) => looks.test(token));
  const problems = [
    ...(wrongToken === undefined ? [] : [tokenProblem(wrongToken)]),
    ...(apiUrl === undefined ? [apiUrlProblem] : []),
  ];
  if (problems.length > 0 || apiUrl === undefined || section === undefined) return { discord: null, problems };
  const { managers = [], developmentGuild = null, crosspost = false } = section;
  return { discord: { token, apiUrl, managers, developmentGuild, crosspost }, problems: [] };
}

/** An address of the API. The version in it is the adapter's own business. */
export const discordAddress = (text: string): string | undefined =>
  parseWebAddress(text, () => true)?.replace(/\/v\d+$/, '');

const apiUrlProblem = wrong(
  'DISCORD_API_URL',
  'what is no address',
  'an address that begins with https:// or http://, without a name, a password or a question mark in it',
  'Set DISCORD_API_URL=https://discord.com/api, or leave it out.',
);

const tokenProblem = ({ name, fix }: Other): Problem =>
  wrong('DISCORD_TOKEN', name, "the bot's token", fix ?? tokenFix);
