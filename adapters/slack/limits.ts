import type { Limits } from '../../src/view/limits.js';

/** Where characters stand that normalization (NFC) takes apart into several, as `visibleText` normalizes. */
const takenApart: readonly (readonly [first: number, last: number])[] = [
  [0x03_40, 0x0f_ff],
  [0x2a_dc, 0x2a_dc],
  [0xfb_1d, 0xfb_4e],
  [0x1_d1_5e, 0x1_d1_c0],
];

function lengthened(): Readonly<Record<string, number>> {
  const characters = takenApart.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  );
  const longer = characters.filter((character) => character.normalize('NFC').length > character.length);
  return Object.fromEntries(longer.map((character) => [character, character.normalize('NFC').length]));
}

/**
 * One Slack message (https://docs.slack.dev/reference/block-kit). Slack refuses about 13,200 characters in all blocks
 * (bolt-js#2509); the room up to there is for what rich text adds to its letters, see `messageSize`.
 */
export const slackLimits: Limits = {
  messageCharacters: 10_400,
  blockCharacters: 2_900,
  blocks: 50,
  itemsPerMessage: 20,
  options: 100,
  optionCharacters: 75,
  buttonsPerBlock: 10,
  buttonCharacters: 75,
  actionCharacters: 150,
  summaryCharacters: 3_900,
  escaped: { ...lengthened(), '&': 5, '<': 4, '>': 4, '\\': 2 },
  linkCharacters: 12,
};

/** Slack refuses a `text` and a text object that are longer. */
export const textCharacters = 3_000;
export const headerCharacters = 150;
export const homeBlocks = 100;
/** What all blocks of a message may take, well below where Slack refuses them. */
export const messageSize = 12_000;
