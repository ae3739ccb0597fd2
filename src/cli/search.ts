import { BroadsheetError } from '../kernel/errors.js';
import type { Runtime } from './runtime.js';
import { openReader } from './session.js';

/** Answers one search from the stored papers, as `/paper search` would. */
export async function search(runtime: Runtime, query: string): Promise<number> {
  const reader = await openReader(runtime);
  try {
    await reader.ask(`search ${query}`);
    return 0;
  } catch (thrown) {
    if (thrown instanceof BroadsheetError) throw thrown;
    throw new BroadsheetError('software', 'The search failed.', 'Set LOG_LEVEL=debug to see why.', thrown);
  } finally {
    await reader.close();
  }
}
