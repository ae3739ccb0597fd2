const refused = 'it refuses the connection';
const cutOff = 'it cut the connection off';
const late = 'it did not answer in time';
const unknown = 'its address cannot be found, as without a network';
const noWay = 'no network leads to it';

/** By the codes of Node's sockets and of undici, which `fetch` is (https://nodejs.org/api/errors.html, https://undici.nodejs.org). */
const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: refused,
  ECONNRESET: cutOff,
  EPIPE: cutOff,
  UND_ERR_SOCKET: cutOff,
  ETIMEDOUT: late,
  UND_ERR_CONNECT_TIMEOUT: late,
  UND_ERR_HEADERS_TIMEOUT: late,
  UND_ERR_BODY_TIMEOUT: late,
  ENOTFOUND: unknown,
  EAI_AGAIN: unknown,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Why a request brought no answer, as the end of a sentence that people read. */
export function connectionTrouble(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  // Several addresses that were all tried are one error with many.
  const causes = cause instanceof AggregateError ? [cause, ...cause.errors] : [cause, thrown];
  const code = causes.map(codeOf).find((one) => one !== '') ?? '';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'its certificate cannot be trusted';
  if (code.startsWith('HPE_')) return 'its answer is no HTTP';
  return sentences[code] ?? 'it cannot be reached';
}
