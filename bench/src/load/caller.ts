import { once } from "node:events";
import { connect } from "node:net";

/** One connection that asks and waits. */
export interface Caller {
  /** Sends a request and gives the status of its answer, once all of that has come. */
  call(request: Buffer): Promise<number>;
  close(): void;
}

const END_OF_HEAD = "\r\n\r\n";

/** Connects to a port of this machine. As little work as a client can do: the server is what is measured. */
export async function openCaller(port: number): Promise<Caller> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  let got = "";
  const fail = (error: Error) => waiting?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server has closed the connection")));
  socket.on("data", (bytes) => {
    got += bytes.toString("latin1");
    if (!isComplete(got)) return;
    const status = Number(got.slice(9, 12));
    got = "";
    waiting?.resolve(status);
  });
  return {
    call(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (socket.destroyed) fail(new Error("the server had closed the connection before the call"));
        else socket.write(request);
      });
    },
    close() {
      waiting = undefined;
      socket.destroy();
    },
  };
}

/** Whether all of an answer has come. */
export function isComplete(answer: string): boolean {
  const end = answer.indexOf(END_OF_HEAD);
  if (end === -1) return false;
  const length = /\ncontent-length: (\d+)/i.exec(answer);
  if (length === null) throw new Error(`an answer without content-length: ${answer.slice(0, 200)}`);
  return answer.length >= end + END_OF_HEAD.length + Number(length[1]);
}
