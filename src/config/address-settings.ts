import { nearest } from '../kernel/nearest.js';
import type { ChannelAddress, WorkspaceAddress } from './config.js';
import { textLeaf } from './leaf.js';

interface Ids {
  readonly workspace: RegExp;
  readonly channel: RegExp;
  readonly example: string;
  readonly where: string;
}

const slack: Ids = {
  workspace: /^[TE][A-Z0-9]{2,}$/,
  channel: /^[CDG][A-Z0-9]{2,}$/,
  example: 'slack:T0123456789/C0123456789',
  where: 'open the channel in the browser: both ids stand in the address, app.slack.com/client/T…/C…',
};
const discord: Ids = {
  workspace: /^\d{5,}$/,
  channel: /^\d{5,}$/,
  example: 'discord:123456789012345678/234567890123456789',
  where: 'open the channel in the browser: both ids stand in the address, discord.com/channels/…/…',
};

/** The shapes of the platforms' ids. Platforms that are not listed may have any. */
const platforms: ReadonlyMap<string, Ids> = new Map([
  ['slack', slack],
  ['discord', discord],
]);

const anyId = /^[\w.@-]+$/;
const shape = /^([a-z][a-z0-9-]*):([^/\s]+)(?:\/([^/\s]+))?$/;

interface Parts extends WorkspaceAddress {
  readonly channel: string | undefined;
}

function parts(text: string): Parts | undefined {
  const [, adapter, workspace, channel] = shape.exec(text) ?? [];
  if (adapter === undefined || workspace === undefined || adapter === 'terminal') return undefined;
  const ids = platforms.get(adapter);
  if (ids === undefined && nearest(adapter, platforms.keys()) !== undefined) return undefined;
  const fits =
    (ids?.workspace ?? anyId).test(workspace) && (channel === undefined || (ids?.channel ?? anyId).test(channel));
  return fits ? { adapter, workspace, channel } : undefined;
}

function parseChannel(text: string): ChannelAddress | undefined {
  const { channel, ...workspace } = parts(text) ?? { adapter: '', workspace: '', channel: undefined };
  return channel === undefined ? undefined : { ...workspace, channel };
}

function parseWorkspace(text: string): WorkspaceAddress | undefined {
  const { channel, ...workspace } = parts(text) ?? { adapter: '', workspace: '', channel: '' };
  return channel === undefined ? workspace : undefined;
}

/** The address that a copied link names. */
function linked(text: string): string | undefined {
  const [, slackWorkspace, slackChannel] = /slack\.com\/client\/(\w+)\/(\w+)/.exec(text) ?? [];
  if (slackWorkspace !== undefined) return `slack:${slackWorkspace}/${slackChannel}`;
  const [, guild, channel] = /discord(?:app)?\.com\/channels\/(\d+)\/(\d+)/.exec(text) ?? [];
  return guild === undefined ? undefined : `discord:${guild}/${channel}`;
}

/** The ids of the platform that somebody meant, as far as it can be told. */
function meantIds(text: string): Ids {
  const [name = ''] = text.split(':');
  return platforms.get(nearest(name, platforms.keys()) ?? '') ?? (/^\d/.test(text) ? discord : slack);
}

function channelFix(text: string): string {
  const link = linked(text);
  if (link !== undefined) return `Write "${link}".`;
  if (text.startsWith('terminal'))
    return 'The terminal is no channel: write "terminal: true" at the left margin instead.';
  const ids = meantIds(text);
  return `Write the ids, such as "${ids.example}"; to find them, ${ids.where}.`;
}

function workspaceFix(text: string): string {
  const { adapter, workspace, channel } = parts(text) ?? {};
  if (channel !== undefined) return `A team joins whole workspaces: write "${adapter}:${workspace}".`;
  const ids = meantIds(text);
  return `Write the id, such as "${ids.example.split('/')[0]}"; to find it, ${ids.where}.`;
}

export const channelAddress = textLeaf({
  expected: 'platform:workspace/channel, with the ids of both',
  parse: parseChannel,
  fix: channelFix,
});

export const workspaceAddress = textLeaf({
  expected: 'platform:workspace, with the id of the workspace',
  parse: parseWorkspace,
  fix: workspaceFix,
});

const local = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A web address without a slash at its end; undefined when it cannot be one that we read papers from. */
export function parseWebAddress(text: string, allowsHttp: (host: string) => boolean): string | undefined {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) return undefined;
  const { protocol, hostname, username, password, search, hash, href } = new URL(text);
  if (`${username}${password}${search}${hash}` !== '') return undefined;
  return protocol === 'https:' || allowsHttp(hostname) ? href.replace(/\/+$/, '') : undefined;
}

export const feedUrl = textLeaf({
  expected: 'an address that begins with https://, without a name, a password or a question mark in it',
  parse: (text) => parseWebAddress(text, (host) => local.has(host)),
  fix: (text) =>
    /^http:\/\/\S+$/i.test(text)
      ? `Write "${text.replace(/^http:/i, 'https:')}"; http is for this machine only.`
      : 'Write an address such as "https://huggingface.co", or delete the line.',
});

/** The sample papers of a first start have it. */
const takenId = 'sample';

export const feedId = textLeaf({
  expected: `a short name of small letters, digits and dashes, beginning with a letter, other than "${takenId}"`,
  parse: (text) => (/^[a-z][a-z0-9-]{0,39}$/.test(text) && text !== takenId ? text : undefined),
  fix: (text) => {
    const simple = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[-\d]+|-+$/g, '')
      .slice(0, 40);
    return `Write ${simple === '' || simple === takenId ? 'a name such as "lab-notes"' : `"${simple}"`}.`;
  },
});
