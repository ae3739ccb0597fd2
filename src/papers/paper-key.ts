import type { PaperKey } from './paper.js';
import { webAddress } from './web-address.js';

const longestText = 1000;

/** Archives whose papers have ids of the style used until March 2007, from https://arxiv.org/archive/. */
const oldArchives = new Set(
  (
    'acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga ' +
    'funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph ' +
    'q-alg q-bio quant-ph solv-int supr-con'
  ).split(' '),
);

const newStyle = /^(\d{2}(?:0[1-9]|1[0-2]))\.(\d{4,5})(?:v\d{1,3})?$/;
const oldStyle = /^([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d{1,3})?$/;
const doiShape = /^10\.\d{4,9}(?:\.\d{1,9})*\/[!-~]+$/;
const arxivDoi = /^10\.48550\/arxiv\.(.+)$/;

/** Sequence numbers have had five digits since January 2015: a shorter one has lost a zero (https://arxiv.org/help/arxiv_identifier). */
function newStyleId(text: string): string | undefined {
  const [, month = '', sequence = ''] = newStyle.exec(text) ?? [];
  if (month < '0704') return undefined;
  return sequence.length === (month < '1501' ? 4 : 5) ? `${month}.${sequence}` : undefined;
}

/** The subject class is no part of the identity: `math.GT/0309136` is `math/0309136`. */
function oldStyleId(text: string): string | undefined {
  const [, archive = '', number = ''] = oldStyle.exec(text) ?? [];
  return oldArchives.has(archive) ? `${archive}/${number}` : undefined;
}

/** An arXiv id as people write it, in lower case: `2405.14906v2`, `arxiv:2405.14906 [cs.cl]`. */
function arxivKey(text: string): PaperKey | undefined {
  const id = text.replace(/^arxiv: ?/, '').replace(/ \[[a-z.-]{2,20}\]$/, '');
  return (newStyleId(id) ?? oldStyleId(id)) as PaperKey | undefined;
}

function doiKey(text: string): PaperKey | undefined {
  if (!doiShape.test(text)) return undefined;
  const arxivId = arxivDoi.exec(text)?.[1];
  return arxivId === undefined ? (`doi:${text}` as PaperKey) : arxivKey(arxivId);
}

interface PaperSite {
  readonly hosts: RegExp;
  /** Its first group is the id. An address of the site that has no such path is an ordinary address. */
  readonly path: RegExp;
  readonly key: (id: string) => PaperKey | undefined;
}

const sites: readonly PaperSite[] = [
  {
    hosts: /^(?:(?:[a-z0-9-]+\.)*arxiv|(?:www\.)?ar5iv)\.org$/,
    path: /^\/(?:abs|pdf|html|format|ps|src)\/(.+?)(?:\.pdf)?\/?$/,
    key: arxivKey,
  },
  { hosts: /^(?:huggingface\.co|hf\.co)$/, path: /^\/papers\/(.+?)(?:\.md)?\/?$/, key: arxivKey },
  { hosts: /^(?:www\.)?alphaxiv\.org$/, path: /^\/(?:abs|pdf|html|overview)\/(.+?)(?:\.pdf)?\/?$/, key: arxivKey },
  { hosts: /^(?:dx\.|www\.)?doi\.org$/, path: /^\/(10\..+)$/, key: doiKey },
];

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const tracking = /^(?:utm_.*|fbclid|gclid)$/;

function addressKey(url: URL): PaperKey | undefined {
  if (url.protocol !== 'https:') return undefined;
  const noise = [...url.searchParams.keys()].filter((name) => tracking.test(name));
  for (const name of noise) url.searchParams.delete(name);
  url.hash = '';
  return url.href as PaperKey;
}

function linkKey(text: string): PaperKey | undefined {
  const url = webAddress(text);
  if (url === undefined) return undefined;
  const site = sites.find(({ hosts }) => hosts.test(url.hostname));
  const id = site?.path.exec(url.pathname)?.[1];
  if (site === undefined || id === undefined) return addressKey(url);
  return site.key((decoded(id) ?? '').toLowerCase());
}

const bareSite = /^(?:[a-z0-9-]+\.)*(?:arxiv|ar5iv|alphaxiv|doi)\.org\/|^(?:huggingface|hf)\.co\/papers\//;

/**
 * The paper that a text names: an arXiv id of either style with or without version, a DOI, or a link. Links of sites that
 * show papers (arXiv, Hugging Face, alphaXiv, doi.org) give the paper's id; other https links give the normalised address.
 * Undefined when it names no paper, an id that has lost its last zero (`2503.0213`) included.
 * A key names itself: `paperKeyOf(key) === key`.
 */
export function paperKeyOf(text: string): PaperKey | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longestText) return undefined;
  const lower = trimmed.toLowerCase();
  const id = arxivKey(lower) ?? doiKey(lower.replace(/^doi: ?/, ''));
  if (id !== undefined || /\s/.test(trimmed)) return id;
  if (/^https?:\/\//.test(lower)) return linkKey(trimmed);
  return bareSite.test(lower) ? linkKey(`https://${trimmed}`) : undefined;
}

/** The arXiv id, when the key is one. */
export const arxivIdOf = (key: PaperKey): string | undefined => (/^(?:doi:|https:)/.test(key) ? undefined : key);
