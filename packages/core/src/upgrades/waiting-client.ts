import type { Duplex } from "node:stream";

/** Bytes that are read of what a client sends before it is answered; the rest stays in the socket's own buffer. */
const MOST = 65_536;

/**
 * A client whose upgrade is being decided. What it sends in the meantime is kept, in bounded space, and its leaving is
 * noticed: both can only be seen by reading. Listening for `readable`, and not for `data`, leaves the stream as it was.
 */
export class WaitingClient {
  readonly #socket: Duplex;
  readonly #sent: Buffer[];
  #length = 0;
  #left = false;
  readonly #read = (): void => {
    while (this.#length < MOST) {
      const chunk = this.#socket.read() as Buffer | null;
      if (chunk === null) return;
      this.#sent.push(chunk);
      this.#length += chunk.length;
    }
  };
  readonly #leave = (): void => void (this.#left = true);

  constructor(socket: Duplex, head: Buffer) {
    this.#socket = socket;
    this.#sent = [head];
    socket.on("readable", this.#read).on("end", this.#leave).on("close", this.#leave);
  }

  /** Everything that was sent; undefined, and the socket is destroyed, when the client has left. */
  stopWaiting(): Buffer | undefined {
    const socket = this.#socket;
    socket.off("readable", this.#read).off("end", this.#leave).off("close", this.#leave);
    if (!this.#left && !socket.destroyed) return Buffer.concat(this.#sent);
    socket.destroy();
    return undefined;
  }
}
