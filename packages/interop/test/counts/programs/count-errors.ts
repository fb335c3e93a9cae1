// The errors that refusals make on their way, in each framework, over HTTP.
import { errorsSince } from "../support/error-count.js"; // first: see there
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { RefusalCode } from "@product-auth/core";
import { listening, stopped } from "@product-auth/testkit/adapter";
import { FRAMEWORKS } from "../support/frameworks.js";
import { BROKEN_INSIDE, REFUSED } from "../support/refusals.js";
import { report } from "../support/report.js";
import { sendInTurn, type Request } from "../support/send.js";
import { slowStore, startWorld } from "../support/world.js";

/** What came of one request. */
export interface Answered {
  readonly status: number;
  readonly code: RefusalCode | undefined;
  /** In words: what was thrown, caught or not, and what was made. */
  readonly errors: readonly string[];
}

/** What the program prints, in JSON. */
export interface Outcome {
  /** By framework, then by what is sent. */
  readonly refused: Record<string, Record<string, Answered>>;
  /** A part of a token that begins like an object and is broken inside. */
  readonly brokenInside: Answered;
  /** What the count tells of errors that were made to be counted. */
  readonly counted: Record<string, readonly string[]>;
}

let code: RefusalCode | undefined;
const world = await startWorld({ subscriptions: slowStore(), onDecision: (event) => (code = event.code) });

async function answerTo(port: number, request: Request): Promise<Answered> {
  errorsSince();
  code = undefined;
  const status = await new Promise<number>((resolve) => sendInTurn(port, request, 1, resolve));
  return { status, code, errors: errorsSince() };
}

const refused: Record<string, Record<string, Answered>> = {};
let brokenInside: Answered | undefined;
for (const [framework, build] of Object.entries(FRAMEWORKS)) {
  const listener = await build({ guard: world.auth }, () => undefined);
  const server = await listening(createServer({ maxHeaderSize: 128 * 1024, keepAliveTimeout: 0 }, listener));
  const { port } = server.address() as AddressInfo;
  await answerTo(port, { fields: [] }); // what a framework does once, it has done then
  await useUpFetches(port);
  const answers: Record<string, Answered> = {};
  for (const [name, { request }] of Object.entries(REFUSED))
    answers[name] = await answerTo(port, await request(world.entra));
  refused[framework] = answers;
  brokenInside = await answerTo(port, BROKEN_INSIDE);
  await stopped(server);
}

// The first unknown keys cause fetches, in which Node makes errors and keeps them to itself. The clock stands still, so
// none is allowed after these.
async function useUpFetches(port: number): Promise<void> {
  const { request } = Object.values(REFUSED).find((refusal) => refusal.code === "token_unknown_key")!;
  for (let i = 0; i < 3; i++) await answerTo(port, await request(world.entra));
}

async function counted(work: () => unknown): Promise<readonly string[]> {
  errorsSince();
  await work();
  return errorsSince();
}

report({
  refused,
  brokenInside: brokenInside!,
  counted: {
    "thrown by V8 and caught": await counted(() => {
      try {
        JSON.parse("{");
      } catch {
        // the point
      }
    }),
    "thrown by Node and caught": await counted(() => {
      try {
        decodeURIComponent("%");
      } catch {
        // the point
      }
    }),
    "made and handed on": await counted(() => [new TypeError("nobody throws it")].length),
    "of a class, made and handed on": await counted(() => [new (class extends Error {})()].length),
    rejected: await counted(() => Promise.reject(new RangeError("soon caught")).catch(() => undefined)),
  },
} satisfies Outcome);
await world.close();
