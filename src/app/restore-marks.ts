import type { RestoreMark, RestoreMarks } from '../delivery/restoration.js';
import type { AdapterValues } from '../store/store.js';

/** Under which name a restored database says so: `restoreStore` writes it. */
const name = { adapter: 'store', namespace: 'restored', key: 'mark' } as const;

/** The mark of a database that is a backup which was put back. */
export function restoreMarks(values: AdapterValues): RestoreMarks {
  const get = async (): Promise<RestoreMark | undefined> => {
    const found = await values.get(name);
    return found && (JSON.parse(found.value) as RestoreMark);
  };
  return {
    get,
    async done() {
      const mark = await get();
      if (mark === undefined) return;
      await values.put({ ...name, value: JSON.stringify({ ...mark, isDone: true }), secret: false, expiresAt: null });
    },
  };
}
