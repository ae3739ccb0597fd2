import { z } from 'zod';

const text = z.string().min(1);

const common = {
  /** Another server in Slack's place, for everything, OAuth included; null: Slack itself. */
  apiUrl: z.url().nullable().default(null),
  /** Ids of people who may manage every channel. */
  managers: z.array(text).default([]),
};

/** How the adapter reaches Slack and Slack reaches it. */
export const slackSettings = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('socket'), botToken: text, appToken: text, ...common }),
  z.strictObject({
    mode: z.literal('http'),
    signingSecret: text,
    host: text,
    /** 0 takes any port that is free. */
    port: z.int().min(0).max(65_535),
    /** Of the one workspace; null where workspaces install the app themselves. */
    botToken: text.nullable(),
    oauth: z.strictObject({ clientId: text, clientSecret: text }).nullable(),
    ...common,
  }),
]);

export type SlackSettings = z.output<typeof slackSettings>;
export type HttpSettings = Extract<SlackSettings, { readonly mode: 'http' }>;
