import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Display, displayOf } from '../../../adapters/terminal/display.js';

const seenOn = (output: { isTTY?: boolean; columns?: number }, environment: Record<string, string>): Display =>
  displayOf({ output: Object.assign(new PassThrough(), output), environment });

const terminal = { isTTY: true, columns: 120 };

describe('How the output is shown', () => {
  it.each([
    ['a terminal, up to a hundred columns', terminal, {}, 100],
    ['a narrow terminal', { isTTY: true, columns: 60 }, {}, 60],
    ['a terminal that does not say how wide it is', { isTTY: true }, {}, 80],
    ['a pipe', {}, {}, 80],
    ['a pipe with COLUMNS', {}, { COLUMNS: '66' }, 66],
    ['a pipe with nonsense in COLUMNS', {}, { COLUMNS: 'wide' }, 80],
    ['a sliver', { isTTY: true, columns: 3 }, {}, 24],
  ])('%s', (_name, output, environment, width) => {
    expect(seenOn(output, environment).width).toBe(width);
  });

  it.each([
    ['on a terminal', terminal, {}, true],
    ['not in a pipe', {}, {}, false],
    ['not with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['not on a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['in a pipe with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
    ['with FORCE_COLOR and NO_COLOR', terminal, { FORCE_COLOR: '', NO_COLOR: '1' }, true],
    ['not with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ])('colours %s', (_name, output, environment, colour) => {
    expect(seenOn(output, environment).colour).toBe(colour);
  });

  it.each([
    ['not on a terminal of which nothing is known', terminal, { TERM: 'xterm-256color' }, false],
    ['in iTerm', terminal, { TERM_PROGRAM: 'iTerm.app' }, true],
    ['in Kitty', terminal, { TERM: 'xterm-kitty' }, true],
    ['in Windows Terminal', terminal, { WT_SESSION: 'x' }, true],
    ['in GNOME Terminal', terminal, { VTE_VERSION: '7200' }, true],
    ['not in an old GNOME Terminal', terminal, { VTE_VERSION: '4600' }, false],
    ['not in tmux', terminal, { TMUX: '/tmp/x', VTE_VERSION: '7200' }, false],
    ['in tmux when forced', terminal, { TMUX: '/tmp/x', FORCE_HYPERLINK: '1' }, true],
    ['not in iTerm when forbidden', terminal, { TERM_PROGRAM: 'iTerm.app', FORCE_HYPERLINK: '0' }, false],
    ['not in a pipe, even when forced', {}, { FORCE_HYPERLINK: '1' }, false],
    ['not on a dumb terminal, even when forced', terminal, { TERM: 'dumb', FORCE_HYPERLINK: '1' }, false],
  ])('links %s', (_name, output, environment, links) => {
    expect(seenOn(output, environment).links).toBe(links);
  });
});
