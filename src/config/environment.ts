import { resolve } from 'node:path';
import { type LogLevel, logLevels } from '../kernel/log.js';
import { nearest } from '../kernel/nearest.js';
import { type Keyring, parseSealKey } from '../kernel/seal.js';
import { parseWebAddress } from './address-settings.js';
import { type Problem, problem, spoken } from './explain.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentSettings {
  readonly home: string;
  readonly feedUrl: string;
  readonly logLevel: LogLevel | null;
  readonly keyring: Keyring | null;
  /** For the address of a model; null when it needs none. */
  readonly embeddingsKey: string | null;
  readonly problems: readonly Problem[];
}

/** A variable that is set to nothing counts as not set. */
export const variable = (environment: Environment, name: string): string | undefined =>
  environment[name]?.trim() || undefined;

const defaultFeedUrl = 'https://huggingface.co';

function logLevelProblem(text: string): Problem {
  const meant = nearest(text, logLevels);
  return problem({
    path: 'LOG_LEVEL',
    line: null,
    read: spoken(text),
    expected: `one of ${logLevels.join(', ')}`,
    fix: meant === undefined ? 'Set LOG_LEVEL=info, or leave it out.' : `Did you mean ${meant}?`,
  });
}

/** The address that somebody meant who left out how it begins, or copied more than it. */
function meantUrl(text: string): string {
  const bare = text.replace(/[?#].*$/, '').replace(/^(?:[a-z]+:)?\/\/(?:[^/@]*@)?/i, '');
  const scheme = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$)/i.test(bare) ? 'http' : 'https';
  return parseWebAddress(`${/^http:/i.test(text) ? 'http' : scheme}://${bare}`, () => true) ?? defaultFeedUrl;
}

const feedUrlProblem = (text: string): Problem =>
  problem({
    path: 'HF_API_URL',
    line: null,
    read: spoken(text),
    expected: 'an address that begins with https:// or http://, without a name, a password or a question mark in it',
    fix: `Set HF_API_URL=${meantUrl(text)}, or leave it out.`,
  });

/** What must never be shown, wherever it may turn up. */
export const secretsIn = (environment: Environment): readonly string[] =>
  secretVariables.flatMap((name) => variable(environment, name)?.split(/[\s,]+/) ?? []);

const secretVariables = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'DISCORD_TOKEN',
  'BROADSHEET_SECRET_KEY',
  'BROADSHEET_SECRET_KEY_PREVIOUS',
  'BROADSHEET_EMBEDDINGS_KEY',
] as const;

const keyProblem = (path: string): Problem =>
  problem({
    path,
    line: null,
    read: 'something else',
    expected: '32 bytes, in base 64 or as 64 hexadecimal digits',
    fix: 'Make one with "openssl rand -base64 32".',
  });

function readKeyring(environment: Environment): Pick<EnvironmentSettings, 'keyring' | 'problems'> {
  const text = variable(environment, 'BROADSHEET_SECRET_KEY');
  const older = variable(environment, 'BROADSHEET_SECRET_KEY_PREVIOUS')?.split(/[\s,]+/) ?? [];
  const current = parseSealKey(text ?? '');
  const previous = older.map(parseSealKey).filter((key) => key !== undefined);
  const problems = [
    ...(text !== undefined && current === undefined ? [keyProblem('BROADSHEET_SECRET_KEY')] : []),
    ...(previous.length < older.length ? [keyProblem('BROADSHEET_SECRET_KEY_PREVIOUS')] : []),
  ];
  return { keyring: current === undefined ? null : { current, previous }, problems };
}

const embeddingsKeyProblem: Problem = problem({
  path: 'BROADSHEET_EMBEDDINGS_KEY',
  line: null,
  read: 'what no request could carry',
  expected: 'a key without blanks, quotes and line breaks',
  fix: 'Copy it from whoever runs the address under search.embeddings.openai.',
});

/** What the environment says, with a default for what is missing or wrong. */
export function readEnvironment(environment: Environment, workingFolder: string): EnvironmentSettings {
  const levelText = variable(environment, 'LOG_LEVEL');
  const logLevel = logLevels.find((level) => level === levelText?.toLowerCase());
  const urlText = variable(environment, 'HF_API_URL') ?? defaultFeedUrl;
  const feedUrl = parseWebAddress(urlText, () => true);
  const { keyring, problems: keyProblems } = readKeyring(environment);
  const embeddingsKey = variable(environment, 'BROADSHEET_EMBEDDINGS_KEY') ?? null;
  const isSendable = embeddingsKey === null || /^[\x21\x23-\x26\x28-\x7e]+$/.test(embeddingsKey);
  const problems = [
    ...keyProblems,
    ...(levelText !== undefined && logLevel === undefined ? [logLevelProblem(levelText)] : []),
    ...(feedUrl === undefined ? [feedUrlProblem(urlText)] : []),
    ...(isSendable ? [] : [embeddingsKeyProblem]),
  ];
  const home = resolve(workingFolder, variable(environment, 'BROADSHEET_HOME') ?? 'data');
  return { home, feedUrl: feedUrl ?? defaultFeedUrl, logLevel: logLevel ?? null, keyring, embeddingsKey, problems };
}
