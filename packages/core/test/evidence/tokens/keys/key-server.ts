import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** An issuer's two documents on a real server, either of which can be made to misbehave. */
export class KeyServer {
  readonly origin: string;
  /** Paths requested, in order. */
  readonly seen: string[] = [];
  /** What `/keys` lists. */
  keys: readonly unknown[] = [publicJwk("k1")];
  /** What `/discovery` says. */
  metadata: object;
  readonly #server: Server;
  readonly #instead = new Map<string, Handler>();

  constructor(server: Server) {
    const { port } = server.address() as AddressInfo;
    this.origin = `http://127.0.0.1:${port}`;
    this.metadata = { issuer: `${this.origin}/issuer`, jwks_uri: `${this.origin}/keys` };
    this.#server = server;
    server.on("request", (req: IncomingMessage, res: ServerResponse) => this.#answer(req, res));
  }

  /** Answers a path with this handler; without one, properly again. */
  instead(path: "/discovery" | "/keys", handler?: Handler): void {
    if (handler === undefined) this.#instead.delete(path);
    else this.#instead.set(path, handler);
  }

  /** How often a path was requested. */
  count(path: string): number {
    return this.seen.filter((seen) => seen === path).length;
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(req: IncomingMessage, res: ServerResponse): void {
    const path = req.url ?? "";
    this.seen.push(path);
    const handler = this.#instead.get(path);
    if (handler !== undefined) return handler(req, res);
    if (path === "/discovery") json(this.metadata)(req, res);
    else if (path === "/keys") json({ keys: this.keys })(req, res);
    else status(404)(req, res);
  }
}

export async function startKeyServer(): Promise<KeyServer> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return new KeyServer(server);
}

export const json =
  (value: unknown): Handler =>
  (_req, res) => {
    res.setHeader("content-type", "application/json").end(JSON.stringify(value));
  };

export const text =
  (body: string): Handler =>
  (_req, res) => {
    res.end(body);
  };

export const status =
  (code: number, headers: Record<string, string> = {}, body = "{}"): Handler =>
  (_req, res) => {
    res.writeHead(code, headers).end(body);
  };

/** Takes the request and never answers. */
export const hang: Handler = () => undefined;

/** A public RSA key as a JWK. Its modulus is only a number of the right size: nothing is ever signed with it. */
export function publicJwk(
  kid: string,
  { bits = 2048, ...over }: { bits?: number } & Record<string, unknown> = {},
): object {
  const n = Buffer.concat(
    Array.from({ length: bits / 256 }, (_, i) => createHash("sha256").update(`${kid}/${i}`).digest()),
  );
  n[0]! |= 0x80;
  n[n.length - 1]! |= 1;
  return { kty: "RSA", use: "sig", kid, n: n.toString("base64url"), e: "AQAB", ...over };
}
