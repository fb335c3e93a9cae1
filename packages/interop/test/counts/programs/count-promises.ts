// The promises that one request costs in each framework, behind our guard and behind a step that does next to nothing.
import { createHook } from "node:async_hooks";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createProductAuth } from "@product-auth/core";
import { KEY, listening, optionsFor, stopped } from "@product-auth/testkit/adapter";
import { FRAMEWORKS, type Before, type Build, type Framework, type Shared } from "../support/frameworks.js";
import { report } from "../support/report.js";
import { sendInTurn, TIMES, type Request } from "../support/send.js";
import { slowStore, startWorld } from "../support/world.js";

/** What so many requests did. */
export interface Counted {
  readonly status: number;
  /** Promises made from the first request to the last answer. */
  readonly promises: number;
  /** Requests whose handler ran before the framework gave the turn back. */
  readonly atOnce: number;
}

/** What a request costs behind our guard, and behind a step of the framework's own with the same outcome. */
export interface Compared {
  readonly guarded: Counted;
  readonly bare: Counted;
}

/** What the program prints, in JSON: by framework, then by what is sent. */
export type Outcome = Record<Framework, Record<Sent, Compared>>;
export type Sent = "a known token" | "a remembered key" | "a key to ask for" | "nothing" | "garbage";

const world = await startWorld({ subscriptions: slowStore() });
const forgetful: Shared = createProductAuth(
  optionsFor(world.entra, { subscriptions: slowStore(), subscriptionCache: { ttl: 0 } }),
);
const token = await world.entra.tokenFor({ client: "contoso", product: "pro" });

const requests: Readonly<Record<Sent, Request & { readonly by: Shared; readonly bare: Before }>> = {
  "a known token": {
    fields: ["Authorization", `Bearer ${token}`],
    by: world.auth,
    bare: { step: "lets on" },
  },
  "a remembered key": { fields: [KEY, "pro-key"], by: world.auth, bare: { step: "lets on" } },
  "a key to ask for": { fields: [KEY, "pro-key"], by: forgetful, bare: { step: "lets on" } },
  nothing: { fields: [], by: world.auth, bare: { step: "refuses" } },
  garbage: { fields: ["Authorization", "Bearer garbage"], by: world.auth, bare: { step: "refuses" } },
};

async function count(build: Build, before: Before, request: Request): Promise<Counted> {
  let reached = 0;
  let atOnce = 0;
  const listener = await build(before, () => (reached += 1));
  const server = await listening(
    createServer({ keepAliveTimeout: 0 }, (req, res) => {
      const earlier = reached;
      listener(req, res);
      atOnce += reached - earlier;
    }),
  );
  const { port } = server.address() as AddressInfo;
  let promises = 0;
  const hook = createHook({ init: (_id, type) => void (promises += type === "PROMISE" ? 1 : 0) });
  const counted = await new Promise<Counted>((resolve) => {
    // First some that are not counted: whatever happens once has happened then.
    sendInTurn(port, request, 10, () => {
      atOnce = 0;
      hook.enable();
      sendInTurn(port, request, TIMES, (status) => {
        hook.disable();
        resolve({ status, promises, atOnce });
      });
    });
  });
  await stopped(server);
  return counted;
}

const outcome: Partial<Record<string, Record<string, Compared>>> = {};
for (const [framework, build] of Object.entries(FRAMEWORKS)) {
  const compared: Record<string, Compared> = {};
  for (const [sent, { by, bare, ...request }] of Object.entries(requests))
    compared[sent] = {
      guarded: await count(build, { guard: by }, request),
      bare: await count(build, bare, request),
    };
  outcome[framework] = compared;
}
await forgetful.close();
await world.close();
report(outcome);
