import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { isComplete } from "./caller.js";

/** Receives the status of an answer once all of it has come. */
export type OnAnswer = (status: number) => void;

/**
 * One connection that is sent a request at a time. It makes no promise, buffer or stream event for a call: a caller that pays
 * as much for a call as the server is saturated when the server is, and measures its own queue.
 */
export interface PacedCaller {
  /** Sends a request; the connection is free again when `onAnswer` has been called. */
  send(request: Buffer, onAnswer: OnAnswer): void;
  close(): void;
}

/** Bytes that are read at once. */
const READ = 64 * 1024;

/** Connects to a port of this machine. `onFailure`: called when the connection ends before `close`. */
export async function openPacedCaller(port: number, onFailure: (error: Error) => void): Promise<PacedCaller> {
  let waiting: OnAnswer | undefined;
  let got = "";
  const read = (bytes: number, buffer: Uint8Array): boolean => {
    got += (buffer as Buffer).toString("latin1", 0, bytes);
    if (!isComplete(got)) return true;
    const status = Number(got.slice(9, 12));
    const answered = waiting;
    got = "";
    waiting = undefined;
    answered?.(status);
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafe(READ), callback: read };
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true, onread });
  await once(socket, "connect");
  let open = true;
  const fail = (error: Error) => void (open && onFailure(error));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server has closed the connection")));
  return {
    send(request, onAnswer) {
      waiting = onAnswer;
      socket.write(request);
    },
    close() {
      open = false;
      socket.destroy();
    },
  };
}
