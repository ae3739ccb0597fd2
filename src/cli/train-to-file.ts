import { resolve } from 'node:path';
import { readModel } from '../search/model.js';
import { readConfig } from './configuration.js';
import { type Lesson, learn, trainingBar } from './learning.js';
import { ModelFile } from './model-file.js';
import { durationText, type ProgressBar } from './progress.js';
import { interruptedCode, type Runtime, say } from './runtime.js';
import { openReadStore } from './session.js';

/** Makes a search model, writes it to a file, and says how good it is. Exit code 0; 130 when it was interrupted, and then nothing is written. */
export async function trainToFile(runtime: Runtime, lesson: Lesson, out: string): Promise<number> {
  const file = await ModelFile.open(resolve(runtime.workingFolder, out));
  const bar = trainingBar(runtime);
  const startedMs = runtime.clock.monotonicMs();
  try {
    const learnt = await learnBeside(runtime, lesson, bar).finally(() => bar?.clear());
    if (learnt === undefined) {
      runtime.errors.write('Stopped before the end; nothing was written.\n');
      return interruptedCode;
    }
    await file.write(learnt.bytes);
    for (const line of learnt.report) say(runtime, line);
    say(runtime, writtenLine(learnt.bytes, out, runtime.clock.monotonicMs() - startedMs));
    return 0;
  } finally {
    await file.close();
  }
}

/** Beside whoever writes to the store. */
async function learnBeside(runtime: Runtime, lesson: Lesson, bar: ProgressBar | undefined) {
  if (lesson.archives.length > 0) return learn(runtime, lesson, undefined, bar);
  const store = await openReadStore(runtime, readConfig(runtime));
  return learn(runtime, lesson, store.papers, bar).finally(() => store.close());
}

const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

const writtenLine = (bytes: Uint8Array, path: string, elapsedMs: number): string =>
  `Wrote ${path} (${sizeText(bytes.length)}, model ${readModel(bytes).id}) after ${durationText(elapsedMs)}.`;
