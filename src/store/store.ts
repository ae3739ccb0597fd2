import type { Outbox } from '../delivery/outbox.js';
import type { EditionRepository, SubscriptionRepository } from '../editions/repository.js';
import type { PaperRepository } from '../papers/repository.js';
import type { EmbeddingRepository } from '../search/embedding-repository.js';
import type { SearchIndex } from '../search/repository.js';
import type { VoteRepository } from '../votes/repository.js';

/** One value that an adapter keeps. A secret one comes and goes sealed: the store holds no key. */
export interface AdapterValue {
  readonly adapter: string;
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  readonly secret: boolean;
  /** Milliseconds; null when it lasts. */
  readonly expiresAt: number | null;
}

type AdapterValueName = Pick<AdapterValue, 'adapter' | 'namespace' | 'key'>;

/** What adapters keep, see `AdapterStorage`. What has expired is never handed out. */
export interface AdapterValues {
  get(name: AdapterValueName): Promise<AdapterValue | undefined>;
  put(value: AdapterValue): Promise<void>;
  /** False, and nothing changes, when the name is taken. */
  add(value: AdapterValue): Promise<boolean>;
  delete(name: AdapterValueName): Promise<void>;
  list(adapter: string, namespace: string): Promise<readonly AdapterValue[]>;
  /** Every secret of every adapter, for a change of the key. */
  secrets(): Promise<readonly AdapterValue[]>;
}

export interface Repositories {
  readonly papers: PaperRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly editions: EditionRepository;
  readonly outbox: Outbox;
  readonly votes: VoteRepository;
  readonly searchIndex: SearchIndex;
  readonly embeddings: EmbeddingRepository;
  readonly adapterValues: AdapterValues;
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

/** A store that was opened, beside what is kept in it. */
export interface OpenedStore extends Store {
  /** What keeps the database from being written, in sentences; undefined while nothing is known that does. */
  trouble(): string | undefined;
  /**
   * Whether the database is a backup that somebody put in place of another by hand. From then on it is looked up what was posted since
   * it was made, as after `restoreStore`.
   */
  recognizeCopy(): Promise<boolean>;
  /** Reads the search model by which papers are saved, some 20 milliseconds: else the first save does, within its transaction. */
  loadModel(): Promise<void>;
  /** Tries whether it can be written, which ends `trouble`. Rejects with a BroadsheetError when it cannot. */
  probe(): Promise<void>;
}
