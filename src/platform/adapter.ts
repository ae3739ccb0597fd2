import type { Brand } from '../kernel/brand.js';
import type { Instant } from '../kernel/clock.js';
import type { TimeZone } from '../kernel/schedule.js';
import type { Limits } from '../view/limits.js';
import type { MessageView } from '../view/view.js';

export type AdapterId = Brand<string, 'AdapterId'>;
/** The id of one delivery; the adapter puts it where `lookup` will find it again. Opaque, at most 40 characters. */
export type DeliveryId = Brand<string, 'DeliveryId'>;

/** A message on a platform. `key` is the adapter's own and opaque to the core. */
export interface MessageRef {
  readonly adapter: AdapterId;
  readonly key: string;
}

/** A Slack workspace, a Discord guild, the terminal. */
export interface Workspace {
  readonly adapter: AdapterId;
  readonly workspace: string;
}

/** A channel, or a thread in it: a place we post to. */
export interface Target extends Workspace {
  readonly channel: string;
  readonly thread?: MessageRef;
}

export interface User extends Workspace {
  readonly id: string;
}

/** Somebody as the platform knows them. What it does not say is left out. */
export interface Profile {
  /** How people call them. */
  readonly name?: string;
  readonly zone?: TimeZone;
}

/**
 * A place in the platform's own order of events, in microseconds on the platform's time line: a later event has a larger
 * one. Slack: `event_ts`; Discord: the gateway's order; terminal: its log's.
 */
export type Order = Brand<number, 'Order'>;

