import type { Outbox } from '../delivery/outbox.js';
import type { EditionRepository, SubscriptionRepository } from '../editions/repository.js';
import type { PaperRepository } from '../papers/repository.js';
import type { VoteRepository } from '../votes/repository.js';

export interface Repositories {
  readonly papers: PaperRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
  readonly outbox: Outbox;
  readonly votes: VoteRepository;
}

/** The memory. Calls outside `transaction` are each their own. */
export interface Store extends Repositories {
  /**
   * Runs the body in one write transaction and resolves once it is on disk. The body uses only what it is handed and awaits
   * nothing else; when it throws, nothing of it stays.
   */
  transaction<T>(body: (tx: Repositories) => Promise<T>): Promise<T>;
  /**
   * Copies the database to a file while others write. The copy is checked before it gets its name. `replaced`: an older backup
   * stood there.
   */
  backup(path: string): Promise<'made' | 'replaced'>;
  close(): Promise<void>;
}
