import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config, FeedConfig } from '../config/config.js';
import { BroadsheetError } from '../kernel/errors.js';
import type { PaperFeed } from '../papers/feed.js';
import { fileFeed } from '../papers/feeds/file.js';
import { huggingFaceFeed } from '../papers/feeds/huggingface.js';
import type { FeedId } from '../papers/listing.js';
import type { Runtime } from './runtime.js';
import { sampleFeed } from './settings.js';

/** How hard a feed tries before it counts as failed. Left out: the feed's own measure. */
export interface FeedPatience {
  readonly attempts?: number;
  readonly timeoutMs?: number;
}

/** A file that is not there is a mistake in the configuration, and not a feed that fails. Throws a BroadsheetError `config`. */
export async function checkFeeds({ feeds }: Config): Promise<void> {
  for (const feed of feeds) {
    if (feed.kind !== 'file') continue;
    const found = await stat(feed.path).catch(() => undefined);
    if (found?.isFile() === true) continue;
    const why = found === undefined ? 'there is no such file' : 'that is not a file';
    throw new BroadsheetError(
      'config',
      `The feed ${feed.id} is to read ${feed.path}, but ${why}.`,
      'Correct its path under feeds: in the configuration; a relative one starts at the folder of that file.',
    );
  }
}

/** The feeds of the configuration, and the sample. */
export function createFeeds(config: Config, runtime: Runtime, patience: FeedPatience): readonly PaperFeed[] {
  const sample = join(runtime.packageFolder, 'config', 'sample', 'papers.jsonl');
  return [
    ...config.feeds.map((feed) => createFeed(feed, runtime, patience)),
    fileFeed({ id: sampleFeed, name: 'the sample', path: sample }),
  ];
}

function createFeed(feed: FeedConfig, { clock, random, log, version }: Runtime, patience: FeedPatience): PaperFeed {
  const id = feed.id as FeedId;
  if (feed.kind === 'file') return fileFeed({ id, name: feed.name, path: feed.path });
  return huggingFaceFeed({ id, baseUrl: feed.url, clock, random, log, version, ...patience });
}
