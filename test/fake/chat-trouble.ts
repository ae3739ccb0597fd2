import type { Clock, Instant } from '../../src/kernel/clock.js';
import type { EditOutcome, MessageRef, PostOutcome, PostRequest, Workspace } from '../../src/platform/adapter.js';

/**
 * What the next call of the fake platform meets. `lost`: applied, but the answer never came; `unknown`: not applied, and no
 * answer came either. `hang`: not applied, and nothing is said until the call is given up; an edit, which cannot be given up, hangs
 * for ever, and so does one that is `lost`. `throw`: the adapter breaks its word. `closed`: the channel takes nothing any more.
 */
export type Trouble =
  | { readonly kind: 'retry'; readonly notBefore?: Instant }
  | { readonly kind: 'rejected' | 'unknown' | 'lost' | 'gone' | 'hang' | 'throw' | 'closed' };

type Wait = { readonly kind: 'retry'; readonly reason: string; readonly notBefore?: Instant };

const asked = (notBefore: Instant | undefined): Wait => ({
  kind: 'retry',
  reason: 'asked to wait',
  ...(notBefore === undefined ? {} : { notBefore }),
});

/** The answer of a platform that asks to wait, or undefined. */
export const waitOf = (trouble: Trouble | undefined): Wait | undefined =>
  trouble?.kind === 'retry' ? asked(trouble.notBefore) : undefined;

const unsent: PostOutcome = { kind: 'retry', reason: 'given up before it was sent' };
const refused = { kind: 'rejected', reason: 'refused', detail: 'status 403' } as const;
const archived = { kind: 'rejected', reason: 'is_archived', detail: 'status 403', closed: true } as const;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** What goes wrong on a fake platform: told in advance for the next calls, and how slow each workspace is. */
export class ChatTroubles {
  readonly #clock: Clock;
  /** How long posts and edits take there. */
  readonly slowMs = new Map<string, number>();
  readonly posts: Trouble[] = [];
  readonly edits: Trouble[] = [];
  readonly reads: Trouble[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A post as it goes through the platform's door. Nothing is applied once it was given up. */
  post(request: PostRequest, apply: () => PostOutcome): Promise<PostOutcome> {
    if (request.signal.aborted) return Promise.resolve(unsent);
    const trouble = this.posts.shift();
    if (trouble?.kind === 'throw') throw new Error('The adapter is broken.');
    return this.#send(request, trouble, apply);
  }

  async #send(
    { target, signal }: PostRequest,
    trouble: Trouble | undefined,
    apply: () => PostOutcome,
  ): Promise<PostOutcome> {
    await this.#delay(target, signal);
    if (signal.aborted) return unsent;
    switch (trouble?.kind) {
      case undefined:
        return apply();
      case 'retry':
        return asked(trouble.notBefore);
      case 'lost':
        return lost(apply());
      case 'unknown':
        return { kind: 'unknown', reason: 'the connection broke' };
      case 'hang':
        await aborted(signal);
        return { kind: 'unknown', reason: 'given up while it was on its way' };
      case 'closed':
        return archived;
      default:
        return refused;
    }
  }

  async edit(ref: MessageRef, workspace: Workspace | undefined, apply: () => void): Promise<EditOutcome> {
    const trouble = this.edits.shift();
    if (workspace !== undefined) await this.#delay(workspace);
    switch (trouble?.kind) {
      case 'retry':
        return asked(trouble.notBefore);
      case 'rejected':
        return refused;
      case 'throw':
        throw new Error(`The adapter is broken at ${ref.key}.`);
      case 'hang':
        return new Promise(() => undefined);
      default:
        if (workspace === undefined || trouble?.kind === 'gone') return { kind: 'gone' };
        apply();
        return trouble?.kind === 'lost' ? new Promise(() => undefined) : { kind: 'edited' };
    }
  }

  #delay({ workspace }: Workspace, signal?: AbortSignal): Promise<void> {
    const ms = this.slowMs.get(workspace) ?? 0;
    return ms === 0 ? Promise.resolve() : this.#clock.sleep(ms, signal);
  }
}

const lost = (outcome: PostOutcome): PostOutcome =>
  outcome.kind === 'posted' ? { kind: 'unknown', reason: 'the answer was lost' } : outcome;