/**
 * What became of a post. `retry`: certainly not sent, may be tried again. `rejected`: the platform will never take it.
 * `unknown`: sent, but the answer was lost, so that only `lookup` can tell.
 */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly ref: MessageRef }
  | { readonly kind: 'retry'; readonly reason: string; readonly notBefore?: Instant }
  | {
      readonly kind: 'rejected';
      readonly reason: string;
      readonly detail: string;
      /** The channel takes nothing at all any more: archived, left, forbidden. */
      readonly closed?: true;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export type EditOutcome =
  | { readonly kind: 'edited' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'retry'; readonly reason: string; readonly notBefore?: Instant }
  | { readonly kind: 'rejected'; readonly reason: string; readonly detail: string };

/** What somebody who forgot a post of ours can learn from it. */
export interface Shown {
  readonly at: Instant;
  /** Where it links to, in the order in which it is read. */
  readonly links: readonly string[];
}

export type Lookup =
  | { readonly kind: 'found'; readonly ref: MessageRef; readonly shown?: Shown }
  /** The channel was searched to the end from `since` and does not hold it. */
  | { readonly kind: 'absent' }
  /** It cannot be told: no right to read, or the history does not reach back. Never resend on this. */
  | { readonly kind: 'unsearchable'; readonly reason: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly notBefore?: Instant };

/** Everybody's reactions that stand on one message. */
export type ReadBack =
  | {
      readonly kind: 'read';
      readonly reactions: readonly { readonly user: string; readonly emoji: string }[];
      /** Every event before `from` is in the set, none at or after `until` is; in between it cannot be told. */
      readonly from: Order;
      readonly until: Order;
    }
  | { readonly kind: 'gone' }
  /** It cannot be read as long as nobody changes something: the channel was left, a right is missing. Votes stay as they are. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly notBefore?: Instant };

/** What the bot may do in a channel, as people there know it. */
export interface Rights {
  /** How people call the channel, such as `#papers`. */
  readonly place: string;
  /** What posting and voting there take and the bot lacks, in the platform's own words, such as "Add Reactions". */
  readonly missing: readonly string[];
}

export interface PostRequest {
  readonly id: DeliveryId;
  readonly target: Target;
  readonly view: MessageView;
  /** Once aborted, nothing more may be sent: a post whose first byte has not gone out is `retry`, any other `unknown`. */
  readonly signal: AbortSignal;
}

/**
 * What an adapter implements. Views are within its limits: the core has fitted them. Platform trouble is an outcome,
 * never an exception. An object that is present is a capability that is present.
 */
export interface ChatAdapter {
  readonly id: AdapterId;
  readonly limits: Limits;
  /** Makes sure that posts can be kept, without connecting: `start` does it too. Rejects with a BroadsheetError when they never can. */
  open?(): Promise<void>;
  /** Connects and begins to hand what people do to the sink. Rejects with a BroadsheetError when it can never work. */
  start(sink: InboundSink): Promise<void>;
  /** Takes nothing new, finishes what it took within `graceMs`, closes. Safe to call twice. */
  stop(graceMs: number): Promise<void>;
  post(request: PostRequest): Promise<PostOutcome>;
  /** Replaces what a post shows; `id` is the delivery that it carries, which `lookup` finds there afterwards too. */
  readonly edit?: { replace(ref: MessageRef, view: MessageView, id: DeliveryId): Promise<EditOutcome> };
  readonly reactions?: {
    list(ref: MessageRef): Promise<ReadBack>;
    /** Puts an emoji (in base form, see `ballot.ts`) on a message of ours, for people to press. One that is there already is `edited`. */
    seed?(ref: MessageRef, emoji: string): Promise<EditOutcome>;
  };
  /**
   * Finds a delivery among the messages posted at or after `since`. `settleMs`: how long after an attempt the platform may still make
   * its message appear; an earlier search proves nothing.
   */
  readonly lookup?: {
    readonly settleMs: number;
    find(id: DeliveryId, target: Target, since: Instant): Promise<Lookup>;
  };
  /** Who somebody is. Undefined when the platform does not answer soon; never rejects. */
  readonly people?: { profile(user: User): Promise<Profile | undefined> };
  /** Whether somebody may change a channel's settings; false when it cannot be told. Without the capability nobody may. */
  readonly permissions?: {
    /** Who may, in words that end a sentence: `whoever made it`. */
    readonly who: string;
    mayManage(user: User, target: Target): Promise<boolean>;
  };
  /** What the bot may do in a channel. Undefined when it cannot be told now; never rejects. */
  readonly rights?: { inspect(target: Target): Promise<Rights | undefined> };
  /** Where one person alone reads; undefined when they cannot be written to. */
  readonly direct?: { open(user: User): Promise<Target | undefined> };
  /** The address at which a message opens. Undefined when it has none or it cannot be told soon; never rejects. */
  readonly links?: { to(ref: MessageRef, target: Target): Promise<string | undefined> };
  /** Only where people share the process's own streams: talks until the input ends. Called once, after the catch-up. */
  readonly conversation?: { run(): Promise<void> };
}

interface Inbound {
  readonly user: User;
  readonly target: Target;
}

/** `/paper …` without the `/paper`, exactly as typed. */
export interface CommandEvent extends Inbound {
  readonly text: string;
}

/** A button pressed or an option chosen: the `action` that the view carried. */
export interface ActionEvent extends Inbound {
  readonly action: string;
  /** Of the press: one that arrives again has the same, and changes nothing. */
  readonly order: Order;
  /** The message that carried it, when the platform says so. */
  readonly message?: MessageRef;
}

/** Somebody put an emoji on a message or took it back. Emoji are the platform's base form, see `ballot.ts`. */
export interface ReactionEvent {
  readonly message: MessageRef;
  readonly target: Target;
  readonly user: string;
  readonly emoji: string;
  readonly present: boolean;
  readonly order: Order;
}

export interface SuggestEvent extends Inbound {
  /** What stands before the cursor, without `/paper`. */
  readonly text: string;
}

/** `text` is the whole line as it would stand after taking the suggestion. */
export interface Suggestion {
  readonly label: string;
  readonly text: string;
}

/** `instead`: in place of the answer whose button was pressed, where the platform can; elsewhere it is a further one. */
export type Place = 'new' | 'instead';

/** Where an answer goes. The core sends each fitted part by a call of its own, in order; most answers are one. */
export interface Reply {
  /** `asker`: only the person who asked sees it, where the platform can. `channel`: everybody does. Left out, the place is `new`. */
  send(audience: 'asker' | 'channel', view: MessageView, place?: Place): Promise<void>;
}

/** The bot was brought into a channel, by whom the platform may say. */
export interface JoinEvent {
  readonly target: Target;
  readonly by?: User;
}

/** What the core offers to adapters. Every promise resolves once the effect is durable; adapters acknowledge after that. */
export interface InboundSink {
  command(event: CommandEvent, reply: Reply): Promise<void>;
  act(event: ActionEvent, reply: Reply): Promise<void>;
  suggest(event: SuggestEvent): Promise<readonly Suggestion[]>;
  reaction(event: ReactionEvent): Promise<void>;
  /** What stands on these messages cannot be told from events, as when all reactions were removed at once: they are read back soon. */
  doubtful(workspace: Workspace, refs: readonly MessageRef[]): Promise<void>;
  /** These messages were deleted. Votes on them stay. */
  gone(refs: readonly MessageRef[]): Promise<void>;
  /** Events may have been missed since the last time: a reconnect without replay. */
  missed(workspace: Workspace): Promise<void>;
  /** What a person's own page of the bot shows. */
  home(user: User): Promise<MessageView>;
  /** What stands under links to papers that the store knows, by link as it was given; others are left out. */
  unfurl(links: readonly string[], target: Target): Promise<ReadonlyMap<string, MessageView>>;
  /** A paused channel goes on. Resolves with the words to greet it with. */
  joined(event: JoinEvent): Promise<MessageView>;
  /** Nothing can be posted there any more: archived, deleted, left. Its editions pause until somebody switches them on again. */
  closed(target: Target, reason: string): Promise<void>;
  /** The whole workspace took the bot away: its editions pause, what was still to be posted there is given up. */
  ended(workspace: Workspace, reason: string): Promise<void>;
  /** This user is a program: its reactions count for nothing, those it has made before included. */
  program(user: User): Promise<void>;
}
