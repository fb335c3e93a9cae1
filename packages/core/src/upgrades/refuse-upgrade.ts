import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Answer } from "../answer/answer.js";
import type { Awaitable } from "../lib/awaitable.js";
import { warnOfError } from "../lib/warn-of-error.js";

/** Milliseconds for a client to read the response. */
const SEND_TIMEOUT = 5_000;
/** Milliseconds for a client to close its side after that. */
const CLOSE_TIMEOUT = 1_000;

/**
 * Answers an upgrade with a refusal and destroys its socket. Node has no `ServerResponse` for an upgrade, so the answer
 * is written as HTTP/1.1 (RFC 9112). What `answerOf` throws is a bug of the application: 500, and a process warning.
 */
export function refuseUpgrade(
  { method }: IncomingMessage,
  socket: Duplex,
  answerOf: () => Awaitable<Answer>,
): void {
  void new Promise<Answer>((resolve) => resolve(answerOf()))
    .catch((error: unknown) => {
      warnOfError(error, "ProductAuthUpgradeWarning");
      return { status: 500, headers: {}, body: "" };
    })
    .then((answer) => send(socket, responseOf(answer, method)));
}

function send(socket: Duplex, response: string): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy();
  // A client that does not read or close must not hold the socket. Destroying a socket with unread bytes resets the
  // connection, and the client may lose the response, so they are read and dropped.
  let timer = setTimeout(() => socket.destroy(), SEND_TIMEOUT);
  socket.once("close", () => clearTimeout(timer));
  socket.once("finish", () => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.destroy(), CLOSE_TIMEOUT);
  });
  socket.end(response, "utf8");
  socket.resume();
}

function responseOf({ status, headers, body }: Answer, method: string | undefined): string {
  const fields = Object.entries({
    ...headers,
    date: new Date().toUTCString(),
    connection: "close",
    "content-length": String(Buffer.byteLength(body)),
  });
  const lines = fields.flatMap(([name, values]) => [values].flat().map((value) => fieldLine(name, value)));
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines].join("\r\n");
  return `${head}\r\n\r\n${method === "HEAD" ? "" : body}`;
}

// RFC 9110 §5.5: nothing in a name or a value may end the line.
const fieldLine = (name: string, value: string) =>
  `${name.replace(/[^!#$%&'*+.^_`|~0-9a-z-]/gi, "")}: ${value.replace(/[^\t\x20-\x7e]/g, "?")}`;
