import type { z } from 'zod';
import { nearest } from '../kernel/nearest.js';
import type { Advice, Finding, Path } from './finding.js';
import { adviceOf } from './leaf.js';

type Issue = z.core.$ZodIssue;

const editionKeys = ['time', 'zone', 'days', 'count', 'layout', 'feeds', 'minUpvotes', 'topics'];
const topKeys = ['defaults', 'channels', 'feeds', 'teams', 'votes', 'editions', 'search', 'terminal'];
const platforms: ReadonlyMap<string, string> = new Map([
  ['slack', 'SLACK_BOT_TOKEN'],
  ['discord', 'DISCORD_TOKEN'],
]);

function unknownKeyFix(key: string, known: readonly string[], isTop: boolean): string {
  if (key === '<<') return 'Write the settings out here: this file knows no merging.';
  const meant = nearest(key, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  if (isTop && editionKeys.includes(key)) return 'Write it below "defaults:", two blanks further in.';
  const token = isTop ? platforms.get(key.toLowerCase()) : undefined;
  if (token !== undefined) return `Its token goes into the environment as ${token}, its channels below "channels:".`;
  return !isTop && topKeys.includes(key) ? 'Write it at the left margin.' : 'Delete it.';
}

function unknownKey(key: string, path: Path, message: string): Finding {
  const known = message.split(' ');
  const advice: Advice = { expected: `one of ${known.join(', ')}`, fix: unknownKeyFix(key, known, path.length === 0) };
  return { path: [...path, key], read: `the key ${JSON.stringify(key)}`, ...advice };
}

const stepsOf = (path: readonly PropertyKey[]): Path =>
  path.map((step) => (typeof step === 'number' ? step : String(step)));

/** Of the forms that a value may have, the one that it has by its outer shape; its own issues say the most. */
function closestForm(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [];
  return (
    issue.errors.find((form) => form.every((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys')) ??
    []
  );
}

function findingsOf(issue: Issue, above: Path): readonly Finding[] {
  const path = [...above, ...stepsOf(issue.path)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, issue.message));
  const form = closestForm(issue);
  if (form.length > 0) return form.flatMap((inner) => findingsOf(inner, path));
  return [{ path, ...adviceOf(issue.message) }];
}

/** What the schema has against a value, one finding for each wrong place. */
export const schemaFindings = (error: z.ZodError): readonly Finding[] =>
  error.issues.flatMap((issue) => findingsOf(issue, []));
