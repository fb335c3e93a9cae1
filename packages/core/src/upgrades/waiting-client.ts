import type { Duplex } from "node:stream";

/** Maximum number of bytes to read from a client before it is answered; the rest stays in the socket's buffer. */
const MAX_BYTES = 65_536;

/**
 * A client whose upgrade is being decided. Buffers what it sends in the meantime, in bounded memory, and detects that it
 * disconnects: both require reading from the socket. Listening for `readable` instead of `data` leaves the stream paused.
 */
export class WaitingClient {
  readonly #socket: Duplex;
  readonly #sent: Buffer[];
  #length = 0;
  #left = false;
  readonly #read = (): void => {
    while (this.#length < MAX_BYTES) {
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

  /** Stops reading and returns the buffered bytes. Destroys the socket, and returns undefined, when the client has disconnected. */
  stopWaiting(): Buffer | undefined {
    const socket = this.#socket;
    socket.off("readable", this.#read).off("end", this.#leave).off("close", this.#leave);
    if (!this.#left && !socket.destroyed) return Buffer.concat(this.#sent);
    socket.destroy();
    return undefined;
  }
}
