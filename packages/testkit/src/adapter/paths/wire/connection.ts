import { connect, type Socket } from "node:net";
import { readAnswers, type WireAnswer } from "./read-answers.js";
import type { PathRequest } from "./path-request.js";

/** Milliseconds after which an answer that does not come is given up. */
const PATIENCE = 2_000;

/** A connection that is opened again when the server has closed it. */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #heard: (isClosed: boolean) => void = () => {};
  #received = "";

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends requests as they are written, at once. Gives the answers up to the one that ends the connection. */
  exchange(batch: readonly PathRequest[]): Promise<readonly WireAnswer[]> {
    const socket = (this.#socket ??= this.#open());
    this.#received = "";
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.destroy(), PATIENCE);
      this.#heard = (isClosed) => {
        const answers = readAnswers(this.#received, batch);
        const isLast = answers.at(-1)?.closes ?? false;
        if (!isClosed && !isLast && answers.length < batch.length) return;
        clearTimeout(timer);
        this.#heard = () => {};
        if (isClosed || isLast) this.end();
        resolve(answers);
      };
      socket.write(batch.map(textOf).join(""), "latin1");
    });
  }

  end(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const socket = connect(this.#port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      if (this.#socket !== socket) return;
      this.#received += chunk.toString("latin1");
      this.#heard(false);
    });
    socket.on("error", () => {}); // "close" follows
    socket.on("close", () => {
      if (this.#socket === socket) this.#heard(true);
    });
    return socket;
  }
}

function textOf({ method, target, fields }: PathRequest): string {
  const lines = Object.entries({
    host: "api.example",
    ...(method === "POST" && { "content-length": "0" }),
    ...fields,
  });
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}
