import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadPaper } from '../../src/search/embedding-repository.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, paper } from './store-samples.js';

export function describeEmbeddings(open: OpenStore): void {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const shelve = (...names: readonly string[]) =>
    store.papers.save(names.map((name) => ({ paper: paper(name), listings: [] })));

  /** All papers without a vector, as one call after the other finds them. */
  async function unread(embedder: string, limit = 2): Promise<readonly ReadPaper[]> {
    const found: ReadPaper[] = [];
    let below: number | null = null;
    do {
      const { papers, next } = await store.embeddings.unread(embedder, below, limit);
      expect(papers.length).toBeLessThanOrEqual(limit);
      found.push(...papers.map((one) => ({ ...one, vector: Int8Array.of(127, -128, 0) })));
      below = next;
    } while (below !== null);
    return found;
  }

  const titles = async (embedder: string) => (await unread(embedder)).map(({ title }) => title);

  describe('vectors of papers', () => {
    it('are wanting for every paper, those that came last first, with their texts', async () => {
      await shelve('a', 'b', 'c');
      expect(await titles('small')).toEqual(['On c', 'On b', 'On a']);
      expect((await unread('small'))[0]).toMatchObject({ abstract: 'What we know of c.' });
      expect(await store.embeddings.progress('small')).toEqual({ read: 0, papers: 3 });
    });

    it('are wanting no longer once they are kept, and for another model they are', async () => {
      await shelve('a', 'b', 'c');
      await store.embeddings.save('small', (await unread('small')).slice(0, 2));
      expect(await titles('small')).toEqual(['On a']);
      expect(await store.embeddings.progress('small')).toEqual({ read: 2, papers: 3 });
      expect(await titles('large')).toEqual(['On c', 'On b', 'On a']);
      await store.embeddings.save('large', await unread('large'));
      expect(await store.embeddings.progress('small')).toEqual({ read: 0, papers: 3 });
      expect(await store.embeddings.progress('large')).toEqual({ read: 3, papers: 3 });
    });

    it('go when title or abstract change, and stay for any other change', async () => {
      await shelve('a', 'b', 'c');
      await store.embeddings.save('small', await unread('small'));
      const changes = [
        paper('a', { title: 'On a, again' }),
        paper('b', { abstract: 'What we know now.' }),
        paper('c', { keywords: ['other'], summary: 'In short.', authors: ['Cy Example'] }),
      ];
      await store.papers.save(changes.map((one) => ({ paper: one, listings: [] })));
      expect(await titles('small')).toEqual(['On b', 'On a, again']);
    });

    it('are not kept for a text that changed while it was read', async () => {
      await shelve('a', 'b');
      const read = await unread('small');
      await store.papers.save([{ paper: paper('a', { title: 'On a, again' }), listings: [] }]);
      await store.embeddings.save('small', read);
      expect(await titles('small')).toEqual(['On a, again']);
    });

    it('are counted among tens of thousands, and other calls get their turn meanwhile', async () => {
      await shelve(...Array.from({ length: 20_001 }, (_, index) => `p${index}`));
      const read = await unread('small', 500);
      await store.embeddings.save('small', read.slice(0, 20_000));
      let hadTurn = false;
      setImmediate(() => {
        hadTurn = true;
      });
      expect(await store.embeddings.progress('small')).toEqual({ read: 20_000, papers: 20_001 });
      expect(hadTurn).toBe(true);
      await store.embeddings.save('small', read.slice(20_000));
      expect(await store.embeddings.progress('small')).toEqual({ read: 20_001, papers: 20_001 });
    });

    it('are found wanting among thousands, some hundred a call', async () => {
      const names = Array.from({ length: 1_203 }, (_, index) => `p${index}`);
      await shelve(...names);
      const read = await unread('small', 50);
      expect(read).toHaveLength(1_203);
      await store.embeddings.save('small', read.slice(0, 1_201));
      expect(await titles('small')).toEqual(['On p1', 'On p0']);
      const first = await store.embeddings.unread('small', null, 10);
      expect(first.papers).toEqual([]);
      expect(first.next).not.toBeNull();
    });
  });
}
