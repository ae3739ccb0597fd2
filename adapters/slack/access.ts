/** A workspace's token, and who the bot is there. */
export interface Access {
  readonly token: string;
  readonly botUserId: string;
  /** Slack's id of the bot beside its user's; unknown where Slack does not say. */
  readonly botId: string | undefined;
}

/** Where tokens come from: the environment, for one workspace, or the installations that workspaces made themselves. */
export interface AccessSource {
  /** The one workspace that all tokens of the environment belong to; undefined where there may be many. */
  readonly team: string | undefined;
  /** Undefined when the workspace has no token, or none any more. A token that is about to expire is renewed first. Never rejects. */
  of(team: string): Promise<Access | undefined>;
  teams(): Promise<readonly string[]>;
  /** The workspace took its token back. */
  forget(team: string): Promise<void>;
}
