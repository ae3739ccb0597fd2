import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { App } from '../app.js';
import type { Config } from '../config/config.js';
import type { BackFill } from '../embedding/back-fill.js';
import { withoutRepeats } from '../kernel/repeats.js';
import type { PaperFeed } from '../papers/feed.js';
import type { FeedId } from '../papers/listing.js';
import type { AdapterId, ChatAdapter, DeliveryId, PostRequest } from '../platform/adapter.js';
import { backUpAside } from '../store/backup-aside.js';
import { Backups } from '../store/backups.js';
import { openStore } from '../store/open.js';
import { openSearch } from '../store/search-client.js';
import type { OpenedStore, Store } from '../store/store.js';
import { Upkeep } from '../store/upkeep.js';
import { readConfig } from './configuration.js';
import { joinModel, openEmbedder } from './embedding.js';
import { checkFeeds, createFeeds, type FeedPatience } from './feeds.js';
import { heartbeatIn } from './heartbeat.js';
import { createAdapters } from './platforms.js';
import { type Previews, previewOf } from './preview-adapter.js';
import { Restarts } from './restarts.js';
import type { Runtime } from './runtime.js';
import { appSettings } from './settings.js';

/** Everything that is open while a command runs. */
export interface Session {
  readonly app: App;
  readonly store: Store;
  readonly feeds: ReadonlyMap<FeedId, PaperFeed>;
  /** The terminal's, when it takes part. */
  readonly conversation: ChatAdapter['conversation'];
  /** No platform but the terminal runs, so that the process ends with the conversation. */
  readonly terminalOnly: boolean;
  /** What runs, by the names that people know. */
  readonly platforms: readonly string[];
  /** Of a dry run, in which nothing goes out. */
  readonly previews: Previews | undefined;
  readonly restarts: Restarts;
  readonly upkeep: Upkeep;
  /** Has a model read the papers, where there is one. */
  readonly backFill: BackFill | undefined;
  /** Whether that platform takes part. */
  runs(adapter: AdapterId): boolean;
  /** Makes sure that posts can be kept before any is planned. Throws a BroadsheetError when they never can. */
  open(): Promise<void>;
  close(graceMs: number): Promise<void>;
}

export interface SessionOptions {
  readonly patience?: FeedPatience;
  /** Works on a copy of the store, so that nothing is changed and nobody else sees what is posted. */
  readonly dryRun?: boolean;
}

/** People wait for a search, and get one without the model rather than none. */
const modelPatienceMs = 1_500;

const databaseName = 'broadsheet.sqlite';

/** The search model that ships with the program. */
export const modelPath = ({ packageFolder }: Pick<Runtime, 'packageFolder'>): string =>
  join(packageFolder, 'config', 'search-model.bin');

export const databasePath = (config: Config): string => join(config.home, databaseName);

/** Opens store, feeds and adapters as the configuration says. Throws a BroadsheetError when one of them cannot be had. */
export async function openSession(
  runtime: Runtime,
  { patience = {}, dryRun = false }: SessionOptions,
): Promise<Session> {
  const config = readConfig(runtime);
  await checkFeeds(config);
  const embedder = await openEmbedder(config, runtime);
  const { clock, version } = runtime;
  const log = withoutRepeats(runtime.log, clock);
  const folder = dryRun ? await copyData(runtime, config) : config.home;
  const path = join(folder, databaseName);
  const store = await openStore({ path, mode: 'write', clock, log, version, model: modelPath(runtime) });
  try {
    if (!dryRun && (await store.recognizeCopy())) log.warn('store.is-a-copy', { path });
    await store.loadModel();
    const feeds = createFeeds(config, runtime, patience);
    const platforms = await createAdapters(runtime, config, store, folder);
    const previews = new Map<DeliveryId, PostRequest>();
    const adapters = dryRun ? platforms.map((adapter) => previewOf(adapter, previews)) : platforms;
    const settings = appSettings(config);
    const words = openSearch({ path, model: modelPath(runtime), clock, log });
    const model = { config, embedder, store, search: words, clock, log, version, patienceMs: modelPatienceMs };
    const { search, backFill } = joinModel(model);
    const heartbeat = heartbeatIn(folder);
    const restarts = new Restarts({ folder, clock, log, heartbeat });
    const upkeep = createUpkeep(config, { ...runtime, log }, store, path);
    const processTrouble = () => ({ restarted: restarts.restarted, ...upkeep.trouble });
    const app = new App({ ...runtime, log, settings, store, search, feeds, adapters, heartbeat, processTrouble });
    return {
      ...{ app, restarts, upkeep, backFill },
      store,
      feeds: new Map(feeds.map((feed) => [feed.id, feed])),
      conversation: adapters.find(({ conversation }) => conversation !== undefined)?.conversation,
      terminalOnly: adapters.every(({ conversation }) => conversation !== undefined),
      platforms: adapters.map(({ id }) => id.slice(0, 1).toUpperCase() + id.slice(1)),
      previews: dryRun ? previews : undefined,
      runs: (adapter) => adapters.some(({ id }) => id === adapter),
      open: async () => {
        for (const adapter of adapters) await adapter.open?.();
      },
      close: closing({ app, store, upkeep, backFill }),
    };
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}

/** What writes to the store has ended before the store closes. */
const closing =
  ({ app, store, upkeep, backFill }: Pick<Session, 'app' | 'store' | 'upkeep' | 'backFill'>): Session['close'] =>
  async (graceMs) => {
    upkeep.stop();
    const read = backFill?.stop();
    try {
      await app.stop(graceMs);
    } finally {
      await read;
      await store.close();
    }
  };

/** Not begun yet: only `start` runs long enough for it. */
function createUpkeep(
  { backups }: Config,
  { clock, log }: Pick<Runtime, 'clock' | 'log'>,
  store: OpenedStore,
  path: string,
): Upkeep {
  const copy = (to: string) => backUpAside({ from: path, to, at: clock.now() });
  return new Upkeep({
    store,
    clock,
    log,
    backups: backups === null ? undefined : new Backups({ ...backups, copy, clock, log }),
  });
}

/** The store to read from, beside whoever writes to it. */
export async function openReadStore(runtime: Runtime, config: Config): Promise<OpenedStore> {
  const { clock, log, version } = runtime;
  return openStore({ path: databasePath(config), mode: 'read', clock, log, version });
}

/** The store to write to, which nobody else does meanwhile: for commands that need nothing else of a session. */
export function openWriteStore(runtime: Runtime, config: Config): Promise<OpenedStore> {
  const { clock, log, version } = runtime;
  return openStore({ path: databasePath(config), mode: 'write', clock, log, version, model: modelPath(runtime) });
}

export const hasDatabase = (config: Config): Promise<boolean> => exists(databasePath(config));

/** A folder with a copy of the data, for a run that is to leave no trace. */
async function copyData(runtime: Runtime, config: Config): Promise<string> {
  const folder = await runtime.temporaryFolder();
  if (!(await hasDatabase(config))) return folder;
  const store = await openReadStore(runtime, config);
  await store.backup(resolve(folder, databaseName)).finally(() => store.close());
  return folder;
}

/** What cannot be looked at is there as far as we know: opening it then says why it cannot be used. */
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (thrown: NodeJS.ErrnoException) => thrown.code !== 'ENOENT' && thrown.code !== 'ENOTDIR',
  );
