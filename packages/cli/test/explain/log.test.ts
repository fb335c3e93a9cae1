import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { createProductAuth, type DecisionEvent, type ProductAuthOptions } from "@product-auth/core";
import { expect } from "chai";
import * as fc from "fast-check";
import type { CommandIo } from "#src/command-io.js";
import { lastDecision } from "#src/explain/log/last-decision.js";
import { newFolder, run, writeConfig } from "./command.js";

const options = {
  products: {
    pro: { accepts: ["key"], rateLimit: { calls: 1, renewalPeriod: 60 } },
    batch: { accepts: ["key"] },
  },
  subscriptions: [
    { id: "contoso", scope: "/products/pro", primaryKey: "s3cret-key" },
    { id: "late", scope: "/products/pro", primaryKey: "late-key", state: "suspended" },
  ],
} as const satisfies ProductAuthOptions<"pro" | "batch">;

/** The events of these keys, in their order. */
async function eventsOf(keys: readonly string[]): Promise<DecisionEvent[]> {
  const events: DecisionEvent[] = [];
  const auth = createProductAuth({
    ...options,
    onDecision: (event) => void events.push(event),
    clock: () => 1_800_000_000_000,
  });
  const requirement = auth.requirement({ product: "pro" });
  for (const key of keys)
    await auth.authorize(
      {
        method: "GET",
        path: `/orders?subscription-key=${key}`,
        header: () => undefined,
        query: (name) => (name === "subscription-key" ? key : undefined),
      },
      requirement,
    );
  await auth.close();
  return events;
}

/** How loggers write an event. */
const LOGGERS: Readonly<Record<string, (event: DecisionEvent) => string>> = {
  "the event itself": (event) => JSON.stringify(event),
  "one line of the starters": ({ rule: _, at, ...event }) =>
    JSON.stringify({ level: 30, time: at, event: "decision", ...event }),
  "pino, with the event under a name": ({ at, ...event }) =>
    JSON.stringify({ level: "warn", time: at, pid: 1, decision: { ...event, at }, msg: "refused" }),
  "a container's JSON around it": (event) =>
    JSON.stringify({ time: "2027-01-15T08:00:00.000Z", log: { decision: event } }),
  "Fastify, in the log of a request": ({ at, ...event }) =>
    JSON.stringify({
      level: 40,
      time: at,
      pid: 1,
      hostname: "api",
      reqId: "req-1",
      ...event,
      msg: "decision",
    }),
  "docker compose logs": (event) => `orders-1  | ${JSON.stringify(event)}`,
  "kubectl logs --prefix --timestamps": (event) =>
    `[pod/orders-7d9f/api] 2027-01-15T08:00:00.100000000Z ${JSON.stringify(event)}\r`,
};

