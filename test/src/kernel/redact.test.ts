import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactor } from '../../../src/kernel/redact.js';

// Canaries: none of them was ever a token, and they are put together here so that no scanner takes them for one.
const digits = '123456789012';
const letters = 'AbCdEfGhIjKlMnOpQrStUvWx';
const canaries = {
  'a Slack bot token': ['xoxb', digits, digits, letters].join('-'),
  'a Slack user token': ['xoxp', digits, digits, digits, 'abcdef0123456789'].join('-'),
  'a Slack refresh token': ['xoxe', '1', `${letters}${letters}`].join('-'),
  'a Slack token that expires': ['xoxe.xoxb', '1', `${letters}${digits}`].join('-'),
  'a Slack app token': ['xapp', '1', 'A012345', digits, 'abcdef0123456789'].join('-'),
  'a Discord bot token': [`MT${letters}`, 'Gx-_yZ', `${letters}_-abc1`].join('.'),
  'a bearer token': `Bearer ${letters}.${digits}`,
  'an Authorization header': `Authorization: Bot ${letters}`,
};

const redact = redactor();

describe('what looks like a token', () => {
  const places: readonly ((token: string) => string)[] = [
    (token) => token,
    (token) => `the platform said no to ${token}, twice`,
    (token) => `{"token":"${token}","ok":false}`,
    (token) => JSON.stringify({ sent: `first line\n${token}\n` }),
    (token) => `https://api.example.org/?token=${token}&x=1`,
    (token) => inspect(new Error('post failed', { cause: new Error('request', { cause: { token } }) })),
  ];

  it.each(Object.entries(canaries))('is taken out wherever it stands: %s', (_what, token) => {
    const secretPart = token.split(' ').at(-1) ?? token;
    for (const place of places) {
      expect(redact(place(token))).not.toContain(secretPart);
      expect(redact(place(token))).toContain('[redacted]');
    }
  });

  it('is taken out of a header that was printed as an object', () => {
    expect(redact(`{ authorization: 'Bot ${letters}', accept: '*/*' }`)).toBe(
      "{ authorization: '[redacted]', accept: '*/*' }",
    );
  });

  it('is taken out of addresses that carry it', () => {
    expect(redact('postgres://paper:hunter2@db/broadsheet')).toBe('postgres://paper:[redacted]@db/broadsheet');
    expect(redact(`https://hooks.slack.com/services/T01/B02/${letters}`)).toBe(
      'https://hooks.slack.com/services/[redacted]',
    );
    expect(redact(`https://discord.com/api/webhooks/123/${letters}`)).toBe(
      'https://discord.com/api/webhooks/123/[redacted]',
    );
  });
});

describe('what does not', () => {
  it.each([
    'The feed huggingface did not answer within 10000 ms.',
    'https://huggingface.co/papers/2405.14906',
    '2026-11-25T08:00:00.000Z info edition-planned subscription=slack:T0123456789/C0123456789 papers=10',
    'id 01jd3m5k7x9yq2v4w6z8abcdef',
    'xoxo from the team; authorization is up to the owner',
  ])('stays as it is: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('secrets that are known', () => {
  const secret = 'p4per "boy"\\9';

  it('are taken out exactly, within JSON and within addresses too', () => {
    const known = redactor([secret, 'abc']);
    expect(known(`signed with ${secret}.`)).toBe('signed with [redacted].');
    expect(known(JSON.stringify({ secret }))).toBe('{"secret":"[redacted]"}');
    expect(known(`https://example.org/?s=${encodeURIComponent(secret)}`)).toBe('https://example.org/?s=[redacted]');
    expect(known('abc is too short to be a secret')).toBe('abc is too short to be a secret');
  });

  it('are taken out whole when one is part of another', () => {
    expect(redactor(['secret-part', 'secret-part-and-more'])('secret-part-and-more')).toBe('[redacted]');
  });

  it('never remain in any text around them', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (token, before, after) => {
        fc.pre(!'[redacted]'.includes(token) && !token.includes('[redacted]'));
        const left = redactor([token])(before + token + after);
        fc.pre(!(before + after).includes(token));
        expect(left.split('[redacted]')).not.toContain(token);
      }),
    );
  });
});

it('takes no longer than the text is long', () => {
  const started = performance.now();
  for (const piece of ['a', '-', '.', ':', '://', '://a:', 'Bearer ', 'authorization ', 'xox', 'a.b', ' '])
    redact(piece.repeat(50_000 / piece.length));
  expect(performance.now() - started).toBeLessThan(1_000);
});
