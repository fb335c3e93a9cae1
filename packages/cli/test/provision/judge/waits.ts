import type { Call } from "./call.js";
import type { Judge } from "./judge.js";

const SLACK = 30; // timers may fire early by the clock's grain

/** Waits after refusals (provision.md §4, second table). */
export function checkWaits(judge: Judge): void {
  const tries = new Map<string, number>();
  for (const [at, call] of judge.calls.entries()) {
    const key = keyOf(call);
    const status = call.spoilt?.how === "drop" ? 0 : (call.answer?.status ?? 0);
    const next = judge.calls.slice(at + 1).find((later) => keyOf(later) === key);
    if (status !== 0 && status < 400) tries.delete(key);
    if (next === undefined || (status !== 0 && status < 400)) continue;
    const nth = tries.get(key) ?? 0;
    tries.set(key, nth + 1);
    const least = leastWait(call, status, nth);
    const waited = next.at - (call.answeredAt ?? call.at);
    if (waited + SLACK < least)
      judge.violation(`§4 waits: ${least} ms after ${status}, try ${nth + 1}; it was ${waited} ms`, call);
    const between = judge.calls.slice(at + 1, judge.calls.indexOf(next));
    const isCut = [0, 503, 504].includes(status) && call.method === "POST";
    if (isCut && !between.some(({ method }) => method === "GET") && !/Password$/.test(call.path))
      judge.violation("§4 503, 504, cut: POSTs look first", call);
  }
}

function leastWait(call: Call, status: number, nth: number): number {
  const after = call.answer?.headers?.["Retry-After"];
  if (status === 429) return after === undefined ? 2000 * 2 ** nth : Number(after) * 1000;
  if (status === 503 || status === 504) return after === undefined ? 1000 * 2 ** nth : Number(after) * 1000;
  if (status === 0 || status === 404 || status === 400 || status === 403)
    return call.method === "GET" && status !== 0 ? 0 : 900 * 2 ** nth;
  return 0;
}

const keyOf = ({ method, url, text }: Call) => `${method} ${url} ${text}`;
