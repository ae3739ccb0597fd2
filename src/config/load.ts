import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from '../kernel/errors.js';
import type { TimeZone } from '../kernel/schedule.js';
import { crossFindings } from './checks.js';
import type { Config } from './config.js';
import { readDiscord } from './discord-settings.js';
import { readYaml, type YamlDocument } from './document.js';
import { type Environment, readEnvironment, variable } from './environment.js';
import { type Problem, problem, problemOf } from './explain.js';
import { type Finding, samePath } from './finding.js';
import { schemaFindings } from './issues.js';
import { configOf } from './resolve.js';
import { discordSchema, settingsSchema, slackSchema } from './schema.js';
import { secretFindings } from './secrets.js';
import { readSlack } from './slack-settings.js';

export interface LoadOptions {
  /** The file; left out, the one that BROADSHEET_CONFIG names, and without that none. */
  readonly path?: string | undefined;
  readonly environment: Environment;
  /** Where relative paths begin, absolute. */
  readonly workingFolder: string;
  /** The machine's time zone: the default of `zone`. */
  readonly zone: TimeZone;
  /** Gives the text of a file or throws, as `readFileSync` does. */
  readonly readFile?: (path: string) => string;
}

export type LoadedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  /** `file` is null when there is none, so that all problems are the environment's. */
  | { readonly kind: 'problems'; readonly file: string | null; readonly problems: readonly Problem[] };

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'no such file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'a file that may not be read'],
]);

function unreadable(path: string, thrown: unknown): Problem {
  const code = (thrown as { readonly code?: unknown } | undefined)?.code;
  return problem({
    path: 'BROADSHEET_CONFIG',
    line: null,
    read: `${JSON.stringify(path)}, ${reasons.get(code) ?? reasonOf(thrown)}`,
    expected: 'a configuration file that can be read',
    fix: 'Correct the path, or leave BROADSHEET_CONFIG out to run with the defaults.',
  });
}

/** A heading without anything below it, as it stands when all of its lines are comments, counts as left out. */
function withoutEmptyHeadings(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

const isWithin = (finding: Finding, secret: Finding): boolean =>
  secret.path.length > 0 && samePath(finding.path.slice(0, secret.path.length), secret.path);

/** Every problem in the file, in its order. Below a mistake in the YAML only what is certain all the same. */
function problemsIn(document: YamlDocument, value: unknown, schema: readonly Finding[]): readonly Problem[] {
  const isWhole = document.certainUntilLine === Number.POSITIVE_INFINITY;
  const secrets = secretFindings(value);
  const others = [...schema, ...(isWhole ? crossFindings(value) : [])];
  const findings = [...secrets, ...others.filter((other) => !secrets.some((secret) => isWithin(other, secret)))];
  const certain = findings.filter(({ path }) => document.lineOf(path) < document.certainUntilLine);
  return [...document.findings, ...certain]
    .map((finding) => problemOf(finding, document))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** The file's section of that name, whatever is wrong elsewhere in it. */
const sectionIn = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : {};

/**
 * Reads file and environment. Never throws for what stands in them: every problem of both is listed at once, in the order of
 * the file.
 */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const { environment, workingFolder, zone, readFile = (path) => readFileSync(path, 'utf8') } = options;
  const settings = readEnvironment(environment, workingFolder);
  const named = options.path ?? variable(environment, 'BROADSHEET_CONFIG');
  const file = named === undefined ? null : resolve(workingFolder, named);
  let text = '';
  try {
    if (file !== null) text = readFile(file);
  } catch (thrown) {
    return { kind: 'problems', file, problems: [unreadable(file ?? '', thrown), ...settings.problems] };
  }
  const document = readYaml(text);
  const value = withoutEmptyHeadings(document.value);
  const parsed = settingsSchema.safeParse(value);
  const problems = problemsIn(document, value, parsed.success ? [] : schemaFindings(parsed.error));
  const slackSection = slackSchema.safeParse(sectionIn(value, 'slack')).data;
  const { slack, problems: slackProblems } = readSlack(environment, slackSection, settings.keyring);
  const discordSection = discordSchema.safeParse(sectionIn(value, 'discord')).data;
  const { discord, problems: discordProblems } = readDiscord(environment, discordSection);
  const all = [...problems, ...settings.problems, ...slackProblems, ...discordProblems];
  if (parsed.success && all.length === 0) {
    const around = { ...settings, slack, discord, file, zone, lineOf: document.lineOf };
    return { kind: 'config', config: configOf(parsed.data, around) };
  }
  return { kind: 'problems', file, problems: all };
}
