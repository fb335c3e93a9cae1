import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";

/** A server that answers every request with what `read` makes of it, in JSON. */
export async function startReader(read: (message: IncomingMessage) => unknown): Promise<Reader> {
  const server = createServer({ maxHeaderSize: 128 * 1024 }, (req, res) => {
    res.end(JSON.stringify(read(req)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return new Reader(server);
}

/** Sends requests byte for byte: no client library repairs, joins or refuses what a test writes. */
export class Reader {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Sends one request with these header lines and gives the answer's body, parsed. */
  async send(target: string, ...lines: readonly string[]): Promise<unknown> {
    const { port } = this.#server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const head = [`GET ${target} HTTP/1.1`, "Host: api.example.com", ...lines, "Connection: close"];
    socket.end(Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const [status = "", body = ""] = Buffer.concat(chunks).toString("utf8").split("\r\n\r\n");
    if (!status.startsWith("HTTP/1.1 200")) throw new Error(status.split("\r\n")[0]);
    return JSON.parse(body);
  }

  async close(): Promise<void> {
    await new Promise((closed) => this.#server.close(closed));
  }
}
