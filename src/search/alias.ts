import { fold } from './fold.js';
import { formulaForms, hasFormula } from './formula.js';

/**
 * `GPT-4`, `Qwen2.5-VL`, `state-of-the-art`: words joined by hyphens or dots, the hyphens of typesetters included. As in the other shapes
 * here, what stands before says that a run is tried from its beginning alone, which keeps long texts without a space linear.
 */
const compound = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[-.\u2010\u2011\u2013][\p{L}\p{N}]+)+/gu;
const joints = /[-.\u2010\u2011\u2013]/gu;
const anyLetter = /\p{L}/u;
const longestCompound = 40;

/** `AutoCoder`, `gpt4`: something that has a joint inside although it is written as one word. */
const jointed = /(?<![A-Za-z0-9])[A-Za-z0-9]*(?:[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z])[A-Za-z0-9]*/g;
const parts = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const plural = /^[A-Z]+s$/;
const longestJointed = 30;
const mostParts = 4;

/** `C++`, `C#`, `F*`, `.NET`: a name whose signs no index of words keeps. */
const signed = /(?<![\p{L}\p{N}*])([A-Za-z])(\+\+|#|\*)(?!\p{L})/gu;
const dotNet = /(?<![\p{L}\p{N}])\.net(?![\p{L}\p{N}])/iu;
const signNames: Readonly<Record<string, string>> = { '++': 'plusplus', '#': 'sharp', '*': 'star' };

/** Whether a word is such a name, of which its letters alone would say too little. */
export const isSigned = (word: string): boolean => /^(?:[A-Za-z](?:\+\+|#|\*)|\.net)$/i.test(word);

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

/** `cplusplus` for `C++`, `csharp` for `C#`, `astar` for `A*`, `dotnet` for `.NET`. */
const signedForms = (text: string): readonly string[] => [
  ...[...text.matchAll(signed)].map(([, letter = '', sign = '']) => letter.toLowerCase() + (signNames[sign] ?? '')),
  ...(dotNet.test(text) ? ['dotnet'] : []),
];

/** What kind of character each code is, for a first look at a text: an import looks at a hundred megabytes. */
const other = 0;
const small = 1;
const large = 2;
const digit = 3;
const joint = 4;
const sign = 5;
const foreign = 6;
/** TeX's signs and Greek letters. */
const formula = 7;
const kinds = Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

function kindOf(character: string): number {
  if (/[a-z]/.test(character)) return small;
  if (/[A-Z]/.test(character)) return large;
  if (/[0-9]/.test(character)) return digit;
  if (/[-.]/.test(character)) return joint;
  if (/[\\_^]/.test(character)) return formula;
  return /[+#*]/.test(character) ? sign : other;
}

const letters = [small, large, foreign];
const suspicious = new Set(
  [
    [small, large],
    ...letters.flatMap((letter) => [
      [letter, digit],
      [digit, letter],
      [letter, joint],
      [letter, sign],
      [letter, foreign],
    ]),
    [digit, joint],
    [joint, small],
    [joint, large],
    ...[other, ...letters, digit, joint, sign, formula].map((before) => [before, formula]),
  ].map(([before = 0, after = 0]) => before * 8 + after),
);
const isSuspicious = Uint8Array.from({ length: 64 }, (_, pair) => (suspicious.has(pair) ? 1 : 0));

const micro = 0xb5;
/** The first half of what mathematical alphabets are made of. */
const mathAlphabets = 0xd835;

function foreignKind(code: number): number {
  const isGreek = (code >= 0x370 && code <= 0x3ff) || code === micro || code === mathAlphabets;
  return isGreek ? formula : foreign;
}

const endsSentence = (text: string, at: number, kind: number): boolean => kind === joint && text[at + 1] === ' ';

/** The few words of a text that can have another spelling, by pairs of neighbouring characters. */
function suspiciousWords(text: string): readonly string[] {
  const found: string[] = [];
  let before = other;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = kinds[code] ?? foreignKind(code);
    if (isSuspicious[before * 8 + kind] === 1 && !endsSentence(text, at, kind)) {
      const end = text.indexOf(' ', at);
      const stop = end < 0 ? text.length : end;
      found.push(text.slice(text.lastIndexOf(' ', at) + 1, stop));
      at = stop;
      before = other;
    } else before = kind;
  }
  return found;
}

/**
 * Other spellings of names in a text, each folded and once: the joined form of compounds, the split form of names with a joint
 * inside, words for signs, formulas as people type them. They stand in a column of the index beside the text, so that either spelling finds the other.
 */
export function aliasesOf(text: string): readonly string[] {
  const names = suspiciousWords(text);
  if (names.length === 0) return [];
  const distinct = [...new Set(names)];
  const some = distinct.join(' ');
  const formulas = hasFormula(some) ? distinct.flatMap(formulaForms) : [];
  return [...new Set([...joinedForms(some), ...splitForms(some), ...signedForms(some), ...formulas])];
}
