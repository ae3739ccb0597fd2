import type { Protection } from '../fault.js';

/** An event that a newer one of the same reaction has overtaken changes nothing. */
export const reactionEvents: Protection = {
  file: 'src/store/reaction-events.js',
  take: 'if (known !== undefined && order <= known.ord)',
  put: 'if (false)',
};

/** Whoever starts reads back what happened before. */
export const readAtStart: Protection = {
  file: 'src/app.js',
  take: 'await this.#reconciler.all(place);',
  put: 'void place;',
};

/** A set that was read takes away what does not stand any more. */
export const readBackRemoves: Protection = {
  file: 'src/store/read-back.js',
  take: 'shown.has(idOf(row.user_id, row.emoji)) ? 1 : 0',
  put: '1',
};

/** A new connection to Slack reads back what nobody sent meanwhile. */
export const readOnReconnect: Protection = {
  file: 'adapters/slack/socket.js',
  take: 'reconnected();',
  put: '',
};

/** A new session of Discord's gateway reads back what happened before it. */
export const readOnNewSession: Protection = {
  file: 'adapters/discord/happenings.js',
  take: 'this.#deps.guilds.listed(ready.guilds, sink);',
  put: '',
};

/** A set that is at odds with an event of its own window settles nothing. */
export const setInDoubt: Protection = {
  file: 'src/store/read-back.js',
  take: 'wrong.some((row) => row.ord >= from)',
  put: 'false',
};

/** Nor does an event that comes after a set of which it may have been a part. */
export const eventInDoubt: Protection = {
  file: 'src/votes/record.js',
  take: "if (recorded === 'unclear')",
  put: 'if (false)',
};

/** An event of the read's own window cannot be put before or after it: one more read tells. */
export const unclearIsReadAgain: Protection = {
  file: 'src/votes/reconcile.js',
  take: "return settled === 'unclear' ? { kind: 'later' } : { kind: 'done' };",
  put: "return { kind: 'done' };",
};

/** A deleted message is neither read nor edited any more; what people voted on it stays. */
export const goneIsMarked: Protection = {
  file: 'src/app/inbound.js',
  take: 'gone: (refs) => votes.markGone(refs, clock.now()),',
  put: 'gone: async () => undefined,',
};

/** A channel that is closed pauses. */
export const closedPauses: Protection = {
  file: 'src/app/inbound.js',
  take: 'closed: (target, reason) => pauses.pause(target, reason),',
  put: 'closed: async () => undefined,',
};

/** A workspace that took the bot away pauses as a whole. */
export const endedPauses: Protection = {
  file: 'src/app/inbound.js',
  take: 'pauses.pause({ adapter, workspace }, reason)',
  put: 'undefined',
};

/** Whoever brings the bot back has the edition again. */
export const joinedResumes: Protection = {
  file: 'src/app/inbound.js',
  take: 'await pauses.resume(target);',
  put: '',
};

/** What is asked again while its answer is under way waits for that one. */
export const answersUnderWay: Protection = {
  file: 'adapters/slack/seen-events.js',
  take: 'if (before !== undefined)',
  put: 'if (false)',
};

/** What was answered is not answered again. */
export const answeredBefore: Protection = {
  file: 'adapters/slack/seen-events.js',
  take: 'if ((await this.#storage.get(namespace, id)) !== undefined)',
  put: 'if (false)',
};

/** Events that come at the same time share one transaction: with one each the disk would hold up everything. */
export const crowdIsKept: Protection = {
  file: 'src/store/votes.js',
  take: 'if (executor.db.isTransaction)',
  put: 'if (true)',
};

/** Of a token that Slack does not take any more nothing is kept. */
export const deadTokenIsForgotten: Protection = {
  file: 'adapters/slack/index.js',
  take: 'await access.forget(team);',
  put: '',
};

/** The core hears that a workspace ended. */
export const endIsTold: Protection = {
  file: 'adapters/slack/index.js',
  take: 'await this.#sink?.ended(workspaceOf(team), reason);',
  put: '',
};

/** Those who need the same token renewed wait for one renewal. */
export const renewedOnce: Protection = {
  file: 'adapters/slack/installations.js',
  take: 'this.#asking.set(team, asking);',
  put: '',
};

/** Discord is never asked again with a token that it did not take. */
export const tokenRefusedOnce: Protection = {
  file: 'adapters/discord/rest-api.js',
  take: 'this.#isRefused = true;',
  put: '',
};

/** No answer is read further than it may be long. */
export const sizeIsBounded: Protection = {
  file: 'src/papers/feeds/json-get.js',
  take: 'if (bytes > mostBytes)',
  put: 'if (false)',
};

/** A feed is read at its own address only. */
export const originIsKept: Protection = {
  file: 'src/papers/feeds/json-get.js',
  take: 'if (target.origin !== url.origin)',
  put: 'if (false)',
};

/** Slack reads no mention in words from outside. */
export const slackIsEscaped: Protection = {
  file: 'adapters/slack/mrkdwn.js',
  take: '.replace(/[&<>]/g, (character) => escapes[character] ?? character)',
  put: '',
};

/** Nor does Discord. */
export const discordIsEscaped: Protection = {
  file: 'adapters/discord/markdown.js',
  take: 'text.replace(labelMarks, lookalike)',
  put: 'text',
};
