/** A breach of a rule, at a line from 1. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export const written = ({ path, line, message }: Violation): string => `${path}:${line} ${message}`;
