import { redactor } from '../kernel/redact.js';
import type { Finding, Path } from './finding.js';

const redact = redactor();
/** A tokenizer's tokens are no secrets. */
const secretKey =
  /(?<!max_?)token(?!izer)|secret|passwor[dt]|passphrase|credential|api_?key|bearer|authorization|signing|^key$/i;

function variableFor(path: Path, value: string): string {
  const place = path.join(' ');
  if (/embeddings/.test(place)) return 'BROADSHEET_EMBEDDINGS_KEY';
  if (/signing/i.test(place)) return 'SLACK_SIGNING_SECRET';
  if (value.startsWith('xapp-') || /app_?token/i.test(place)) return 'SLACK_APP_TOKEN';
  return /discord/i.test(place) || /^[\w-]{24,28}\./.test(value) ? 'DISCORD_TOKEN' : 'SLACK_BOT_TOKEN';
}

function fixFor(path: Path, value: string): string {
  if (/:\/\/.*@/.test(value)) return 'Take the name and the password out of the address.';
  const variable = variableFor(path, value);
  return `Put it into the environment as ${variable} and delete the line; renew it if others could read the file.`;
}

/** A line of the file as it may be shown. */
export const shownLine = (line: string): string =>
  secretKey.test(line) || /^\s*key\s*:/i.test(line) ? 'a line with a secret' : JSON.stringify(line.trim());

/** Tokens and keys that look like tokens, at any depth. A configuration file is copied, mailed and committed. */
export function secretFindings(value: unknown, path: Path = []): readonly Finding[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => {
      const step = Array.isArray(value) ? Number(key) : key;
      return secretFindings(inner, [...path, step]);
    });
  }
  const key = path.at(-1);
  const text = String(value);
  if (!(typeof key === 'string' && secretKey.test(key)) && redact(text) === text) return [];
  return [{ path, read: 'a secret', expected: 'no secrets in this file', fix: fixFor(path, text) }];
}
