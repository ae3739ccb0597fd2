import type { Clock } from '../../src/kernel/clock.js';
import type { Answer } from './answer.js';
import type { Method, Path } from './budget.js';
import type { CallOptions, RestApi } from './rest-api.js';

/** So often one request goes out at most, with so much between. */
const mostTries = 3;
const pauseMs = 250;

export interface Request {
  readonly method: Method;
  readonly path: Path;
  readonly body?: unknown;
  /** By the token of an interaction, which stands in the path. */
  readonly byInteraction?: boolean;
  /** Discord sees that it is the same request, or nothing is lost when it is carried out twice. */
  readonly isRepeatable: boolean;
}

/** `mayStand`: a try may have been carried out although its answer was lost. */
export interface Attempt {
  readonly answer: Answer;
  readonly mayStand: boolean;
}

/** Sends what somebody waits for, again where that does no harm. */
export async function attempt(rest: RestApi, clock: Clock, request: Request): Promise<Attempt> {
  const options = optionsOf(request);
  let answer = await rest.call(request.method, request.path, options);
  let mayStand = answer.kind === 'lost';
  for (let tries = 1; tries < mostTries && isForAgain(answer, request); tries += 1) {
    await clock.sleep(pauseMs);
    answer = await rest.call(request.method, request.path, options);
    mayStand ||= answer.kind === 'lost';
  }
  return { answer, mayStand };
}

const optionsOf = ({ body, byInteraction = false }: Request): CallOptions => ({
  ...(body === undefined ? {} : { body }),
  ...(byInteraction ? { auth: false } : {}),
  urgency: 'answer',
});

const isForAgain = ({ kind }: Answer, { isRepeatable }: Request): boolean =>
  kind === 'unsent' || (kind === 'lost' && isRepeatable);

/** For log lines and errors: never what was sent. */
export function reasonIn(answer: Answer): string {
  switch (answer.kind) {
    case 'ok':
      return 'ok';
    case 'refused':
      return `${answer.status}/${answer.code}`;
    case 'limited':
      return 'too fast';
    case 'unsent':
    case 'lost':
      return answer.reason;
  }
}
