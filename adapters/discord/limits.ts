import type { Limits } from '../../src/view/limits.js';
import { takenApart } from '../../src/view/taken-apart.js';

/** What all text displays of a message may hold together; labels do not count (https://docs.discord.com/developers/components/reference). */
export const textCharacters = 4_000;
/** Components in one message, those inside of others counted (https://docs.discord.com/developers/components/reference). */
export const mostComponents = 40;
/** https://docs.discord.com/developers/components/reference#button-button-structure */
export const customIdCharacters = 100;

/**
 * One Discord message of text displays in a container. A line is counted with its break and the three characters of `-# `, which is
 * also what a bold title or a heading takes. Five controls are at most thirty components, so that the texts, which are
 * joined where need be, always find room.
 */
export const discordLimits: Limits = {
  messageCharacters: textCharacters,
  blockCharacters: textCharacters,
  blocks: 60,
  controls: 5,
  itemsPerMessage: 40,
  options: 25,
  optionCharacters: 100,
  buttonsPerBlock: 5,
  buttonCharacters: 80,
  // What tells two alike apart goes before the action, see `controls.ts`.
  actionCharacters: 96,
  summaryCharacters: 2_000,
  escaped: {
    ...takenApart,
    ...Object.fromEntries([...'\\*_~`|[]<:@'].map((mark) => [mark, 2])),
  },
  // `[]()`, less the colon of the address, which counts as two and stays one.
  linkCharacters: 3,
  lineCharacters: 4,
  labelsCount: false,
};