describe("product-auth explain --log", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  beforeEach(() => writeConfig(folder.path, options));
  after(() => folder.remove());

  const explain = (log: string, ...more: string[]) =>
    run(folder.path, ["explain", "--log", "-", ...more], log);

  for (const [name, write] of Object.entries(LOGGERS))
    it(`reads ${name}`, async () => {
      const [event] = await eventsOf(["late-key"]);
      const { code, stdout, stderr } = await explain(`starting\n${write(event!)}\n`);
      expect({ code, stderr }).to.deep.equal({ code: 1, stderr: "" });
      expect(stdout).to.equal(
        `Refused with 401: key_state.
The rule: product pro.
The catalog: version ${event!.catalogVersion}, as in product-auth.json.

The request
  time         2027-01-15T08:00:00.000Z
  method       GET
  path         /orders
  credential   key

The failed check
  expected     an active subscription
  found        suspended

More about key_state: docs/refusals.md#key_state
`,
      );
    });

  it("explains the last of several decisions, and ends with its outcome", async () => {
    const log = (await eventsOf(["wrong", "s3cret-key", "s3cret-key"])).map((event) => JSON.stringify(event));
    const refused = await explain(log.join("\n"));
    expect(refused.code).to.equal(1);
    expect(refused.stdout)
      .to.match(/^Refused with 429: rate_exceeded\. It is the last of 3 decisions in the log\.\n/)
      .and.to.match(/\n {2}limit +rate of product:pro, room in 60 seconds\n/);
    const admitted = await explain(log.slice(0, 2).join("\n"));
    expect(admitted.code).to.equal(0);
    expect(admitted.stdout)
      .to.match(/^Admitted: it opened the product pro\./)
      .and.to.include("contoso");
  });

  it("says when another catalog decided than the one in the file, which may be a catalog file", async () => {
    const [event] = await eventsOf(["late-key"]);
    const { products } = options;
    await writeConfig(folder.path, { $schema: "x", products }, "catalog.json");
    const line = JSON.stringify(event);
    expect((await explain(line, "--config", "catalog.json")).stdout).to.include("as in catalog.json.");
    await writeConfig(
      folder.path,
      { products: { ...products, extra: { accepts: ["key"] } } },
      "catalog.json",
    );
    const { code, stdout } = await explain(line, "--config", "catalog.json");
    expect(code).to.equal(1);
    expect(stdout).to.match(
      new RegExp(
        `\nNOT THE CATALOG OF catalog\\.json: version ${event!.catalogVersion} decided, and the file holds [0-9a-f]{12}\\. `,
      ),
    );
    const json = JSON.parse((await explain(line, "--config", "catalog.json", "--json")).stdout) as object;
    expect(json).to.include({ outcome: "refuse", code: "key_state", decisions: 1 });
    expect(json).to.have.nested.property("catalog.result", "other");
  });

  it("prints what docs/observability.md shows", async () => {
    const page = await readFile(new URL("../../../../docs/observability.md", import.meta.url), "utf8");
    const shown = /```text\n(.+?)```/s.exec(page)![1]!;
    const [event] = await eventsOf(["late-key"]);
    await writeConfig(folder.path, { products: { pro: { accepts: ["key"] } } }, "catalog.json");
    const { stdout } = await explain(JSON.stringify(event), "--config", "catalog.json");
    const anyVersion = (text: string) => text.replaceAll(/\b[0-9a-f]{12}\b/g, "VERSION");
    expect(anyVersion(stdout)).to.equal(anyVersion(shown));
  });

  it("compares nothing when it cannot, and says why", async () => {
    const [{ catalogVersion: _, ...event }] = (await eventsOf(["late-key"])) as [DecisionEvent];
    expect((await explain(JSON.stringify(event))).stdout).to.include(
      "The catalog was not compared: the log line has no catalogVersion.",
    );
    const empty = await newFolder();
    const { stdout } = await run(empty.path, ["explain", "--log", "-"], JSON.stringify(event));
    expect(stdout).to.include(
      "not compared: there is no file product-auth.json; --config names the catalog to compare with.",
    );
    await empty.remove();
    await writeConfig(
      folder.path,
      '{ "products": { "pro": { "role": "${env:UNSET_ROLE}" } } }',
      "variables.json",
    );
    const [whole] = await eventsOf(["late-key"]);
    expect((await explain(JSON.stringify(whole), "--config", "variables.json")).stdout).to.include(
      "not compared: variables.json is no catalog, or a variable in it is not set.",
    );
  });

  it("prints no key, and nothing that controls a terminal", async () => {
    const hostile = JSON.stringify({
      outcome: "refuse",
      status: 401,
      code: "key_unknown",
      path: "/\u001b[2J\u202e",
      __proto__: { actual: "x" },
      expected: { toString: "not a text" },
    });
    const { stdout } = await explain(hostile);
    expect(stdout).to.include("/?[2J?").and.to.not.include("\u001b");
    const [event] = await eventsOf(["s3cret-key"]);
    expect((await explain(JSON.stringify(event))).stdout).to.not.include("s3cret");
  });

  it("skips lines that are too long or no decisions, in bounded memory", async () => {
    const [event] = await eventsOf(["late-key"]);
    const noise = [
      "[]",
      "null",
      "{",
      '{"outcome":"maybe","status":1}',
      '{"outcome":"admit"}',
      "[".repeat(30_000),
      '{"a":'.repeat(12_000),
      `${"x".repeat(300)}{"outcome":"admit","status":200}`,
      'GET /{"outcome":"admit","status":200} HTTP/1.1',
      "\u0000\ufffd\u001b[2J",
    ];
    const long = JSON.stringify({ outcome: "admit", status: 200, path: "x".repeat(500_000) });
    const { code, stdout } = await explain([...noise, JSON.stringify(event), long, ...noise].join("\n"));
    expect(code).to.equal(1);
    expect(stdout).to.match(/^Refused with 401: key_state\.\n/);
  });

  it("finds the decision in any bytes, however they arrive", () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 400 }),
        async (before, after, size) => {
          const line = '\n{"outcome":"refuse","status":401,"path":"/ö","code":"key_unknown"}\r\n';
          const log = Buffer.concat([before, Buffer.from(line), after]);
          const chunks = Array.from({ length: Math.ceil(log.length / size) }, (_, i) =>
            log.subarray(i * size, (i + 1) * size),
          );
          const stdin = Readable.from(chunks) as unknown as CommandIo["stdin"];
          const found = await lastDecision("-", { stdin, stderr: process.stderr });
          expect(found.decision).to.include({ outcome: "refuse", path: "/ö", code: "key_unknown" });
        },
      ),
      { numRuns: 200 },
    ));

  for (const [args, told] of [
    [
      ["--log", "-"],
      "there is no decision on standard input: write lines of JSON with the members of a decision event, such as outcome and status.",
    ],
    [["--log", "gone.log"], "--log: there is no file gone.log."],
    [["--log", "-", "a.b.c"], "give a token or --log, not both."],
    [
      ["--log", "-", "--product", "pro"],
      "--product does not go with --log: the log names the rule, and contains no token.",
    ],
    [
      ["--log", "-", "--show-personal"],
      "--show-personal does not go with --log: the log names the rule, and contains no token.",
    ],
  ] as const)
    it(`2: ${args.join(" ")}`, async () =>
      expect(await run(folder.path, ["explain", ...args], "nothing here")).to.deep.include({
        code: 2,
        stdout: "",
        stderr: `product-auth: ${told}\n`,
      }));

  it("2: a decision could not be made", async () => {
    const line = JSON.stringify({ outcome: "unavailable", status: 503, code: "signing_keys_unavailable" });
    const { code, stdout } = await explain(line);
    expect(code).to.equal(2);
    expect(stdout).to.match(/^Could not be decided: signing_keys_unavailable\. The caller got 503\.\n/);
  });
});
