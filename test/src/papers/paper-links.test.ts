import { describe, expect, test } from 'vitest';
import type { IsoDate } from '../../../src/kernel/dates.js';
import type { PaperKey } from '../../../src/papers/paper.js';
import { codeUrl, paperUrl, pdfUrl, projectUrl } from '../../../src/papers/paper-links.js';

const listedOn = '2024-05-27' as IsoDate;
const urlOf = (key: string, listed: IsoDate | null = null): string =>
  paperUrl({ key: key as PaperKey, listedOn: listed });

describe('the links of a paper', () => {
  test('lead to Hugging Face when the paper stood on its list, else to arXiv', () => {
    expect(urlOf('2405.14906', listedOn)).toBe('https://huggingface.co/papers/2405.14906');
    expect(urlOf('2405.14906')).toBe('https://arxiv.org/abs/2405.14906');
    expect(urlOf('cs/0112017', listedOn)).toBe('https://arxiv.org/abs/cs/0112017');
  });

  test('lead to doi.org or the address itself for papers that are not on arXiv', () => {
    expect(urlOf('doi:10.1145/3442188')).toBe('https://doi.org/10.1145/3442188');
    expect(urlOf('doi:10.1002/a<1::x>3#b?c%d')).toBe('https://doi.org/10.1002/a%3C1::x%3E3%23b%3Fc%25d');
    expect(urlOf('https://example.org/paper')).toBe('https://example.org/paper');
  });

  test('name the PDF only where arXiv keeps one', () => {
    expect(pdfUrl('2405.14906' as PaperKey)).toBe('https://arxiv.org/pdf/2405.14906');
    expect(pdfUrl('doi:10.1145/3442188' as PaperKey)).toBeUndefined();
  });

  test('keep code only at https addresses of hosts that keep code', () => {
    expect(codeUrl('https://github.com/owner/name/')).toBe('https://github.com/owner/name');
    expect(codeUrl(' https://www.github.com/owner/name?tab=readme#top ')).toBe('https://github.com/owner/name');
    for (const host of ['gitlab.com', 'huggingface.co', 'codeberg.org', 'bitbucket.org']) {
      expect(codeUrl(`https://${host}/a/b`)).toBe(`https://${host}/a/b`);
    }
    const refused = [
      'http://github.com/owner/name',
      'https://github.com.example.org/owner/name',
      'https://github.com@example.org/owner/name',
      'https://github.com:8443/owner/name',
      'https://github.com/',
      'https://evil.example/x',
      'javascript:alert(1)//github.com/',
      'github.com/owner/name',
      '',
    ];
    for (const text of refused) expect([text, codeUrl(text)]).toEqual([text, undefined]);
  });

  test('keep a project page anywhere, as long as it is https', () => {
    expect(projectUrl('https://example.org/zeta')).toBe('https://example.org/zeta');
    expect(projectUrl('http://example.org/zeta')).toBeUndefined();
    expect(projectUrl('data:text/html,hello')).toBeUndefined();
  });
});
