import { readTold } from "../told-in.js";
import { Connection } from "./connection.js";
import type { PathAnswer, PathRequest } from "./path-request.js";
import type { WireAnswer } from "./read-answers.js";

const CONNECTIONS = 8;
const DEPTH = 8;

/** Sends requests as they are written, pipelined over a few connections, and gives their answers in the same order. */
export async function sendOverHttp1(port: number, requests: readonly PathRequest[]): Promise<PathAnswer[]> {
  const answers: PathAnswer[] = [];
  let next = 0;
  const work = async () => {
    const connection = new Connection(port);
    while (next < requests.length) {
      let at = next;
      next = Math.min(at + DEPTH, requests.length);
      const end = next;
      for (const answer of await connection.exchange(requests.slice(at, end))) {
        // What Node does not take ends the connection, and its answer may come before those of earlier requests.
        if (answer.closes) break;
        answers[at++] = pathAnswer(answer);
      }
      for (; at < end; at++) answers[at] = pathAnswer((await connection.exchange([requests[at]!]))[0]);
    }
    connection.end();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return answers;
}

const pathAnswer = ({ status, told }: Partial<WireAnswer> = {}): PathAnswer => ({
  status: status ?? 0,
  told: told === undefined ? undefined : readTold(told),
});
