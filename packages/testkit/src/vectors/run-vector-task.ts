import { Agent, get } from "node:http";
import type { ProductAuth, ProductAuthOptions } from "@product-auth/core";
import type { CounterStore } from "@product-auth/core/counters";
import type { CounterTime } from "../counters/counter-store-harness.js";
import type { VectorResult, VectorTask } from "./store-vector.js";

/** What a process needs to be an instance. */
export interface VectorInstance {
  /** Opens the shared store; undefined: counters in memory. */
  readonly open: (place: Readonly<Record<string, string>>, time: CounterTime) => CounterStore | undefined;
  /** Serves an API with these options, whose only route demands the product `pro`. */
  readonly serve: (options: ProductAuthOptions<"pro">) => Promise<{
    readonly auth: Pick<ProductAuth<"pro">, "limits">;
    readonly origin: string;
    readonly close: () => Promise<void>;
  }>;
}

/** Milliseconds for one answer: as many as may be, because a late one is decided without the store. */
const TIMEOUT = 5_000;
const KEY = "primary-key-of-contoso";
const SUBSCRIPTION = { id: "contoso", scope: "/products/pro" } as const;

/** The program of one instance: takes its task from the command line, calls itself over HTTP, and writes what came of it. */
export async function runVectorTask({ open, serve }: VectorInstance): Promise<void> {
  const { place, settings, calls, atOnce, now, offset } = JSON.parse(process.argv[2] ?? "") as VectorTask;
  const store = open(place, now === undefined ? "store" : "caller");
  const states: string[] = [];
  const served = await serve({
    products: { pro: { accepts: ["key"], ...settings } },
    subscriptions: [{ ...SUBSCRIPTION, primaryKey: KEY }],
    counters: {
      ...(store !== undefined && { store }),
      timeout: TIMEOUT,
      onChange: ({ state }) => void states.push(state),
    },
    clock: () => now ?? Date.now() + offset,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const statuses: number[] = [];
  let left = calls;
  const caller = async () => {
    while (left-- > 0) statuses.push(await statusOf(served.origin, agent));
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const limits = await served.auth.limits.of({ subscription: SUBSCRIPTION });
  const quotaUsed = limits.find(({ kind }) => kind === "quota")?.used;
  agent.destroy();
  await served.close();
  const result: VectorResult = { statuses, states, ...(quotaUsed !== undefined && { quotaUsed }) };
  process.stdout.write(JSON.stringify(result));
}

function statusOf(origin: string, agent: Agent): Promise<number> {
  const headers = { "Ocp-Apim-Subscription-Key": KEY };
  return new Promise((resolve, reject) => {
    get(origin, { agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    }).on("error", reject);
  });
}
