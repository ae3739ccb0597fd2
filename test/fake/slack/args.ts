import { type JsonObject, objectOf, parsed } from '../json.js';

/** Arguments that hold JSON; in a form they are JSON in a string. */
const structured: ReadonlySet<string> = new Set([
  ...['blocks', 'attachments', 'metadata', 'view', 'unfurls', 'user_auth_blocks', 'unfurled_attachments', 'file_ids'],
]);

const flags: ReadonlySet<string> = new Set([
  ...['unfurl_links', 'unfurl_media', 'link_names', 'mrkdwn', 'as_user', 'reply_broadcast', 'include_all_metadata'],
  ...['inclusive', 'full', 'include_locale', 'include_num_members', 'return_im', 'prevent_creation', 'test'],
  'user_auth_required',
]);

const numbers: ReadonlySet<string> = new Set(['limit']);

function decoded(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (structured.has(name)) return parsed(value) ?? value;
  if (flags.has(name)) return value === 'true' || value === '1';
  if (numbers.has(name) && value !== '' && Number.isFinite(Number(value))) return Number(value);
  return value;
}

function fields(contentType: string, body: string): JsonObject {
  if (contentType.startsWith('application/json')) return objectOf(parsed(body));
  return Object.fromEntries(new URLSearchParams(body));
}

export interface Received {
  readonly args: JsonObject;
  /** Undefined when none was sent. */
  readonly token: string | undefined;
}

/** Arguments as Slack understands them, whether they came as a form, as JSON or in the address, and the token apart from them. */
export function received(
  query: URLSearchParams,
  contentType: string,
  authorization: string | undefined,
  body: string,
): Received {
  const { token, ...rest } = { ...Object.fromEntries(query), ...fields(contentType, body) };
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const given = bearer ?? (typeof token === 'string' && token !== '' ? token : undefined);
  const args = Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, decoded(name, value)]),
  );
  return { args, token: given };
}
