import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./answer.js";

/** Writes a response, its body slowly when `bytesPerSecond` is given. Stops when `closing` is aborted. */
export async function writeAnswer(
  response: ServerResponse,
  answer: Answer,
  closing: AbortSignal,
  bytesPerSecond = 0,
): Promise<void> {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...(answer.status === 204 ? {} : { "Content-Length": body.length }),
    "X-Content-Type-Options": "nosniff",
    ...answer.headers,
  });
  if (bytesPerSecond <= 0 || response.req.method === "HEAD") {
    response.end(body);
    return;
  }
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  const pause = (1000 * step) / bytesPerSecond;
  response.flushHeaders();
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    await sleep(pause, undefined, { signal: closing });
    response.write(body.subarray(at, at + step));
  }
  response.end();
}
