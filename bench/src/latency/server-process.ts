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

// A guarded API with its portal, and the same API bare: `server-process.js FRAMEWORK PORT TENANT AUTHORITY REPLACEMENTS`.
const [framework, port = "", tenantId = "", authorityHost = "", replacements = ""] = process.argv.slice(
  2,
) as [Framework, ...string[]];

const RESOLUTION = 1;
/** Milliseconds from the start of a slice to the replacement of the catalog. */
const REPLACEMENT = 100;

// Made ahead: what an application takes to read a catalog, and the collector to move it, is not part of replacing one.
const editions = Array.from({ length: Number(replacements) }, (_, edition) => catalogOf(edition + 1));
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
let replaced: number[] = [];
let used = process.cpuUsage();
let since = 0;
let timer: NodeJS.Timeout | undefined;

function replaceSoon(): void {
  const catalog = editions.shift();
  if (catalog === undefined) throw new Error("every edition of the catalog has been used");
  timer = setTimeout(() => {
    const from = performance.now();
    void auth.updateInSteps(catalog as never).then(() => {
      replaced.push(performance.now() - from);
    });
  }, REPLACEMENT);
}

const obey: Readonly<Record<ServerOrder["order"], () => object>> = {
  watch() {
    delays.reset();
    delays.enable();
    used = process.cpuUsage();
    since = performance.now();
    return {};
  },
  replace() {
    replaceSoon();
    return {};
  },
  report(): Held {
    delays.disable();
    clearTimeout(timer);
    const { user, system } = process.cpuUsage(used);
    const busy = (user + system) / 1_000 / (performance.now() - since);
    const held = { loop: delays.max / 1e6 - RESOLUTION, busy, replaced };
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
