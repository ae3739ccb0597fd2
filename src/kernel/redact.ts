/** Takes tokens out of a text that is about to be logged or shown. */
export type Redact = (text: string) => string;

const mark = '[redacted]';

/** Shorter values would be found in ordinary words. */
const shortestSecret = 6;

/**
 * What tokens look like. Each repetition is bounded or cannot be entered twice from the same place, so that no text takes
 * longer than its length. No word boundary in front: in quoted text a token may follow the `n` of a line break.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  // https://docs.slack.dev/authentication/tokens
  [/xox[a-z](?:\.xox[a-z])?-[\w-]+/g, mark],
  [/xapp-[\w-]+/g, mark],
  [/(hooks\.slack\.com\/[a-z]+\/)[\w/-]+/g, `$1${mark}`],
  // https://docs.discord.com/developers/reference: user id, time and signature in base 64
  [/[\w-]{24,28}\.[\w-]{6}\.[\w-]{27,}/g, mark],
  [/(\/webhooks\/\d+\/)[\w-]+/g, `$1${mark}`],
  [
    /(authorization["'\\]{0,2}\s{0,4}[:=]["'\\\s]{0,4})(?:(?:bearer|bot|basic|token)\s{1,8})?[^\s"'\\,;}]+/gi,
    `$1${mark}`,
  ],
  [/(bearer\s{1,8})[\w.~+/=-]{6,}/gi, `$1${mark}`],
  // The password of an address such as postgres://name:password@host
  [/(?<=:\/\/)([^\s/:@]*:)[^\s/@]+@/g, `$1${mark}@`],
];

/** How one secret may be written: as it is, within JSON, within an address. */
const spellings = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
];

/** A scrubber that knows what tokens look like, and these secrets exactly. */
export function redactor(secrets: readonly string[] = []): Redact {
  const exact = [...new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellings))].toSorted(
    (a, b) => b.length - a.length,
  );
  return (text) => {
    const withoutSecrets = exact.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutSecrets);
  };
}
