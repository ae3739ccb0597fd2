/** A button's label as people type it: `Share…` is `share`, `Search that` is `search that`. */
export const typedLabel = (label: string): string =>
  label
    .trim()
    .replace(/(?:…|\.{3})$/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
