import type { JsonObject } from '../json.js';

/** Slack's `{ok: false, error}`; thrown by methods, answered by the Web API. */
export class Refusal extends Error {
  readonly code: string;
  readonly detail: JsonObject;

  constructor(code: string, detail: JsonObject = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}
