const digits = 1e6;

/** For `JSON.stringify`: figures without the noise of floating point. */
export const rounded = (_name: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * digits) / digits : value;
