import type { Limits } from '../../src/view/limits.js';
import { takenApart } from '../../src/view/taken-apart.js';

/**
 * One Slack message (https://docs.slack.dev/reference/block-kit). Slack refuses about 13,200 characters in all blocks
 * (bolt-js#2509); the room up to there is for what rich text adds to its letters, see `messageSize`.
 */
export const slackLimits: Limits = {
  messageCharacters: 10_400,
  blockCharacters: 2_900,
  blocks: 50,
  controls: 50,
  itemsPerMessage: 20,
  options: 100,
  optionCharacters: 75,
  buttonsPerBlock: 10,
  buttonCharacters: 75,
  actionCharacters: 150,
  summaryCharacters: 3_900,
  escaped: { ...takenApart, '&': 5, '<': 4, '>': 4, '\\': 2 },
  linkCharacters: 12,
  lineCharacters: 1,
  labelsCount: true,
};

/** Slack refuses a `text` and a text object that are longer. */
export const textCharacters = 3_000;
export const headerCharacters = 150;
export const homeBlocks = 100;
/** What all blocks of a message may take, well below where Slack refuses them. */
export const messageSize = 12_000;
