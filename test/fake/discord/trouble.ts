/** What happens to a request instead of the answer it should get. */
export type Trouble =
  /** Nothing: takes a place in the queue. */
  | { readonly kind: 'fine' }
  /** An HTTP status such as 503, without a code of Discord's. With `applied` the request took effect all the same. */
  | { readonly kind: 'status'; readonly status: number; readonly applied?: boolean }
  /** The request takes effect and the connection breaks before the answer. */
  | { readonly kind: 'lost' }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'reset' }
  /** Never answered. With `applied` the request took effect all the same. */
  | { readonly kind: 'hang'; readonly applied?: boolean }
  /** `shared`: others than we used the resource up. */
  | {
      readonly kind: 'rate limited';
      readonly retryAfterSeconds: number;
      readonly global?: boolean;
      readonly shared?: boolean;
    }
  /** `{message, code}` with that status. With `applied` the request took effect all the same. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: number;
      readonly message: string;
      readonly applied?: boolean;
    }
  /** Takes effect and is answered, but not before the promise resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> };

/** Trouble that is scripted, by method and path: `POST /channels/{channel}/messages`; `*` stands for all. */
export class Troubles {
  readonly #queues = new Map<string, Trouble[]>();
  readonly #always = new Map<string, Trouble>();

  /** What happens to the next requests of a route, in this order. */
  next(route: string, ...troubles: readonly Trouble[]): void {
    this.#queues.set(route, [...(this.#queues.get(route) ?? []), ...troubles]);
  }

  /** What happens to every request of a route once its queue is empty; undefined ends it. */
  always(route: string, trouble: Trouble | undefined): void {
    if (trouble === undefined) this.#always.delete(route);
    else this.#always.set(route, trouble);
  }

  take(route: string): Trouble | undefined {
    const queued = this.#queues.get(route)?.shift() ?? this.#queues.get('*')?.shift();
    return queued ?? this.#always.get(route) ?? this.#always.get('*');
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
