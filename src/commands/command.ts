import type { Layout, Subscription } from '../editions/subscription.js';
import type { Instant } from '../kernel/clock.js';
import type { IsoDate, Weekday } from '../kernel/dates.js';
import type { LocalTime, TimeZone } from '../kernel/schedule.js';
import type { FeedId } from '../papers/listing.js';
import type { PaperKey } from '../papers/paper.js';
import type { Target, User } from '../platform/adapter.js';
import type { MenuOption } from '../platform/menu.js';
import type { SearchQuery } from '../search/query.js';
import type { Block } from '../view/view.js';
import type { TeamId } from '../votes/repository.js';
import type { CommandDeps } from './command-deps.js';

export const periods = ['day', 'week', 'month', 'year', 'all'] as const;
export type Period = (typeof periods)[number];

/** A day as typed; which date `yesterday` is depends on the channel's zone. */
export type DayName =
  | { readonly by: 'date'; readonly date: IsoDate }
  | { readonly by: 'daysAgo'; readonly days: number }
  /** The newest such day, today included. */
  | { readonly by: 'weekday'; readonly weekday: Weekday };

/** A paper as typed: its number in the channel's latest edition, or what it is everywhere. */
export type PaperName =
  | { readonly by: 'number'; readonly number: number; readonly date: IsoDate | null }
  | { readonly by: 'key'; readonly key: PaperKey };

/** What is to be set anew in a channel; what is left out stays as it is. */
export interface SettingsChanges {
  readonly time?: LocalTime;
  readonly zone?: TimeZone;
  readonly days?: readonly Weekday[];
  readonly count?: number;
  readonly layout?: Layout;
}

/** What to do with the channel's morning edition. `post` makes today's now. */
export type SettingsAction =
  | { readonly do: 'show' | 'off' | 'post' }
  | { readonly do: 'on' | 'set'; readonly changes: SettingsChanges };

/** A command as understood. A new kind does not compile until the table has a spec for it. */
export type ParsedCommand =
  | { readonly kind: 'search'; readonly query: SearchQuery }
  | { readonly kind: 'today' }
  | { readonly kind: 'day'; readonly day: DayName }
  | { readonly kind: 'show'; readonly paper: PaperName }
  | { readonly kind: 'similar'; readonly paper: PaperName; readonly page: number }
  | { readonly kind: 'top'; readonly period: Period }
  | { readonly kind: 'mine'; readonly page: number }
  | { readonly kind: 'settings'; readonly action: SettingsAction }
  | { readonly kind: 'status' }
  | { readonly kind: 'help'; readonly topic: CommandName | null };

export type CommandName = ParsedCommand['kind'];
export type CommandOf<K extends CommandName> = Extract<ParsedCommand, { readonly kind: K }>;

/** One sentence that names the mistake, and where in the text it is, when it is at a place. */
export interface Problem {
  readonly kind: 'problem';
  readonly message: string;
  readonly at?: number;
  readonly length?: number;
  /** What probably was to follow the name of the command, whole. */
  readonly meant?: string;
}

export type Parsed<K extends CommandName> = { readonly kind: 'parsed'; readonly command: CommandOf<K> } | Problem;

/** A button that runs a command line (`turn …`: in place of this answer), or a vote. `shared`: it also stands under the copy that the channel sees. */
export interface CommandButton {
  readonly label: string;
  readonly line: string;
  readonly primary?: boolean;
  readonly shared?: boolean;
}

/** What a command says. `share` is the command line that says the same again; without it the answer is not for sharing. */
export interface CommandAnswer {
  readonly summary: string;
  readonly blocks: readonly Block[];
  readonly buttons?: readonly CommandButton[];
  readonly share?: string;
}

/** Who asks, where and when. `feeds` and `zone` are the channel's own, or the defaults where it has no subscription. */
export interface CommandContext {
  readonly deps: CommandDeps;
  readonly user: User;
  readonly target: Target;
  readonly now: Instant;
  /** The channel's local date. */
  readonly today: IsoDate;
  readonly zone: TimeZone;
  readonly feeds: readonly FeedId[];
  readonly subscriptions: readonly Subscription[];
  readonly team: TeamId;
  readonly table: CommandTable;
  /** The answer is for the whole channel. */
  readonly isShared: boolean;
}

/** What a reader of `help` sees of a command. */
interface CommandHelp {
  /** The right form: `day <date>`. */
  readonly usage: string;
  /** A shorter form for the overview, where the right one is long. */
  readonly brief?: string;
  /** What it does, in one line. */
  readonly summary: string;
  readonly examples: readonly string[];
  readonly details?: readonly { readonly label: string; readonly value: string }[];
}

/** Where something is typed, and what suggestions are made from. */
export interface SuggestContext {
  readonly deps: Pick<CommandDeps, 'search' | 'numbers' | 'papers'>;
  readonly target: Target;
}

/** What may follow the name of a command. */
export interface Offer {
  /** The whole of it. */
  readonly rest: string;
  /** What people see in its place, where that says more. */
  readonly label?: string;
}

export interface CommandSpec<K extends CommandName> extends CommandHelp {
  /** Reads what follows the name. Never throws. */
  parse(rest: string): Parsed<K>;
  run(command: CommandOf<K>, context: CommandContext): Promise<CommandAnswer>;
  /** What it takes, for platforms with forms of their own; `parse` reads what `lineOf` makes of it. */
  form(): readonly MenuOption[];
  /** Only people who may manage the channel may use it. */
  readonly managersOnly?: boolean;
  /** What may stand in place of `rest`, the best first. Whoever asks sees to it that it may fail. */
  suggest?(rest: string, context: SuggestContext): Promise<readonly Offer[]>;
}

export type CommandTable = { readonly [K in CommandName]: CommandSpec<K> };
