import { stemmer } from 'stemmer';

const asciiWord = /^[a-z0-9]{3,64}$/;

/** The stem under which the index keeps a folded word; like FTS5's porter tokenizer it leaves words of other scripts alone. */
export const stem = (word: string): string => (asciiWord.test(word) ? stemmer(word) : word);
