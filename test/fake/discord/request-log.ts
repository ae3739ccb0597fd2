import { appendFileSync } from 'node:fs';

/** The token of an interaction stands in the path; it opens that interaction to whoever reads it. */
const withoutToken = (path: string): string =>
  path.replace(/^(\/interactions\/\d+\/|\/webhooks\/\d+\/)[^/?]+/, '$1redacted');

/** Notes a request as one line of JSON in the file that BROADSHEET_REQUEST_LOG names, for checking against Discord's own rules. */
export function logRequest(method: string, path: string, body: unknown): void {
  const file = process.env.BROADSHEET_REQUEST_LOG;
  if (file === undefined || file === '') return;
  const line = { platform: 'discord', method, path: withoutToken(path), ...(body !== undefined && { body }) };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
