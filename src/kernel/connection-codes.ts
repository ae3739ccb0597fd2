/** Nothing was sent when the connection could not be made. */
const unconnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The system's codes of an error and of what caused it; a name with several addresses has an error for each. */
function codesOf(error: unknown, depth = 4): readonly string[] {
  if (depth === 0 || typeof error !== 'object' || error === null) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const causes: readonly unknown[] = [cause, ...(Array.isArray(errors) ? errors : [])];
  const inner = causes.flatMap((one) => codesOf(one, depth - 1));
  return typeof code === 'string' ? [code, ...inner] : inner;
}

/** Why no connection came about, so that the request certainly did nothing; undefined when it may have gone out. */
export const unconnectedCode = (error: unknown): string | undefined =>
  codesOf(error).find((code) => unconnected.has(code));
