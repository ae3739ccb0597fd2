import { App, type Authorize, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { reasonOf } from '../../src/kernel/errors.js';
import type { Log } from '../../src/kernel/log.js';
import type { InboundSink } from '../../src/platform/adapter.js';
import type { AccessSource } from './access.js';
import { groupOf, textIn } from './answer.js';
import type { Desk } from './desk.js';
import type { Happenings } from './happenings.js';
import { libraryLog } from './library-log.js';

interface ListenersDeps {
  readonly access: AccessSource;
  readonly desk: Desk;
  readonly happenings: Happenings;
  readonly clientOptions: WebClientOptions;
  readonly log: Log;
}

/** Bolt's App over the receiver: it finds out for whom a payload is, and our listeners take it from there. */
export async function listen(receiver: Receiver, sink: InboundSink, deps: ListenersDeps): Promise<void> {
  const { access, desk, happenings, clientOptions, log } = deps;
  const app = new App({
    receiver,
    authorize: authorizer(access),
    clientOptions,
    logger: libraryLog(log),
    // It would remember every channel for ever.
    convoStore: false,
    // Our own events are told apart here, by the bot's user.
    ignoreSelf: false,
    deferInitialization: true,
  });
  await app.init();
  // What a listener throws has to reach the receiver, so that an event is not acknowledged.
  app.error(async (error) => {
    throw error;
  });
  const guarded = async (work: Promise<void>): Promise<void> => {
    await work.catch((thrown: unknown) => log.error('slack.request-failed', { reason: reasonOf(thrown) }));
  };
  app.command(/.*/, async ({ ack, body, context }) => {
    await ack();
    await guarded(desk.command(teamOf(access, context), body, sink));
  });
  app.action(/.*/, async ({ ack, body, context }) => {
    await ack();
    await guarded(desk.press(teamOf(access, context), body, sink));
  });
  app.event(/.*/, async ({ event, body, context }) => {
    const happening = {
      team: teamOf(access, context),
      botUserId: context.botUserId ?? '',
      eventId: textIn(body, 'event_id'),
    };
    await happenings.take({ ...happening, type: event.type, payload: groupOf(body).event }, sink);
  });
}

/** The token of the environment is of one workspace, whatever else a payload says of whose it is. */
const teamOf = (
  { team }: AccessSource,
  context: { readonly teamId?: string; readonly enterpriseId?: string },
): string => team ?? context.teamId ?? context.enterpriseId ?? '';

const authorizer =
  (access: AccessSource): Authorize<boolean> =>
  async ({ teamId }) => {
    const team = access.team ?? teamId ?? '';
    const found = await access.of(team);
    if (found === undefined) throw new Error(`The app is not installed in the workspace ${team}.`);
    const { token: botToken, botUserId, botId } = found;
    return { botToken, botUserId, teamId: team, ...(botId === undefined ? {} : { botId }) };
  };
