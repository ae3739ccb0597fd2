import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownWords, parseLine } from '../../../adapters/terminal/inbound.js';

const asked = (line: string, labels: readonly string[] = []) => parseLine(line, labels);

describe('A line typed in the terminal', () => {
  it.each([
    ['/paper search "a b" -c', 'search "a b" -c'],
    ['/PAPER today', 'today'],
    ['/paper', ''],
    ['search diffusion', 'search diffusion'],
    ['  top  week ', 'top  week'],
    ['/search diffusion', '/search diffusion'],
    ['/papers', '/papers'],
    ['reaction', 'reaction'],
    ['/paper react 3', 'react 3'],
  ])('%j is the command %j', (line, text) => {
    expect(asked(line)).toEqual({ kind: 'command', text });
  });

  it.each([
    ['react 3', { kind: 'react', number: 3, emoji: '👍' }],
    ['react 3 👎', { kind: 'react', number: 3, emoji: '👎' }],
    ['React #3 :thumbsup:', { kind: 'react', number: 3, emoji: '👍' }],
    ['react 10 +1', { kind: 'react', number: 10, emoji: '👍' }],
    ['react 3 👍🏽', { kind: 'react', number: 3, emoji: '👍' }],
    ['react 3 ❤️', { kind: 'react', number: 3, emoji: '❤' }],
    ['react 3 fire', { kind: 'react', number: 3, emoji: '🔥' }],
    ['react 3 3️⃣', { kind: 'react', number: 3, emoji: '3\u20e3' }],
    ['unreact 3', { kind: 'unreact', number: 3, emoji: undefined }],
    ['unreact 3 🔥', { kind: 'unreact', number: 3, emoji: '🔥' }],
    ['as alice', { kind: 'speak', name: 'alice' }],
    ['as Zoë.Müller-1_', { kind: 'speak', name: 'Zoë.Müller-1_' }],
    ['next', { kind: 'press', label: 'next' }],
    ['previous', { kind: 'press', label: 'previous' }],
    ['press Search that', { kind: 'press', label: 'search that' }],
    ['read 4', { kind: 'read', number: 4 }],
    ['quit', { kind: 'quit' }],
    ['EXIT', { kind: 'quit' }],
    ['   ', { kind: 'nothing' }],
  ])('%j is understood', (line, expected) => {
    expect(asked(line)).toEqual(expected);
  });

  it.each([
    ['react', /react 3 👍/],
    ['react three', /react 3 👍/],
    ['react 0', /react 3 👍/],
    ['react 3 nope', /“nope” is no emoji.*react 3 👍/],
    ['react 3 👍👍', /is no emoji/],
    ['unreact', /unreact 3/],
    ['unreact 3 x', /is no emoji/],
    ['as', /as alice/],
    ['as two words', /as alice/],
    [`as ${'x'.repeat(41)}`, /as alice/],
    ['as \u001b[31m', /as alice/],
    ['read', /read 3/],
    ['read all', /read 3/],
    ['press', /press share/],
    ['next week', /\/paper next/],
    ['quit now', /\/paper quit/],
  ])('%j gets one sentence with the right form', (line, sentence) => {
    expect(asked(line)).toEqual({ kind: 'wrong', sentence: expect.stringMatching(sentence) });
  });

  it('presses a button when it is one of their labels, and else is a command', () => {
    expect(asked('Share…', ['share'])).toEqual({ kind: 'press', label: 'share' });
    expect(asked('share', [])).toEqual({ kind: 'command', text: 'share' });
  });

  it('goes to the core as it is unless it begins with an own word, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const typed = line.trim();
        const first = typed.split(/\s+/)[0]?.toLowerCase() ?? '';
        fc.pre(typed !== '' && !ownWords.includes(first) && first !== '/paper');
        expect(asked(line)).toEqual({ kind: 'command', text: typed });
      }),
    );
  });
});
