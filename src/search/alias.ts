import { fold } from './fold.js';

/** `GPT-4`, `Qwen2.5-VL`, `state-of-the-art`: words joined by hyphens or dots, the hyphens of typesetters included. */
const compound = /[\p{L}\p{N}]+(?:[-.\u2010\u2011\u2013][\p{L}\p{N}]+)+/gu;
const joints = /[-.\u2010\u2011\u2013]/gu;
const anyLetter = /\p{L}/u;
const longestCompound = 40;

/** `AutoCoder`, `gpt4`: something that has a joint inside although it is written as one word. */
const jointed = /[A-Za-z0-9]*(?:[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z])[A-Za-z0-9]*/g;
const parts = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const plural = /^[A-Z]+s$/;
const longestJointed = 30;
const mostParts = 4;

/** `C++`, `C#`: a name whose signs no index of words keeps. */
const signed = /(?<![\p{L}\p{N}])([A-Za-z])(\+\+|#)(?![\p{L}\p{N}])/gu;

/** The part of a compound that names a version: `GPT-4` of `GPT-4-Turbo`, `Qwen2.5` of `Qwen2.5-VL`. */
const versioned = /^[\p{L}\p{N}]+[-.\u2010\u2011\u2013]\d+(?=[-.\u2010\u2011\u2013])/u;

/** The joined form of a compound: `gpt4` for `GPT-4`. Numbers such as `90.9` have none. */
const joinedForms = (text: string): readonly string[] =>
  (text.match(compound) ?? [])
    .filter((name) => name.length < longestCompound && anyLetter.test(name))
    .flatMap((name) => [name, ...(versioned.exec(name) ?? [])])
    .map((name) => fold(name.replace(joints, '')));

function splitForm(name: string): string | undefined {
  if (name.length < 3 || name.length > longestJointed || plural.test(name)) return undefined;
  const found = name.match(parts) ?? [];
  return found.length > 1 && found.length <= mostParts ? found.join(' ').toLowerCase() : undefined;
}

/** The parts of names written as one word: `auto coder` for `AutoCoder`, `gpt 4` for `gpt4`. */
const splitForms = (text: string): readonly string[] =>
  (text.match(jointed) ?? []).map(splitForm).filter((form) => form !== undefined);

/** `cplusplus` for `C++`, `csharp` for `C#`. */
const signedForms = (text: string): readonly string[] =>
  [...text.matchAll(signed)].map(
    ([, letter = '', sign]) => letter.toLowerCase() + (sign === '#' ? 'sharp' : 'plusplus'),
  );

/** Cheaply tells the few words of a text that can have another spelling. */
const suspicious = /[^\s.-][-.\u2010\u2011\u2013][^\s.-]|[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z]|[A-Za-z](?:\+\+|#)/;

/**
 * Other spellings of names in a text, each folded and once: the joined form of compounds, the split form of names with a joint
 * inside, words for signs. They stand in a column of the index beside the text, so that either spelling finds the other.
 */
export function aliasesOf(text: string): readonly string[] {
  const names = text.split(' ').filter((name) => suspicious.test(name));
  if (names.length === 0) return [];
  const some = [...new Set(names)].join(' ');
  return [...new Set([...joinedForms(some), ...splitForms(some), ...signedForms(some)])];
}
