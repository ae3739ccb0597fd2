/** The process's exit codes (sysexits.h). */
export const exitCodes = {
  usage: 64,
  data: 65,
  unavailable: 69,
  software: 70,
  cannotWrite: 73,
  locked: 75,
  config: 78,
} as const;

export type ErrorCode = keyof typeof exitCodes;

/**
 * A surprise that ends what was asked for. `message` is one sentence that names the mistake, `hint` the next action.
 * Expected trouble (a feed that does not answer, a post that is refused) is a value instead, never this.
 */
export class BroadsheetError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BroadsheetError';
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}

/** What a caught value says, whatever was thrown. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
