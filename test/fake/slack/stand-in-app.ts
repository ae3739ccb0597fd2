import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';

/** An app that answers as told and keeps what came. */
export class StandInApp {
  readonly came: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  answer: (response: ServerResponse) => void = (response) => void response.end();
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      this.came.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      this.answer(response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/slack/events`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A Socket Mode client that acknowledges only when told. */
export class StandInSocket {
  readonly frames: Record<string, unknown>[] = [];
  readonly #socket: WebSocket;
  #waiting: (() => void)[] = [];
  #read = 0;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)));
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  async next(): Promise<Record<string, unknown>> {
    const index = this.#read++;
    for (;;) {
      const frame = this.frames[index];
      if (frame !== undefined) return frame;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  ack(frame: Record<string, unknown>, payload: unknown = {}): void {
    this.#socket.send(JSON.stringify({ envelope_id: frame.envelope_id, payload }));
  }

  close(): void {
    this.#socket.terminate();
  }
}
