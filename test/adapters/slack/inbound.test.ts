import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  channelOf,
  commandOf,
  deletedOf,
  homeOf,
  isBotRevoked,
  linksOf,
  membershipOf,
  pressOf,
  reactionOf,
  sayingOf,
} from '../../../adapters/slack/inbound.js';
import { orderOf } from '../../../adapters/slack/order.js';

const added = {
  type: 'reaction_added',
  user: 'U1',
  reaction: 'thumbsup::skin-tone-3',
  item: { type: 'message', channel: 'C1', ts: '1732438800.000100' },
  item_user: 'UBOT',
  event_ts: '1732438801.000200',
};

const said = (text: string) => ({ type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.000001', text });
const typed = (text: string): string | undefined => sayingOf('T1', said(text), 'UBOT')?.event.text;

describe("Slack's payloads", () => {
  it('tell a reaction with its message, its base emoji and its place in the order', () => {
    expect(reactionOf('T1', added)).toEqual({
      event: {
        message: { adapter: 'slack', key: 'T1/C1/1732438800.000100' },
        target: { adapter: 'slack', workspace: 'T1', channel: 'C1' },
        user: 'U1',
        emoji: '👍',
        present: true,
        order: 1_732_438_801_000_200,
      },
      author: 'UBOT',
    });
    expect(reactionOf('T1', { ...added, type: 'reaction_removed' })?.event.present).toBe(false);
  });

  it('tell a reaction of which nobody says whose message it is on', () => {
    const { item_user: _, ...rest } = added;
    expect(reactionOf('T1', rest)?.author).toBeUndefined();
  });

  it.each([
    ['a file', { ...added, item: { type: 'file', file: 'F1' } }],
    ['no item', { ...added, item: undefined }],
    ['a time that is none', { ...added, event_ts: 'soon' }],
    ['nothing at all', null],
  ])('tell no reaction on %s', (_, payload) => {
    expect(reactionOf('T1', payload)).toBeUndefined();
  });

  it('keep the order of events that are a microsecond apart', () => {
    expect(orderOf('1732438800.000101')).toBe((orderOf('1732438800.000100') ?? 0) + 1);
    expect(orderOf('1732438800')).toBe(1_732_438_800_000_000);
    expect(orderOf('x')).toBeUndefined();
  });

  it('give a command its text as it was typed', () => {
    const payload = {
      command: '/paper',
      text: 'search  "a & b" <x>',
      user_id: 'U1',
      channel_id: 'C1',
      response_url: 'http://r',
    };
    expect(commandOf('T1', payload)).toMatchObject({
      command: '/paper',
      event: { text: 'search  "a & b" <x>', user: { id: 'U1' }, target: { channel: 'C1' } },
      responseUrl: 'http://r',
    });
    expect(commandOf('T1', { ...payload, text: undefined })?.event.text).toBe('');
  });

  it('give a press its action, the message that carried it, and whether an answer may take its place', () => {
    const payload = {
      type: 'block_actions',
      user: { id: 'U1' },
      channel: { id: 'C1' },
      container: { type: 'message', message_ts: '1.000002', channel_id: 'C1', is_ephemeral: false },
      actions: [{ type: 'button', action_id: 'a', value: 'vote + 2405.14906', action_ts: '3.000004' }],
      response_url: 'http://r',
    };
    expect(pressOf('T1', payload)).toMatchObject({
      event: { action: 'vote + 2405.14906', order: 3_000_004, message: { key: 'T1/C1/1.000002' } },
      isOwn: false,
    });
    const own = pressOf('T1', { ...payload, container: { ...payload.container, is_ephemeral: true } });
    expect(own).toMatchObject({ isOwn: true });
    expect(own?.event.message).toBeUndefined();
    const chosen = { type: 'static_select', selected_option: { value: 'show 1' } };
    expect(pressOf('T1', { ...payload, actions: [chosen] })?.event.action).toBe('show 1');
    expect(pressOf('T1', { ...payload, actions: [{ type: 'button', url: 'http://x' }] })).toBeUndefined();
  });

  it.each([
    ['<@UBOT> search diffusion', 'search diffusion'],
    ['<@UBOT|broadsheet>  today ', 'today'],
    ['hey <@UBOT>', 'hey'],
    ['<@UBOT> /paper top week', 'top week'],
    ['paper show <https://arxiv.org/abs/2405.14906>', 'show https://arxiv.org/abs/2405.14906'],
    ['show <https://arxiv.org/abs/2405.14906|arxiv.org/abs/2405.14906>', 'show https://arxiv.org/abs/2405.14906'],
    ['search &lt;x&gt; &amp;amp; y', 'search <x> &amp; y'],
    ['search \u201cflow matching\u201d', 'search "flow matching"'],
  ])('read what was said, %s, like a command', (text, command) => {
    expect(typed(text)).toBe(command);
  });

  it('leave out what programs say, what the bot says itself, and notices', () => {
    for (const more of [{ bot_id: 'B1' }, { subtype: 'channel_join' }, { user: 'UBOT' }]) {
      expect(sayingOf('T1', { ...said('hello'), ...more }, 'UBOT')).toBeUndefined();
    }
  });

  it('tell of deleted messages, links, members, channels and pages', () => {
    const deleted = {
      type: 'message',
      subtype: 'message_deleted',
      channel: 'C1',
      deleted_ts: '1.000002',
      ts: '5.000001',
    };
    expect(deletedOf('T1', deleted)).toEqual({ adapter: 'slack', key: 'T1/C1/1.000002' });
    const links = {
      channel: 'C1',
      message_ts: '1.000001',
      links: [{ domain: 'arxiv.org', url: 'https://arxiv.org/abs/1' }],
    };
    expect(linksOf('T1', links)).toMatchObject({ links: ['https://arxiv.org/abs/1'], ts: '1.000001' });
    expect(membershipOf('T1', { user: 'UBOT', channel: 'C1', inviter: 'U1' })).toMatchObject({ inviter: 'U1' });
    expect(channelOf('T1', { channel: { id: 'C1' } })?.channel).toBe('C1');
    expect(channelOf('T1', { channel: 'C2' })?.channel).toBe('C2');
    expect(homeOf({ user: 'U1', tab: 'home' })).toBe('U1');
    expect(homeOf({ user: 'U1', tab: 'messages' })).toBeUndefined();
    expect(isBotRevoked({ tokens: { oauth: ['U1'], bot: [] } })).toBe(false);
    expect(isBotRevoked({ tokens: { bot: ['UBOT'] } })).toBe(true);
  });

  it('never make it throw, whatever they hold', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        for (const read of [reactionOf, commandOf, pressOf, deletedOf, linksOf, membershipOf, channelOf])
          read('T1', payload);
        sayingOf('T1', payload, 'UBOT');
        homeOf(payload);
        isBotRevoked(payload);
      }),
    );
  });
});
