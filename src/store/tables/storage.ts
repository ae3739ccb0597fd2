export interface StorageTables {
  readonly adapter_storage: AdapterStorageRow;
}

/** What an adapter keeps for itself. */
export interface AdapterStorageRow {
  readonly adapter: string;
  readonly namespace: string;
  readonly key: string;
  /** As the adapter gave it, or sealed when `secret` is 1. */
  readonly value: string;
  readonly secret: 0 | 1;
  readonly expires_at: number | null;
}
