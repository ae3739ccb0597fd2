import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Answer {
  readonly head: IncomingMessage;
  readonly body: Buffer;
}

/** Stands before a platform's REST interface. Of some answers only the beginning comes through, then the connection is reset. */
export class HalfAnswers {
  /** How many answers were cut off. */
  cut = 0;
  readonly #isPost: (incoming: IncomingMessage) => boolean;
  readonly #cuts: ReadonlySet<number>;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  #target = '';
  #posts = 0;

  /** `cuts`: which posts, counted from 1. */
  constructor(isPost: (incoming: IncomingMessage) => boolean, cuts: ReadonlySet<number>) {
    this.#isPost = isPost;
    this.#cuts = cuts;
    this.#server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
    this.#server.on('connection', (socket) => this.#connections.add(socket));
  }

  /** Resolves with the address that stands for that one. */
  async before(url: string): Promise<string> {
    this.#target = new URL(url).origin;
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return url.replace(this.#target, `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
  }

  close(): void {
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (this.#isPost(incoming)) this.#posts += 1;
    const isCut = this.#isPost(incoming) && this.#cuts.has(this.#posts);
    try {
      const { head, body } = await this.#ask(incoming, await buffer(incoming));
      const { connection, 'transfer-encoding': encoding, ...headers } = head.headers;
      outgoing.writeHead(head.statusCode ?? 500, { ...headers, 'content-length': body.length });
      if (!isCut) return void outgoing.end(body);
      this.cut += 1;
      outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.resetAndDestroy());
    } catch {
      incoming.socket.destroy();
    }
  }

  #ask({ url = '/', method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asking = request(new URL(url, this.#target), { method, headers }, (head) => {
        void buffer(head).then((whole) => resolve({ head, body: whole }), reject);
      });
      asking.on('error', reject).end(body);
    });
  }
}
