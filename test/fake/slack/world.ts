import type { JsonObject } from '../json.js';
import type { AppAnswer } from './app-door.js';
import { Ids, Stamps } from './stamps.js';
import type { ApiRequest, App, Channel, Message, Token, Workspace } from './state.js';
import { Triggers } from './triggers.js';

/** Tells our app of something; resolves with how the app answered, or at once when it is not told. */
export type Emit = (workspace: Workspace, event: JsonObject, channel?: Channel) => Promise<AppAnswer | undefined>;

/** Everything Slack knows. Methods read and change it; nothing in here talks to the network. */
export class World {
  readonly app: App;
  readonly now: () => number;
  readonly stamps: Stamps;
  readonly ids = new Ids();
  readonly triggers: Triggers;
  readonly workspaces = new Map<string, Workspace>();
  readonly tokens = new Map<string, Token>();
  /** What each workspace last allowed the app. */
  readonly grantedScopes = new Map<string, ReadonlySet<string>>();
  /** What Slack lets pass and we do not want: unknown arguments, posts without text, unfurling left on. */
  readonly complaints: string[] = [];
  readonly requests: ApiRequest[] = [];
  /** Where the Web API stands, without a slash at the end. */
  url = '';
  emit: Emit = async () => undefined;
  /** Makes the address that a Socket Mode client connects to. */
  socketUrl: () => string = () => '';

  constructor(app: App, now: () => number) {
    this.app = app;
    this.now = now;
    this.stamps = new Stamps(now);
    this.triggers = new Triggers(now);
  }

  complain(text: string): void {
    this.complaints.push(text);
  }

  addToken(kind: Token['kind'], teamId: string, scopes: readonly string[], token: string, expiresAt?: number): Token {
    const made: Token = {
      token,
      kind,
      teamId,
      scopes: new Set(scopes),
      revoked: false,
      ...(expiresAt !== undefined && { expiresAt }),
    };
    this.tokens.set(token, made);
    if (kind === 'bot') this.grantedScopes.set(teamId, made.scopes);
    return made;
  }

  /** A message that everybody in the channel sees. */
  addMessage(
    workspace: Workspace,
    channel: Channel,
    by: { readonly user: string; readonly botId?: string },
    content: Partial<Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata' | 'threadTs' | 'ephemeralFor'>>,
  ): Message {
    const message: Message = {
      teamId: workspace.id,
      channel: channel.id,
      ts: this.stamps.next(),
      user: by.user,
      ...(by.botId !== undefined && { botId: by.botId }),
      ...(content.threadTs !== undefined && { threadTs: content.threadTs }),
      ...(content.ephemeralFor !== undefined && { ephemeralFor: content.ephemeralFor }),
      text: content.text ?? '',
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
      metadata: content.metadata,
      reactions: new Map(),
      unfurls: {},
      editedAt: undefined,
    };
    (message.ephemeralFor === undefined ? channel.messages : channel.ephemerals).set(message.ts, message);
    return message;
  }

  /** The direct message between the bot and a person, opened when it is not yet. */
  openIm(workspace: Workspace, userId: string): { readonly channel: Channel; readonly isNew: boolean } {
    for (const channel of workspace.channels.values()) if (channel.person === userId) return { channel, isNew: false };
    const channel: Channel = {
      id: this.ids.next('D'),
      teamId: workspace.id,
      kind: 'im',
      name: '',
      creator: workspace.botUserId,
      createdAt: this.now(),
      person: userId,
      members: new Set([userId, workspace.botUserId]),
      isArchived: false,
      isExtShared: false,
      isPostingRestricted: false,
      messages: new Map(),
      ephemerals: new Map(),
    };
    workspace.channels.set(channel.id, channel);
    return { channel, isNew: true };
  }
}
