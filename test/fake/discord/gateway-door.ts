import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Fault, faults } from './gateway-protocol.js';

/** The port of the gateway: lets sockets in that speak its version. */
export class GatewayDoor {
  /** Breaks whatever wants in. */
  isDown = false;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #streams = new Set<Duplex>();
  readonly #enter: (socket: WebSocket, path: string) => void;

  constructor(enter: (socket: WebSocket, path: string) => void) {
    this.#enter = enter;
    this.#http = createServer((_, response) => void response.writeHead(426).end());
    this.#http.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head));
  }

  /** Resolves with the address, without a slash at the end. */
  async open(): Promise<string> {
    await new Promise<void>((listening) => this.#http.listen(0, '127.0.0.1', listening));
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#http.close(done));
    for (const stream of this.#streams) stream.destroy();
    this.#http.closeAllConnections();
    this.#sockets.close();
    await closed;
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.isDown) {
      stream.destroy();
      return;
    }
    this.#streams.add(stream);
    stream.on('close', () => this.#streams.delete(stream));
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'ws://127.0.0.1');
      const fault = faultIn(searchParams);
      if (fault === undefined) this.#enter(socket, pathname);
      else socket.close(fault.code, fault.reason);
    });
  }
}

/** Compression that is asked for is not given: clients cope with that. */
function faultIn(query: URLSearchParams): Fault | undefined {
  if (query.get('v') !== '10') return faults.invalidVersion;
  return query.get('encoding') === 'json' ? undefined : faults.notDecoded;
}
