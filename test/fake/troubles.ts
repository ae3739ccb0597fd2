/** What happens to a request at either platform's stand-in in place of the answer that it should get. */
export type CommonTrouble =
  /** Nothing: takes a place in the queue. */
  | { readonly kind: 'fine' }
  /** An HTTP status such as 503, in no form of the platform's. With `applied` the request took effect all the same. */
  | { readonly kind: 'status'; readonly status: number; readonly applied?: boolean }
  /** The request takes effect and the connection breaks before the answer. */
  | { readonly kind: 'lost' }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'reset' }
  /** Never answered. With `applied` the request took effect all the same. */
  | { readonly kind: 'hang'; readonly applied?: boolean }
  /** Takes effect and is answered, but not before the promise resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> };

/** Trouble that is scripted, by what a request is called: Slack's method, Discord's verb and path; `*` stands for all. */
export class Troubles<Trouble> {
  readonly #queues = new Map<string, Trouble[]>();
  readonly #always = new Map<string, Trouble>();

  /** What happens to the next requests of that name, in this order. */
  next(name: string, ...troubles: readonly Trouble[]): void {
    this.#queues.set(name, [...(this.#queues.get(name) ?? []), ...troubles]);
  }

  /** What happens to every request of that name once its queue is empty; undefined ends it. */
  always(name: string, trouble: Trouble | undefined): void {
    if (trouble === undefined) this.#always.delete(name);
    else this.#always.set(name, trouble);
  }

  take(name: string): Trouble | undefined {
    const queued = this.#queues.get(name)?.shift() ?? this.#queues.get('*')?.shift();
    return queued ?? this.#always.get(name) ?? this.#always.get('*');
  }
}

/** Whether a request took effect to which this happened. */
export function takesEffect(trouble: { readonly kind: string; readonly applied?: boolean } | undefined): boolean {
  if (trouble === undefined || ['fine', 'lost', 'slow'].includes(trouble.kind)) return true;
  return trouble.applied === true;
}
