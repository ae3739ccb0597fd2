import type { Clock } from '../kernel/clock.js';
import { reasonOf } from '../kernel/errors.js';

interface Patience<Answer> {
  readonly clock: Clock;
  /** After so long the question is given up: its signal aborts. */
  readonly patienceMs: number;
  /** How long after the abort an answer is still awaited. */
  readonly graceMs: number;
  /** What stands for the answer when there is none, or when the question failed. */
  readonly failed: (reason: string) => Answer;
  /** Whoever else may give the question up aborts this. */
  readonly givenUp?: AbortController;
}

/** Asks a platform and resolves whatever it does: answers, rejects, throws, or says nothing for ever. */
export async function answerOf<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  { clock, patienceMs, graceMs, failed, givenUp = new AbortController() }: Patience<Answer>,
): Promise<Answer> {
  const answered = new AbortController();
  const asked = async (): Promise<Answer> => ask(givenUp.signal);
  const tooLate = async (): Promise<Answer> => {
    await clock.sleep(patienceMs, AbortSignal.any([answered.signal, givenUp.signal]));
    if (!answered.signal.aborted) givenUp.abort();
    await clock.sleep(graceMs, answered.signal);
    return failed('no answer in time');
  };
  const answer = asked().catch((thrown: unknown) => failed(reasonOf(thrown)));
  return Promise.race([answer, tooLate()]).finally(() => answered.abort('answered'));
}
