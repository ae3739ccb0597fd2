import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../json.js';

export interface Call {
  readonly method: string;
  /** With names for ids: `/channels/{channel}/messages`. */
  readonly path: string;
  /** What stands for those names, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What the JSON says; of a multipart body what its payload_json says. Undefined without a body. */
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

/** `body` undefined: an empty one, as of 204. */
export interface Result {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** May throw a Refusal. */
export type Handler = (call: Call) => Result | Promise<Result>;

interface RouteOptions {
  /**
   * The token stands in the path instead of the header, and the request is not counted in the global limit
   * (https://docs.discord.com/developers/topics/rate-limits).
   */
  readonly isInteraction?: boolean;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
  readonly isInteraction: boolean;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Routes by method and path below `/api/v10`; the first that fits wins, those without names for ids before all others. */
export class Router {
  readonly #routes: { readonly route: Route; readonly pattern: RegExp; readonly names: number }[] = [];

  /** `path`: `/channels/{channel}/messages`. */
  route(method: string, path: string, handler: Handler, options: RouteOptions = {}): void {
    const source = path.replace(/[.+*?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    this.#routes.push({
      route: { method, path, handler, isInteraction: options.isInteraction === true },
      pattern: new RegExp(`^${source}$`),
      names: path.split('{').length,
    });
    this.#routes.sort((one, other) => one.names - other.names);
  }

  match(method: string, path: string): Match | 'wrong method' | undefined {
    const fitting = this.#routes.flatMap(({ route, pattern }) => {
      const match = pattern.exec(path);
      return match === null ? [] : [{ route, params: decoded(match.groups ?? {}) }];
    });
    return fitting.find(({ route }) => route.method === method) ?? (fitting.length > 0 ? 'wrong method' : undefined);
  }
}

const decoded = (groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, unescaped(value)]));

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

export const ok = (body: JsonObject | readonly unknown[]): Result => ({ status: 200, body });
export const noContent: Result = { status: 204 };
