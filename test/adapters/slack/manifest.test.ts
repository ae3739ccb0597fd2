import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { botScopes } from '../../../adapters/slack/scopes.js';
import { manifestFor } from '../../../adapters/slack/setup.js';

const root = resolve(import.meta.dirname, '../../..');
const file = readFileSync(resolve(root, 'config/slack-manifest.yaml'), 'utf8');
const code = readdirSync(resolve(root, 'adapters/slack'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(resolve(root, 'adapters/slack', name), 'utf8'));

/** Its limits: https://docs.slack.dev/reference/app-manifest */
const address = z.string().startsWith('https://').optional();
const manifestShape = z.object({
  display_information: z.object({ name: z.string().max(35), description: z.string().max(140) }),
  features: z.object({
    app_home: z.object({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.object({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.object({
          command: z.string().regex(/^\/[a-z]{1,31}$/),
          url: address,
          description: z.string().max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.literal(false),
        }),
      )
      .length(1),
    unfurl_domains: z.array(z.string()).max(5),
  }),
  oauth_config: z.object({
    redirect_urls: z.array(z.string().startsWith('https://')).optional(),
    scopes: z.object({ bot: z.array(z.string()) }),
  }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: address, bot_events: z.array(z.string()).max(100) }),
    interactivity: z.object({ is_enabled: z.literal(true), request_url: address }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});
const read = (text: string) => manifestShape.parse(parse(text));

/** What Slack's reference says each method and event takes (https://docs.slack.dev/reference). */
const methodScopes: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'users.info': ['users:read'],
  'views.publish': [],
};
const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  channel_archive: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_left: ['channels:read'],
  channel_unarchive: ['channels:read'],
  group_archive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  group_unarchive: ['groups:read'],
  link_shared: ['links:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  tokens_revoked: [],
};

const called = [
  ...new Set(code.flatMap((text) => [...text.matchAll(/'((?:[a-z]+\.)+[a-zA-Z]+)'/g)].map(([, name]) => name ?? ''))),
].filter((name) => /^(?:apps|auth|bots|chat|conversations|files|pins|reactions|team|users|views)\./.test(name));

const listened = [
  ...(code.find((text) => text.includes('class Happenings'))?.matchAll(/\[\s*'([a-z_]+)',/g) ?? []),
].map(([, name]) => name ?? '');

describe("the app's manifest", () => {
  const manifest = read(manifestFor(file, null));
  const { bot } = manifest.oauth_config.scopes;

  it('asks for what the calls and events of the code need, and for nothing else', () => {
    expect(called.length).toBeGreaterThan(10);
    expect(called.filter((name) => !(name in methodScopes))).toEqual([]);
    const needed = [
      'commands',
      ...called.flatMap((name) => methodScopes[name] ?? []),
      ...manifest.settings.event_subscriptions.bot_events.flatMap((name) => eventScopes[name] ?? ['unknown']),
    ];
    expect(bot.toSorted()).toEqual([...new Set(needed)].toSorted());
    expect(bot.toSorted()).toEqual([...botScopes].toSorted());
  });

  it('subscribes to the events that the code handles', () => {
    const names = manifest.settings.event_subscriptions.bot_events.map((name) => name.replace(/\..*$/, ''));
    expect([...new Set(names)].toSorted()).toEqual([...listened].toSorted());
  });

  it('gives each scope a reason', () => {
    const lines = file.split('\n');
    for (const scope of bot) {
      const line = lines.findIndex((one) => one.trim() === `- ${scope}`);
      expect(lines[line - 1]?.trim(), scope).toMatch(/^## \w.*\.$/);
    }
  });

  it('has no addresses for Socket Mode, and the given one everywhere for HTTP', () => {
    expect(manifest.settings).toMatchObject({ socket_mode_enabled: true });
    expect(JSON.stringify(manifest)).not.toContain('your.host');
    const http = read(manifestFor(file, 'https://papers.example.com'));
    expect(http.settings.socket_mode_enabled).toBe(false);
    expect([
      http.features.slash_commands[0]?.url,
      http.settings.event_subscriptions.request_url,
      http.settings.interactivity.request_url,
    ]).toEqual(Array(3).fill('https://papers.example.com/slack/events'));
    expect(http.oauth_config.redirect_urls).toEqual(['https://papers.example.com/slack/oauth_redirect']);
    expect(http.oauth_config.scopes.bot).toEqual(bot);
  });
});
