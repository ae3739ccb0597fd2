/**
 * What the bot says, without any platform. Text is only text, never markup: escaping is the renderer's duty.
 * A renderer handles every kind; a new kind does not compile until all of them do.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string };

export type Inline = Span | { readonly kind: 'link'; readonly url: string; readonly label: readonly Span[] };

/**
 * One line of an item. `fit` shortens `body` lines first; a `title` is never cut below 60 characters.
 * `facts` and `note` lines are set smaller or greyer where the platform can.
 */
export interface Line {
  readonly role: 'title' | 'facts' | 'body' | 'note';
  readonly inlines: readonly Inline[];
}

/** One entry of a list. `key` names what it stands for (a paper key), so that the core knows which part shows it. */
export interface Item {
  readonly key?: string;
  readonly number?: number;
  readonly lines: readonly Line[];
}

/** A press or a choice comes back to the core as its `action`, at most `Limits.actionCharacters` long, opaque to adapters. */
export interface Button {
  readonly label: string;
  readonly action: string;
  readonly primary?: boolean;
}

export interface Option {
  readonly label: string;
  readonly action: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  /** One grey line. */
  | { readonly kind: 'note'; readonly inlines: readonly Inline[] }
  /** `voting` says how people vote on the items: the item's number, thumbs on the message, or not at all. */
  | { readonly kind: 'list'; readonly voting: 'numbers' | 'thumbs' | 'none'; readonly items: readonly Item[] }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: readonly Inline[] }[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'choose'; readonly label: string; readonly options: readonly Option[] }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] };

export interface MessageView {
  /** The message read aloud: what notifications and screen readers say. It names the titles. */
  readonly summary: string;
  readonly blocks: readonly Block[];
}

export const text = (value: string): Span => ({ kind: 'text', text: value });
export const strong = (value: string): Span => ({ kind: 'strong', text: value });
export const code = (value: string): Span => ({ kind: 'code', text: value });
export const link = (url: string, label: string | readonly Span[]): Inline => ({
  kind: 'link',
  url,
  label: typeof label === 'string' ? [text(label)] : label,
});

/** A message of one sentence. */
export const sentence = (value: string): MessageView => ({
  summary: value,
  blocks: [{ kind: 'paragraph', inlines: [text(value)] }],
});
