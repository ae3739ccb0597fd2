import { z } from 'zod';

/** How the adapter reaches Discord and what it may do there. */
export const discordSettings = z.strictObject({
  token: z.string().min(1),
  /** Another server in Discord's place, such as `http://127.0.0.1:3001/api`, for REST and through it for the gateway; null: Discord itself. */
  apiUrl: z.url().nullable().default(null),
  /** Ids of people who may manage every channel. */
  managers: z.array(z.string().min(1)).default([]),
  /** Commands are registered in this guild alone, where they appear at once; null: everywhere. */
  developmentGuild: z.string().min(1).nullable().default(null),
  /** Custom emoji that vote by their id, `<:name:id>`, as the configuration writes them. */
  emoji: z.array(z.string().regex(/^<a?:\w+:\d+>$/)).default([]),
  /** Posts in announcement channels are published to the channels that follow them. */
  crosspost: z.boolean().default(false),
});

export type DiscordSettings = z.output<typeof discordSettings>;
