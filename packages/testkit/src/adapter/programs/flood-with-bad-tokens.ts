// An API that is flooded with tokens that nobody should remember, and weighs itself before and after.
import { startEntra } from "@product-auth/emulator";
import type { AdapterHarness } from "../adapter-harness.js";
import { serve } from "../served.js";
import { flood } from "../support/flood.js";
import { part, withClaims } from "../support/jose-parts.js";
import { written } from "../written-auth.js";
import { harnessFrom } from "./harness-from.js";

/** What the test writes as the only argument, in JSON. */
export interface Order {
  readonly source: AdapterHarness["source"];
  readonly tokens: "garbage" | "badSignature" | "behindSpaces";
  readonly count: number;
}

/** What the program prints at its end, in JSON. */
export interface Outcome {
  readonly statuses: Record<number, number>;
  readonly rememberedTokens: number;
  /** Bytes of the heap in use after the flood more than before it, garbage collected both times. */
  readonly growth: number;
}

const order = JSON.parse(process.argv[2]!) as Order;
const harness = await harnessFrom(order.source);
const entra = await startEntra();
const auth = written(
  harness.adapt({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
  }),
);
const { port, close } = await serve(
  harness,
  auth,
  (app) => app.get("/", auth.requireProduct("starter"), () => ({ body: "ok" })),
  { maxHeaderSize: 2 * 1024 * 1024 },
);

const good = await entra.tokenFor({ client: "contoso", product: "starter" });
const make: Record<Order["tokens"], (i: number) => string> = {
  garbage: (i) => `${part({ alg: "RS256", kid: `k${i}` })}.${"x".repeat(1_000)}${i}.AAAA`,
  badSignature: (i) => withClaims(good, { uti: `${i}-${"x".repeat(500)}` }),
  behindSpaces: (i) => `${" ".repeat(1024 * 1024)}${part({ alg: "RS256", kid: `k${i}` })}.e30.AAAA`,
};

function* tokens(count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield make[order.tokens](Math.random() * 1e9);
}
function heapUsed(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

await flood(port, "/", tokens(order.count / 10)); // whatever is kept once is kept now
const before = heapUsed();
const statuses = await flood(port, "/", tokens(order.count));
const growth = heapUsed() - before;
const outcome: Outcome = { statuses, growth, rememberedTokens: auth.health().rememberedTokens };
process.stdout.write(JSON.stringify(outcome));

await close();
await auth.close();
await entra.close();
