import { Agent, get } from "node:http";

/** Requests that are counted together. */
export const TIMES = 100;

/** One request: its header fields as they are sent, names and values in turn, and its target. */
export interface Request {
  readonly fields: readonly string[];
  readonly target?: string;
}

/**
 * Sends a request so many times over one connection, the next when the last is answered; tells the status of the last
 * answer. Makes no promises, so that those of the server can be counted.
 */
export function sendInTurn(
  port: number,
  { fields, target = "/pro" }: Request,
  times: number,
  done: (status: number) => void,
): void {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = ["Host", "api.example.com", ...fields];
  const next = (left: number) =>
    get({ agent, host: "127.0.0.1", port, path: target, headers }, (answer) => {
      answer.resume().once("end", () => {
        if (left > 1) return void next(left - 1);
        agent.destroy();
        done(answer.statusCode!);
      });
    });
  next(times);
}
