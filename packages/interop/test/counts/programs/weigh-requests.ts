// Bytes that one request puts on the heap, in process. Needs --expose-gc and young generations that are large from the
// start, so that nothing is collected while a round is weighed.
import type { IncomingMessage } from "node:http";
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { KEY } from "@product-auth/testkit/adapter";
import { report } from "../support/report.js";
import { requestWith } from "../support/request-with.js";
import { startWorld } from "../support/world.js";

/** Bytes of one request, the middle of all rounds. */
export type Outcome = Record<Weighed, number>;
export type Weighed = "a known token" | "a key" | "no credential" | "garbage" | "a list of 100 places";

const ROUNDS = 9;
const REQUESTS = 2_000;
/** As many as make sure that all is compiled as well as it will be. */
const BEFORE = 20_000;

const world = await startWorld();
const { auth } = world;
const requirement = auth.requirement({ product: "pro" });
const token = await world.entra.tokenFor({ client: "contoso", product: "pro" });

/** What an adapter lets core do for one request. */
function pass(request: IncomingMessage): unknown {
  const view = auth.viewOf(request);
  const decision = auth.authorize(view, requirement);
  if (decision instanceof Promise) throw new Error("must be waited for");
  return decision.outcome === "admit" ? decision : auth.answer(decision);
}

let last: unknown; // what nobody can reach need not be made

let collections = 0;
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ["gc"] });

/** Bytes of one request in one round. */
async function weigh(
  fields: readonly string[],
  work: (request: IncomingMessage) => unknown,
): Promise<number> {
  const requests = Array.from({ length: REQUESTS }, () => requestWith(...fields));
  globalThis.gc!();
  for (let i = 0; i < 3; i++) await turn(); // the observer hears of a collection some turns later
  collections = 0;
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < REQUESTS; i++) last = work(requests[i]!);
  const grown = process.memoryUsage().heapUsed - before;
  for (let i = 0; i < 3; i++) await turn();
  return collections === 0 ? grown / REQUESTS : Infinity;
}

async function weighOften(
  fields: readonly string[],
  work: (request: IncomingMessage) => unknown = pass,
): Promise<number> {
  for (let i = 0; i < BEFORE; i++) last = work(requestWith(...fields));
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await weigh(fields, work));
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

const outcome: Outcome = {
  "a known token": await weighOften(["Authorization", `Bearer ${token}`]),
  "a key": await weighOften([KEY, "pro-key"]),
  "no credential": await weighOften([]),
  garbage: await weighOften(["Authorization", "Bearer garbage"]),
  "a list of 100 places": await weighOften([], () => new Array<undefined>(100)),
};
if (last === undefined) throw new Error("nothing was made");
await world.close();
report(outcome);
