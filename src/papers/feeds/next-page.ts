const link = /<([^<>]{1,2000})>([^<]*)/g;
const relation = /;\s*rel\s*=\s*"?([^";,]*)/i;

/** The address behind `Link: <…>; rel="next"` (RFC 8288), seen from the page that it came with. */
export function nextPage(headers: Headers, page: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of (headers.get('link') ?? '').matchAll(link)) {
    const relations = relation.exec(parameters)?.[1]?.toLowerCase().split(/\s+/) ?? [];
    if (relations.includes('next') && URL.canParse(target, page.href)) return new URL(target, page.href);
  }
  return undefined;
}
