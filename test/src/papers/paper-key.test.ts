import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arxivIdOf, paperKeyOf } from '../../../src/papers/paper-key.js';

const sameKey = (key: string, texts: readonly string[]): void => {
  for (const text of texts) expect([text, paperKeyOf(text)]).toEqual([text, key]);
};

describe('the key of a paper', () => {
  test('is the arXiv id without its version, however it is written', () => {
    sameKey('2405.14906', [
      '2405.14906',
      ' 2405.14906v2 ',
      'arXiv:2405.14906v12',
      'ARXIV: 2405.14906',
      'arXiv:2405.14906v2 [cs.SE]',
    ]);
  });

  test('keeps the zero at the end of an id', () => {
    expect(paperKeyOf('2503.02130')).toBe('2503.02130');
    expect(paperKeyOf('https://arxiv.org/abs/2503.02130v1')).toBe('2503.02130');
  });

  test('is nothing for an id that has lost its zero or names a month that does not exist', () => {
    for (const text of ['2503.0213', '2513.02130', '2500.02130', '0703.1234', '1412.12345', '25031.02130']) {
      expect([text, paperKeyOf(text)]).toEqual([text, undefined]);
    }
    expect(paperKeyOf('1412.1234')).toBe('1412.1234');
    expect(paperKeyOf('https://arxiv.org/abs/2503.0213')).toBeUndefined();
  });

  test('is the id of the old style without its subject class', () => {
    sameKey('cs/0112017', ['cs/0112017', 'arXiv:cs/0112017v1', 'cs.CL/0112017', 'https://arxiv.org/abs/cs/0112017v3']);
    sameKey('math/0309136', ['math.GT/0309136', 'https://arxiv.org/pdf/math/0309136.pdf']);
    expect(paperKeyOf('nonsense/0112017')).toBeUndefined();
  });

  test('is the same for every page that shows the paper', () => {
    sameKey('2405.14906', [
      'https://arxiv.org/abs/2405.14906v2',
      'http://arxiv.org/abs/2405.14906',
      'https://www.arxiv.org/pdf/2405.14906',
      'https://arxiv.org/pdf/2405.14906v3.pdf',
      'https://arxiv.org/html/2405.14906v1/',
      'https://export.arxiv.org/abs/2405.14906?context=cs',
      'https://huggingface.co/papers/2405.14906#community',
      'https://hf.co/papers/2405.14906',
      'https://www.alphaxiv.org/abs/2405.14906v2',
      'https://www.alphaxiv.org/overview/2405.14906',
      'https://doi.org/10.48550/arXiv.2405.14906',
      'https://dx.doi.org/10.48550/ARXIV.2405.14906',
      '10.48550/arXiv.2405.14906',
      'arxiv.org/abs/2405.14906',
      'huggingface.co/papers/2405.14906',
    ]);
  });

  test('is the DOI in lower case for papers elsewhere', () => {
    sameKey('doi:10.1145/3442188.3445922', [
      '10.1145/3442188.3445922',
      'doi:10.1145/3442188.3445922',
      'DOI: 10.1145/3442188.3445922',
      'https://doi.org/10.1145/3442188.3445922',
      'doi.org/10.1145/3442188.3445922',
    ]);
    expect(paperKeyOf('https://doi.org/10.1002/(SICI)1097-4571(1999)50%3C1::AID-X%3E3.0.CO;2-Q')).toBe(
      'doi:10.1002/(sici)1097-4571(1999)50<1::aid-x>3.0.co;2-q',
    );
  });

  test('is the normalised address for other https links', () => {
    sameKey('https://example.org/Paper?id=7', [
      'https://example.org/Paper?id=7',
      'HTTPS://EXAMPLE.org:443/Paper?id=7#results',
      'https://example.org/Paper?utm_source=mail&id=7&fbclid=x',
    ]);
  });

  test('is nothing for text that names no paper', () => {
    const texts = [
      '',
      'diffusion transformer',
      'http://example.org/paper',
      'ftp://arxiv.org/abs/2405.14906',
      'javascript:alert(1)',
      'https://user:secret@example.org/paper',
      'https://example.org/a paper',
      'https://huggingface.co/papers/trending',
      'https://arxiv.org/abs/%E0%A4%A',
      'https://arxiv.org.example.org@',
      '10.1234/with\u202econtrol',
      `https://example.org/${'x'.repeat(2000)}`,
    ];
    for (const text of texts) expect([text, paperKeyOf(text)]).toEqual([text, undefined]);
  });

  test('does not take another host for arXiv', () => {
    const key = paperKeyOf('https://arxiv.org.example.org/abs/2405.14906');
    expect(key).toBe('https://arxiv.org.example.org/abs/2405.14906');
    expect(key && arxivIdOf(key)).toBeUndefined();
  });

  test('names itself', () => {
    const candidate = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['https'] }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((suffix) => `10.1234/${suffix}`),
      fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 99999 })).map(([a, b]) => `${a}.${b}`),
      fc.string(),
    );
    fc.assert(
      fc.property(candidate, (text) => {
        const key = paperKeyOf(text);
        expect(key === undefined ? undefined : paperKeyOf(key)).toBe(key);
      }),
    );
  });
});
