import type { JsonObject } from '../json.js';

/** Something that Slack brings to the app. */
export interface Parcel {
  readonly kind: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: JsonObject;
}

export interface Retry {
  readonly num: number;
  readonly reason: string;
}

/** How the app took a parcel. */
export type AppAnswer =
  | {
      readonly via: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly via: 'socket'; readonly payload: unknown }
  /** No answer. Slack tries again, if it ever does for this kind, unless `isFinal`. */
  | { readonly via: 'none'; readonly reason: string; readonly isFinal?: boolean };

/** A way to the app: HTTP or Socket Mode. Never rejects. */
export interface AppDoor {
  send(parcel: Parcel, retry?: Retry): Promise<AppAnswer>;
}

export const isTaken = (answer: AppAnswer): boolean =>
  answer.via === 'socket' || (answer.via === 'http' && answer.status >= 200 && answer.status < 300);
