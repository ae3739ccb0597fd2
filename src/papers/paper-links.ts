import type { Paper, PaperKey } from './paper.js';
import { arxivIdOf } from './paper-key.js';
import { webAddress } from './web-address.js';

const codeHosts = new Set(['github.com', 'gitlab.com', 'huggingface.co', 'codeberg.org', 'bitbucket.org']);

/** Keys hold printable ASCII; `?` and `#` would end the path, and `%` would be read as an escape. */
const doiUrl = (doi: string): string => `https://doi.org/${encodeURI(doi).replace(/[?#]/g, encodeURIComponent)}`;

/**
 * The page a title links to: Hugging Face when the paper stood on its list, else arXiv, else doi.org, else the address itself. It
 * is built from the key alone, so that nothing a feed says can lead elsewhere.
 */
export function paperUrl(paper: Pick<Paper, 'key' | 'listedOn'>): string {
  const id = arxivIdOf(paper.key);
  if (id === undefined) return paper.key.startsWith('doi:') ? doiUrl(paper.key.slice('doi:'.length)) : paper.key;
  // Hugging Face has no pages for ids of the old style.
  const listed = paper.listedOn !== null && !id.includes('/');
  return listed ? `https://huggingface.co/papers/${id}` : `https://arxiv.org/abs/${id}`;
}

/** Where arXiv keeps the PDF; undefined for papers that are not on arXiv. */
export function pdfUrl(key: PaperKey): string | undefined {
  const id = arxivIdOf(key);
  return id === undefined ? undefined : `https://arxiv.org/pdf/${id}`;
}

function httpsUrl(text: string): URL | undefined {
  const url = webAddress(text.trim());
  return url?.protocol === 'https:' && url.port === '' ? url : undefined;
}

/** The https address of code on a host that people keep code at; undefined for anything else that stands in its place. */
export function codeUrl(text: string): string | undefined {
  const url = httpsUrl(text);
  if (url === undefined) return undefined;
  const host = url.hostname.replace(/^www\./, '');
  const path = url.pathname.replace(/\/+$/, '');
  return codeHosts.has(host) && path !== '' ? `https://${host}${path}` : undefined;
}

/** The https address of a project's page, whoever runs it. */
export const projectUrl = (text: string): string | undefined => httpsUrl(text)?.href;
