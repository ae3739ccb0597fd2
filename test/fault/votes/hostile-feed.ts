import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const megabyte = 1_024 * 1_024;
const json = 'application/json';
/** What it would become is twenty times as much as is taken. */
const bomb = gzipSync(Buffer.alloc(100 * megabyte, ' '));
const promised = 10 * 1_024 * megabyte;
const chunk = Buffer.alloc(256 * 1_024, ' ');
const dripMs = 20;

/** A document type that grows without end, and one that would read a file (https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing). */
const xml = [
  '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
  '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&c;&x;</feed>',
].join('');

export const attacks = ['bomb', 'endless', 'drip', 'xml', 'xml as json', 'metadata', 'elsewhere', 'file'] as const;
export type Attack = (typeof attacks)[number];

/** What the program says of each, among other words. */
export const toldOf: Readonly<Record<Attack, RegExp>> = {
  bomb: /larger than 5 MB/,
  endless: /larger than 5 MB/,
  drip: /did not answer within 10 s/,
  xml: /instead of JSON/,
  'xml as json': /HTML instead of JSON/,
  metadata: /redirects to another address/,
  elsewhere: /redirects to another address/,
  file: /redirects to another address/,
};

/** A service in the place of Hugging Face's that means harm. */
export class HostileFeed {
  attack: Attack | undefined;
  /** What it answers while it does no harm. */
  items: readonly unknown[] = [];
  /** Of the endless answer. */
  sentBytes = 0;
  /** Requests at the address that it sent somebody to. */
  visits = 0;
  readonly #server: Server;
  readonly #other: Server;

  static async start(): Promise<HostileFeed> {
    const feed = new HostileFeed();
    for (const server of [feed.#server, feed.#other]) {
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    }
    return feed;
  }

  private constructor() {
    this.#server = createServer((_request, response) => this.#answer(response));
    this.#other = createServer((_request, response) => {
      this.visits += 1;
      response.writeHead(200, { 'content-type': json }).end('[]');
    });
  }

  get url(): string {
    return addressOf(this.#server);
  }

  async close(): Promise<void> {
    for (const server of [this.#server, this.#other]) {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    }
  }

  #answer(response: ServerResponse): void {
    response.on('error', () => undefined);
    const redirects = {
      metadata: 'http://169.254.169.254/latest/meta-data/',
      elsewhere: `${addressOf(this.#other)}/api/daily_papers`,
      file: 'file:///etc/passwd',
    };
    switch (this.attack) {
      case undefined:
        response.writeHead(200, { 'content-type': json }).end(JSON.stringify(this.items));
        return;
      case 'bomb':
        response.writeHead(200, { 'content-type': json, 'content-encoding': 'gzip' }).end(bomb);
        return;
      case 'endless':
        response.writeHead(200, { 'content-type': json, 'content-length': String(promised) });
        this.#pour(response);
        return;
      case 'drip':
        response.writeHead(200, { 'content-type': json });
        drip(response);
        return;
      case 'xml':
        response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
        return;
      case 'xml as json':
        response.writeHead(200, { 'content-type': json }).end(xml);
        return;
      default:
        response.writeHead(302, { location: redirects[this.attack] }).end();
    }
  }

  /** As much as the other side takes. */
  #pour(response: ServerResponse): void {
    if (response.destroyed || this.sentBytes > promised) return;
    this.sentBytes += chunk.length;
    response.write(chunk, (error) => {
      if (error == null) setImmediate(() => this.#pour(response));
    });
  }
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function drip(response: ServerResponse): void {
  if (response.destroyed) return;
  response.write(' ');
  setTimeout(() => drip(response), dripMs).unref();
}
