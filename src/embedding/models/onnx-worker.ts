import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../../kernel/errors.js';
import type { OnnxReply, OnnxWorkerData } from './onnx-messages.js';
import { openOnnxModel, type ReadText } from './onnx-model.js';

const settings = workerData as OnnxWorkerData;
let model: Promise<ReadText> | undefined;

/** The runtime writes stacks and paths below its first line. */
const shortReason = (thrown: unknown): string => (reasonOf(thrown).split('\n')[0] ?? '').slice(0, 200);

async function reply(text: string): Promise<OnnxReply> {
  try {
    model ??= openOnnxModel(settings);
    return await (await model)(text);
  } catch (thrown) {
    model = undefined;
    return { kind: 'failed', reason: `the model cannot be run: ${shortReason(thrown)}` };
  }
}

parentPort?.on('message', (text: string) => {
  void reply(text).then((said) => parentPort?.postMessage(said));
});
