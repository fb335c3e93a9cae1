import { connect, type ClientHttp2Session } from "node:http2";
import { TOLD } from "../path-set-up.js";
import { readTold } from "../told-in.js";
import type { PathAnswer, PathRequest } from "./path-request.js";

const AT_ONCE = 50;
/** Milliseconds after which an answer that does not come is given up. */
const PATIENCE = 2_000;

/** Sends requests over one HTTP/2 connection, and gives their answers in the same order. */
export async function sendOverHttp2(port: number, requests: readonly PathRequest[]): Promise<PathAnswer[]> {
  const answers: PathAnswer[] = [];
  const open = () => {
    const session = connect(`http://127.0.0.1:${port}`);
    session.on("error", () => {});
    return session;
  };
  let session = open();
  for (let from = 0; from < requests.length; from += AT_ONCE) {
    const batch = requests.slice(from, from + AT_ONCE);
    if (session.closed || session.destroyed) session = open();
    answers.push(...(await Promise.all(batch.map((request) => exchange(session, request)))));
  }
  session.destroy();
  return answers;
}

function exchange(session: ClientHttp2Session, { method, target, fields }: PathRequest): Promise<PathAnswer> {
  return new Promise((resolve) => {
    let answer: PathAnswer = { status: 0, told: undefined };
    try {
      const stream = session.request(
        { ":method": method, ":path": target, ":authority": "api.example", ...fields },
        { endStream: true },
      );
      stream.on("response", (headers) => {
        const told = headers[TOLD] as string | undefined;
        answer = { status: headers[":status"] ?? 0, told: told === undefined ? undefined : readTold(told) };
      });
      stream.on("error", () => {}); // a path that the protocol does not allow
      stream.setTimeout(PATIENCE, () => stream.close());
      stream.on("close", () => resolve(answer));
      stream.resume();
    } catch {
      resolve(answer);
    }
  });
}
