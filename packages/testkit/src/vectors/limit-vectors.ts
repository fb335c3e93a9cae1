import { equal } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { DecisionEvent } from "@product-auth/core";
import type { AnyOptions, AnyRule } from "../adapter/adapter-harness.js";
import type { FullTestRunner } from "../test-runner.js";
import type { HandlerScript, LimitCall, LimitVector } from "./limit-vector.js";
import { isCovered, NO_VECTORS, optionsOfVector } from "./token-vectors.js";
import { requestOf, type Answered, type SentRequest } from "./vector-requests.js";

/** The files whose calls this suite makes. */
const FILES = ["rate", "headers", "by-key", "token-bucket", "quota", "together"] as const;

/** A server or an instance that answers the calls of one vector. */
export interface AskedInstance {
  /** Host and port of its requests. */
  readonly host: string;
  /** `address`: of the caller, as a trusted proxy on this machine says. */
  ask(
    request: SentRequest & { readonly body: Buffer; readonly address: string | undefined },
  ): Promise<Answered>;
  close(): Promise<void>;
}

/** Starts one. `handle` is the guarded route: it ends when the vector's handler does. */
export type StartInstance = (
  options: AnyOptions,
  rule: AnyRule | undefined,
  handle: (call: string | undefined) => Promise<Required<Pick<HandlerScript, "status" | "bytes">>>,
) => Promise<AskedInstance>;

/** What a suite over the vectors of limits may have besides. */
export interface LimitVectorOptions {
  /** Options of counters that every vector gets, such as a store. */
  readonly more?: () => AnyOptions["counters"];
  /** Which vectors are run. Default: all. */
  readonly covers?: (vector: LimitVector) => boolean;
  /** Waits between two calls, for a store that counts responses a moment later. */
  readonly between?: () => Promise<void>;
}

/** Header field that tells the guarded route which call of the vector it handles. */
export const CALL_FIELD = "x-vector-call";

/**
 * Defines a suite over the vectors of limits. No real time passes: the clock moves from one call to the next. Skipped where
 * there is no folder of vectors.
 */
export function limitVectors(
  runner: FullTestRunner,
  name: string,
  start: StartInstance,
  folder: URL,
  { more, covers = () => true, between }: LimitVectorOptions = {},
): void {
  runner.describe(`${name}: vectors of limits`, () => {
    if (!existsSync(new URL("rate.json", folder))) {
      runner.it("every vector", function skipped(this: { test?: object; skip?: () => void }) {
        Object.assign(this.test ?? {}, { skipReason: NO_VECTORS });
        this.skip?.();
      });
      return;
    }
    const ofTokens = vectorsIn(new URL("token.json", folder)).filter((vector) => !isCovered(vector));
    const vectors = FILES.flatMap((file) => vectorsIn(new URL(`${file}.json`, folder)));
    for (const vector of [...vectors, ...ofTokens].filter(covers))
      runner.it(`${vector.id}: ${vector.name}`, () => runVector(start, vector, more?.(), between));
  });
}

function vectorsIn(file: URL): readonly LimitVector[] {
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly vectors: readonly LimitVector[] }).vectors;
}

async function runVector(
  start: StartInstance,
  vector: LimitVector,
  counters: AnyOptions["counters"],
  between: LimitVectorOptions["between"],
): Promise<void> {
  const events: DecisionEvent[] = [];
  const timeline = new Timeline(new Date(vector.epoch ?? 0).getTime());
  const options = optionsOfVector(vector, () => timeline.now, events);
  const handlers = new Map(vector.calls.map(({ handler = {} }, i) => [String(i), handler]));
  const asked = await start(
    { ...options, ...(counters !== undefined && { counters }) },
    vector.rule,
    async (call = "") => {
      const { status = 200, bytes = 2, takes = 0 } = handlers.get(call) ?? {};
      if (takes > 0) await timeline.until(timeline.now + takes);
      return { status, bytes };
    },
  );
  try {
    const open: Promise<void>[] = [];
    let long = 0;
    for (const [i, call] of vector.calls.entries()) {
      await timeline.moveTo(call.at);
      events.length = 0;
      const answered = asked.ask(sentBy(call, i, vector, asked.host, timeline.now));
      const checked = answered.then((found) => check(call, `${vector.id} call ${i}`, found, events));
      open.push(checked);
      if ((call.handler?.takes ?? 0) === 0) await checked.then(between);
      else await timeline.begun(++long);
    }
    await timeline.moveTo(Infinity);
    await Promise.all(open);
  } finally {
    await asked.close();
  }
}

function sentBy(call: LimitCall, index: number, vector: LimitVector, host: string, now: number) {
  const { fields, ...request } = requestOf(call, vector as never, host, now);
  const body = Buffer.alloc(call.requestBytes ?? 0, "x");
  return {
    ...request,
    fields: [
      ...fields,
      CALL_FIELD,
      String(index),
      ...(call.ip === undefined ? [] : ["X-Forwarded-For", call.ip]),
      ...(body.length > 0
        ? ["Content-Length", String(body.length), "Content-Type", "application/octet-stream"]
        : []),
    ],
    body,
    address: call.ip,
  };
}

/** The time of a vector: it stands still but for `moveTo`. Handlers that take time wait for it. */
class Timeline {
  readonly #epoch: number;
  readonly #waiting: { readonly at: number; readonly wake: () => void }[] = [];
  #begun = 0;
  #onBegin: (() => void) | undefined;
  now: number;

  constructor(epoch: number) {
    this.#epoch = epoch;
    this.now = epoch;
  }

  /** Ends when time has moved on to `at`. */
  until(at: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ at, wake: resolve });
      this.#begun++;
      this.#onBegin?.();
    });
  }

  /** Ends when so many handlers have begun to wait. */
  begun(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onBegin = () => (this.#begun >= count ? resolve() : undefined);
      this.#onBegin();
    });
  }

  /** Moves on, and lets handlers end in the order of their times. */
  async moveTo(offset: number): Promise<void> {
    const time = this.#epoch + offset;
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= time).sort((one, other) => one.at - other.at)[0];
      if (next === undefined) break;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.now = next.at;
      next.wake();
      await settled();
    }
    if (Number.isFinite(time)) this.now = time;
  }
}

/** Long enough for a response to reach its caller on this machine. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

function check(call: LimitCall, at: string, found: Answered, events: readonly DecisionEvent[]): void {
  const { expect } = call;
  equal(found.status, expect.status, `${at}: status; ${found.body.slice(0, 200)}; ${JSON.stringify(events)}`);
  for (const [name, value] of Object.entries(expect.headers ?? {}))
    equal(found.headers[name], value, `${at}: ${name}`);
  for (const name of expect.absent ?? []) equal(found.headers[name], undefined, `${at}: ${name}`);
  if (expect.body !== undefined) equal(found.body, expect.body, at);
  if (expect.code !== undefined) equal(events[0]?.code, expect.code, at);
}
