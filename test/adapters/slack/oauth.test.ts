import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '../../../src/platform/adapter.js';
import { sentence } from '../../../src/view/view.js';
import { RecordingSink } from '../../contract/adapter-sink.js';
import type { Team } from '../../fake/slack/team.js';
import { SlackWorld, tsOf } from './slack-world.js';

const hourMs = 3_600_000;

describe('Workspaces that install the app themselves', () => {
  let world: SlackWorld;
  let adapter: ChatAdapter;
  let sink: RecordingSink;

  const open = async (tokenRotation: boolean): Promise<void> => {
    world = await SlackWorld.open({ mode: 'http', byOauth: true, tokenRotation });
    sink = new RecordingSink();
    adapter = await world.connect();
    await adapter.start(sink);
    world.hear(adapter);
  };

  beforeEach(() => open(false));
  afterEach(async () => {
    await adapter.stop(0);
    await world.close();
  });

  const base = (): string => `http://127.0.0.1:${(adapter as unknown as { readonly port: number }).port}`;

  /** Follows the browser from our page over Slack's and back. */
  async function install(
    team: Team,
    change: (back: URL, cookie: string) => readonly [URL, string] = (back, cookie) => [back, cookie],
  ) {
    world.slack.oauth.installer = { teamId: team.id, userId: world.alice.id };
    const page = await fetch(`${base()}/slack/install`);
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const [, link = ''] = /href="([^"]+authorize[^"]+)"/.exec(await page.text()) ?? [];
    const consent = await fetch(link.replaceAll('&amp;', '&'), { redirect: 'manual' });
    const location = new URL(consent.headers.get('location') ?? 'http://nowhere', base());
    const [back, sent] = change(new URL(`${base()}/slack/oauth_redirect${location.search}`), cookie);
    return fetch(back, { headers: { cookie: sent }, redirect: 'manual' });
  }
  const post = (team: Team, id: string) => {
    const channel = team.addChannel({ name: id });
    const target = { ...world.target, workspace: team.id, channel: channel.id };
    return adapter.post({ id: id as never, target, view: sentence('A paper'), signal: new AbortController().signal });
  };

  it('get posts and are heard once they have, and not before', async () => {
    const team = world.slack.addWorkspace({ name: 'Other', installed: false });
    expect(await post(team, 'before')).toMatchObject({ kind: 'rejected', closed: true });
    world.clock.jumpTo(new Date(world.clock.now() + 120_000).toISOString());
    expect((await install(team)).status).toBe(200);
    expect(await post(team, 'after')).toMatchObject({ kind: 'posted' });
    const carol = team.addPerson({ name: 'carol' });
    const channel = team.addChannel({ members: [carol] });
    await carol.command(channel, '/paper', 'today').next();
    expect(sink.commands).toMatchObject([{ target: { workspace: team.id }, text: 'today' }]);
  });

  it('are not installed by a link that somebody else prepared', async () => {
    const team = world.slack.addWorkspace({ name: 'Other', installed: false });
    expect((await install(team, (back) => [back, ''])).status).not.toBe(200);
    const forged = (back: URL, cookie: string): readonly [URL, string] => {
      back.searchParams.set('state', 'forged');
      return [back, cookie];
    };
    expect((await install(team, forged)).status).not.toBe(200);
    expect(await post(team, 'd1')).toMatchObject({ kind: 'rejected' });
  });

  it('keep their installation over a restart, and their tokens stay secret', async () => {
    const team = world.slack.addWorkspace({ name: 'Other', installed: false });
    await install(team);
    await adapter.stop(0);
    adapter = await world.connect();
    expect(await post(team, 'd1')).toMatchObject({ kind: 'posted' });
    expect(world.storage.unsealed().join()).not.toContain(team.token);
  });

  it('stop alone when one of them uninstalls the app, and the others go on', async () => {
    const [one, two] = [1, 2].map((number) => world.slack.addWorkspace({ name: `W${number}`, installed: false }));
    if (one === undefined || two === undefined) throw new Error('There are two.');
    await install(one);
    await install(two);
    await one.uninstall();
    expect(sink.endings).toEqual([{ adapter: 'slack', workspace: one.id }]);
    expect(await post(one, 'd1')).toMatchObject({ kind: 'rejected', closed: true });
    expect(await post(two, 'd2')).toMatchObject({ kind: 'posted' });
    expect(await world.storage.list('installation')).toHaveLength(1);
  });

  it('have a token that expires renewed before it is needed, once, however many ask', async () => {
    await adapter.stop(0);
    await world.close();
    await open(true);
    const team = world.slack.addWorkspace({ name: 'Other', installed: false });
    await install(team);
    const before = team.token;
    // The library looks at the machine's own clock: it is the installation that is made older.
    const [kept] = await world.storage.list('installation');
    const installation = JSON.parse(kept?.value ?? '{}');
    installation.bot.expiresAt = Math.floor(Date.now() / 1_000) + 60;
    await world.storage.put('installation', team.id, JSON.stringify(installation), { secret: true });
    world.clock.jumpTo(new Date(world.clock.now() + 0.1 * hourMs).toISOString());
    const outcomes = await Promise.all(['a', 'b', 'c'].map((id) => post(team, id)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['posted', 'posted', 'posted']);
    const renewals = world.slack.requests.filter(
      ({ method, args }) => method === 'oauth.v2.access' && args.grant_type === 'refresh_token',
    );
    expect(renewals).toHaveLength(1);
    expect(team.token).not.toBe(before);
  });

  it('are each told apart by their events', async () => {
    const team = world.slack.addWorkspace({ name: 'Other', installed: false });
    await install(team);
    const carol = team.addPerson({ name: 'carol' });
    const channel = team.addChannel({ members: [carol] });
    const outcome = await adapter.post({
      id: 'd1' as never,
      target: { ...world.target, workspace: team.id, channel: channel.id },
      view: sentence('A paper'),
      signal: new AbortController().signal,
    });
    if (outcome.kind !== 'posted') throw new Error(JSON.stringify(outcome));
    await carol.react(channel, tsOf(outcome.ref), 'thumbsup');
    expect(sink.reactions).toMatchObject([{ target: { workspace: team.id }, message: outcome.ref }]);
  });
});
