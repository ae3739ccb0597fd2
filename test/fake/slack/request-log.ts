import { appendFileSync } from 'node:fs';
import type { JsonObject } from '../json.js';

/**
 * Notes a request as one line of JSON in the file that BROADSHEET_REQUEST_LOG names, for checking against the platforms' own rules.
 * Tokens and secrets are not among `args`.
 */
export function logRequest(method: string, args: JsonObject): void {
  const path = process.env.BROADSHEET_REQUEST_LOG;
  if (path === undefined || path === '') return;
  const { client_secret: _secret, refresh_token: _refresh, code: _code, ...harmless } = args;
  appendFileSync(path, `${JSON.stringify({ platform: 'slack', method, args: harmless })}\n`);
}
