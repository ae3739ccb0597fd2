import type { Target } from '../platform/adapter.js';
import { code, type Inline, type MessageView, text } from '../view/view.js';
import type { CommandDeps } from './command-deps.js';
import { nextText, ownSubscription } from './own-subscription.js';
import { onCommand } from './settings-answer.js';

const hello = "I bring the day's research papers into this channel and count what the team thinks of them.";

/** What the bot says when it comes into a channel: three lines, and how to go on. */
export async function greetingView(target: Target, deps: CommandDeps): Promise<MessageView> {
  const own = ownSubscription(await deps.subscriptions.inChannel(target));
  const next = own === undefined ? undefined : nextText(own);
  const morning: readonly Inline[] =
    next === undefined
      ? [onCommand, text(' switches the morning edition on here.')]
      : [text(`The next morning edition comes ${next}.`)];
  const more = [
    code('/paper search diffusion transformer'),
    text(' finds papers, '),
    code('/paper help'),
    text(' shows what else there is.'),
  ];
  return {
    summary: hello,
    blocks: [
      { kind: 'paragraph', inlines: [text(hello)] },
      { kind: 'paragraph', inlines: morning },
      { kind: 'paragraph', inlines: more },
    ],
  };
}
