import type { Clock } from '../../src/kernel/clock.js';
import type { AdapterStorage, KeepOptions, StoredValue } from '../../src/platform/adapter-storage.js';

interface Kept extends StoredValue {
  readonly options: KeepOptions;
}

/** What an adapter keeps, in memory: it outlives the adapter, as a store does. */
export class FakeStorage implements AdapterStorage {
  readonly #clock: Clock;
  readonly #values = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(namespace: string, key: string): Promise<string | undefined> {
    return this.#standing(idOf(namespace, key))?.value;
  }

  async put(namespace: string, key: string, value: string, options: KeepOptions = {}): Promise<void> {
    this.#values.set(idOf(namespace, key), { key, value, options });
  }

  async add(namespace: string, key: string, value: string, options: KeepOptions = {}): Promise<boolean> {
    if (this.#standing(idOf(namespace, key)) !== undefined) return false;
    await this.put(namespace, key, value, options);
    return true;
  }

  async delete(namespace: string, key: string): Promise<void> {
    this.#values.delete(idOf(namespace, key));
  }

  async list(namespace: string): Promise<readonly StoredValue[]> {
    const ids = [...this.#values.keys()].filter((id) => JSON.parse(id)[0] === namespace).sort();
    return ids.flatMap((id) => this.#standing(id) ?? []).map(({ key, value }) => ({ key, value }));
  }

  /** The values that are kept as they are, for whoever looks into the file. */
  unsealed(): readonly string[] {
    return [...this.#values.values()].filter(({ options }) => options.secret !== true).map(({ value }) => value);
  }

  #standing(id: string): Kept | undefined {
    const kept = this.#values.get(id);
    const { expiresAt } = kept?.options ?? {};
    return expiresAt !== undefined && expiresAt <= this.#clock.now() ? undefined : kept;
  }
}

const idOf = (namespace: string, key: string): string => JSON.stringify([namespace, key]);
