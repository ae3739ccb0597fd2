import type { Instant } from '../kernel/clock.js';

export interface StoredValue {
  readonly key: string;
  readonly value: string;
}

export interface KeepOptions {
  /** The value is encrypted before it is written; rejects with a BroadsheetError `config` when no key for that is set. */
  readonly secret?: boolean;
  /** From then on it is as if it had never been kept. */
  readonly expiresAt?: Instant;
}

/**
 * What one adapter keeps between starts, by namespace and key, apart from what the core keeps. Values are text of the adapter's own. Each
 * promise resolves once the change is on disk.
 */
export interface AdapterStorage {
  get(namespace: string, key: string): Promise<string | undefined>;
  /** Replaces what was kept under the key. */
  put(namespace: string, key: string, value: string, options?: KeepOptions): Promise<void>;
  /** As `put`, unless something is kept there already: then false, and nothing changes. */
  add(namespace: string, key: string, value: string, options?: KeepOptions): Promise<boolean>;
  delete(namespace: string, key: string): Promise<void>;
  /** Everything in the namespace, by key. */
  list(namespace: string): Promise<readonly StoredValue[]>;
}
