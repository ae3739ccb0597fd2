/** What happens to a call instead of the answer it should get. */
export type Trouble =
  /** Nothing: takes a place in the queue. */
  | { readonly kind: 'fine' }
  /** An HTTP status such as 503. With `applied` the call took effect all the same. */
  | { readonly kind: 'status'; readonly status: number; readonly applied?: boolean }
  /** The call takes effect and the connection breaks before the answer. */
  | { readonly kind: 'lost' }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'reset' }
  /** Never answered. With `applied` the call took effect all the same. */
  | { readonly kind: 'hang'; readonly applied?: boolean }
  | { readonly kind: 'rate limited'; readonly retryAfterSeconds: number }
  /** `{ok: false, error}`. With `applied` the call took effect all the same. */
  | { readonly kind: 'error'; readonly error: string; readonly applied?: boolean }
  /** Takes effect and is answered, but not before the promise resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> };

/** Trouble that is scripted, by method; `response_url` is one, `*` stands for all. */
export class Troubles {
  readonly #queues = new Map<string, Trouble[]>();
  readonly #always = new Map<string, Trouble>();

  /** What happens to the next calls of a method, in this order. */
  next(method: string, ...troubles: readonly Trouble[]): void {
    this.#queues.set(method, [...(this.#queues.get(method) ?? []), ...troubles]);
  }

  /** What happens to every call of a method once its queue is empty; undefined ends it. */
  always(method: string, trouble: Trouble | undefined): void {
    if (trouble === undefined) this.#always.delete(method);
    else this.#always.set(method, trouble);
  }

  take(method: string): Trouble | undefined {
    const queued = this.#queues.get(method)?.shift() ?? this.#queues.get('*')?.shift();
    return queued ?? this.#always.get(method) ?? this.#always.get('*');
  }
}

export const takesEffect = (trouble: Trouble | undefined): boolean => {
  switch (trouble?.kind) {
    case undefined:
    case 'fine':
    case 'lost':
    case 'slow':
      return true;
    case 'reset':
    case 'rate limited':
      return false;
    default:
      return trouble?.applied === true;
  }
};
