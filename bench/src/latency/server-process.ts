import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { basic, createPortal } from "@product-auth/portal";
import type { Framework } from "../http/http-contender.js";
import { makePasswordUsers } from "../portal/make-password-users.js";
import { catalogOf } from "./catalog-of.js";
import type { Held, ServerOrder, ServerReady } from "./latency-server.js";
import { serversOf } from "./servers-of.js";

// A guarded API with its portal, and the same API bare: `server-process.js FRAMEWORK PORT TENANT AUTHORITY`.
const [framework, port = "", tenantId = "", authorityHost = ""] = process.argv.slice(2) as [
  Framework,
  ...string[],
];

const RESOLUTION = 1;
/** Milliseconds from the start of a slice to its first replacement, and from there to the next. */
const FIRST_REPLACEMENT = 250;
const REPLACED_EVERY = 1_000;

const repository = new MemorySubscriptionRepository();
const records = new MemoryRecordRepository();
const subscriptions = administerSubscriptions({ repository });
const auth = createProductAuth({
  ...catalogOf(0),
  tenantId,
  authorityHost,
  subscriptions: repository,
  signingKeys: { unknownKeyInterval: 1 }, // else keys could not rotate more often than twice a minute
});
const portal = createPortal({
  auth,
  records,
  subscriptions,
  publicUrl: `http://127.0.0.1:${port}/developer`,
  onFirstAdministrator: () => undefined,
  signIn: [basic()],
  mail: { send: () => Promise.resolve() }, // no mail is measured
  attempts: 1_000, // all come from one address
});
await makePasswordUsers(records);
await auth.ready();
const { bare, guarded } = await serversOf(framework, { auth, portal } as never);

const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
let edition = 0;
let replaced: number[] = [];
let timer: NodeJS.Timeout | undefined;

function replaceEverySecond(): void {
  const next = [1, 2].map(() => catalogOf(++edition)); // made before: an application reads them from a file
  const replace = () => {
    const catalog = next.shift();
    if (catalog === undefined) return;
    const from = performance.now();
    void auth.updateInSteps(catalog as never).then(() => {
      replaced.push(performance.now() - from);
    });
    timer = setTimeout(replace, REPLACED_EVERY);
  };
  timer = setTimeout(replace, FIRST_REPLACEMENT);
}

const obey: Readonly<Record<ServerOrder["order"], () => object>> = {
  watch() {
    delays.reset();
    delays.enable();
    return {};
  },
  replace() {
    replaceEverySecond();
    return {};
  },
  report(): Held {
    delays.disable();
    clearTimeout(timer);
    const held = { loop: delays.max / 1e6 - RESOLUTION, replaced };
    replaced = [];
    return held;
  },
};

async function listen(server: Server, on = 0): Promise<number> {
  await new Promise<void>((listening) => server.listen(on, "127.0.0.1", 1024, listening));
  return (server.address() as AddressInfo).port;
}

process.on("message", ({ order }: ServerOrder) => process.send!(obey[order]()));
process.on("disconnect", () => process.exit());
const ready: ServerReady = { guarded: await listen(guarded, Number(port)), bare: await listen(bare) };
process.send!(ready);
