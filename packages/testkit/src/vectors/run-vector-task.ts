import { subscribe } from "node:diagnostics_channel";
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProductAuth, ProductAuthOptions } from "@product-auth/core";
import type { CountersEvent, CounterStore } from "@product-auth/core/counters";
import type { CounterTime } from "../counters/counter-store-harness.js";
import { LoopLateness } from "./loop-lateness.js";
import type { VectorCall, VectorOrder, VectorReport, VectorTask } from "./vector-task.js";

/** What a process needs to be an instance. */
export interface VectorInstance {
  /** Opens the shared store; undefined: counters in memory. */
  readonly open: (
    place: Readonly<Record<string, string>>,
    settings: { readonly time: CounterTime; readonly timeout?: number },
  ) => CounterStore | undefined;
  /** Serves an API with these options, whose only route demands the product `pro`. */
  readonly serve: (options: ProductAuthOptions<"pro">) => Promise<{
    readonly auth: Pick<ProductAuth<"pro">, "limits" | "ready" | "health">;
    readonly origin: string;
    readonly close: () => Promise<void>;
  }>;
}

const KEY = "primary-key-of-contoso";
const SUBSCRIPTION = { id: "contoso", scope: "/products/pro" } as const;
/** Milliseconds for the store to answer before the calls begin. */
const PATIENCE = 15_000;

/** The program of one instance: takes its task from the command line and its orders as messages of its parent. */
export async function runVectorTask({ open, serve }: VectorInstance): Promise<void> {
  const { place, settings, onStoreFailure, timeout, now, offset } = JSON.parse(
    process.argv[2] ?? "",
  ) as VectorTask;
  const time = now === undefined ? "store" : "caller";
  const store = open(place, { time, ...(timeout !== undefined && { timeout }) });
  const states: string[] = [];
  subscribe("product-auth:counters", (event) => void states.push((event as CountersEvent).state));
  const served = await serve({
    products: { pro: { accepts: ["key"], ...settings } },
    subscriptions: [{ ...SUBSCRIPTION, primaryKey: KEY }],
    counters: {
      ...(store !== undefined && { store }),
      ...(timeout !== undefined && { timeout }),
      ...(onStoreFailure !== undefined && { onStoreFailure }),
      onChange: () => {}, // no process warnings in the output of the tests
    },
    clock: () => now ?? Date.now() + offset,
  });
  const agent = new Agent({ keepAlive: true });
  const lateness = new LoopLateness();

  process.on("message", (order: VectorOrder) => {
    obey(order).then(
      (report) => process.send?.({ calls: [], states, ...report } satisfies VectorReport),
      (error: unknown) => process.send?.({ calls: [], states, error: String(error) } satisfies VectorReport),
    );
  });
  process.on("disconnect", () => process.exit()); // the parent has ended

  async function obey(order: VectorOrder): Promise<Partial<VectorReport>> {
    switch (order.kind) {
      case "call":
        return { calls: await callMany(order.calls, order.atOnce) };
      case "ready":
        await ready();
        return {};
      case "used": {
        const limits = await served.auth.limits.of({ subscription: SUBSCRIPTION });
        const used = limits.find(({ kind }) => kind === "quota")?.used;
        return used === undefined ? {} : { quotaUsed: used };
      }
      case "states":
        return {};
      case "close":
        lateness.stop();
        agent.destroy();
        await served.close();
        return {};
    }
  }

  async function ready(): Promise<void> {
    const end = Date.now() + PATIENCE;
    await served.auth.ready();
    while (served.auth.health().counters.state !== "ok") {
      if (Date.now() > end) throw new Error("the store does not answer");
      await sleep(50);
    }
    states.length = 0;
  }

  async function callMany(calls: number, atOnce: number): Promise<VectorCall[]> {
    const answered: VectorCall[] = [];
    let left = calls;
    const caller = async () => {
      while (left-- > 0) answered.push(await measured());
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
    return answered;
  }

  async function measured(): Promise<VectorCall> {
    const isAfterFailure = states.at(-1) === "degraded";
    const [since, late] = [performance.now(), lateness.total];
    const answered = await answerOf(served.origin, agent);
    const took = performance.now() - since - (lateness.total - late);
    return { ...answered, took, isAfterFailure };
  }
}

function answerOf(origin: string, agent: Agent): Promise<Pick<VectorCall, "status" | "headers" | "body">> {
  const headers = { "Ocp-Apim-Subscription-Key": KEY };
  return new Promise((resolve, reject) => {
    get(origin, { agent, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    }).on("error", reject);
  });
}
