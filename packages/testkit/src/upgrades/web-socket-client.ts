import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { WebSocketLike, WebSocketPackage } from "./upgrade-harness.js";

/** What became of an upgrade: an answer, or an open WebSocket. */
export type Attempt = RefusedUpgrade | OpenWebSocket;

/** The answer to an upgrade that was refused. */
export interface RefusedUpgrade {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly challenges: readonly string[];
  readonly body: string;
}

/** A WebSocket that was opened. */
export interface OpenWebSocket {
  readonly status: 101;
  readonly socket: WebSocketLike;
  /** Sends a text; gives what comes back. */
  readonly ask: (text: string) => Promise<string>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly isOpen: () => boolean;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Opens a WebSocket as a client of the package `ws` does. */
export function attempt({ WebSocket }: WebSocketPackage, url: string, headers: Headers): Promise<Attempt> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    let open = true;
    const closed = new Promise<{ code: number; reason: string }>((close) => {
      socket.on("close", (code: number, reason: Buffer) => {
        open = false;
        close({ code, reason: String(reason) });
      });
    });
    const answers: ((text: string) => void)[] = [];
    socket.on("message", (message: Buffer) => answers.shift()?.(String(message)));
    socket.on("error", reject);
    socket.on("unexpected-response", (_req: unknown, res: IncomingMessage) => {
      const { statusCode = 0, headers: fields, headersDistinct } = res;
      const challenges = headersDistinct["www-authenticate"] ?? [];
      text(res).then((body) => resolve({ status: statusCode, headers: fields, challenges, body }), reject);
    });
    socket.on("open", () => {
      const ask = (said: string) =>
        new Promise<string>((answer) => {
          answers.push(answer);
          socket.send(said);
        });
      resolve({ status: 101, socket, ask, closed, isOpen: () => open });
    });
  });
}
