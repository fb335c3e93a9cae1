import { deepEqual, equal } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { Access, DecisionEvent, ProductAuth, ProductAuthOptions } from "@product-auth/core";
import type { AdapterHarness, AnyOptions } from "../adapter/adapter-harness.js";
import { serve } from "../adapter/served.js";
import { written } from "../adapter/written-auth.js";
import type { FullTestRunner } from "../test-runner.js";
import { askInProcess, askOverHttp, requestOf, type Answered, type SentRequest } from "./vector-requests.js";
import type { TokenCall, TokenVector } from "./token-vector.js";
import { issuerEntry, vectorFetch } from "./vector-issuers.js";

/** Defines a suite over the vectors of token policies, over HTTP. Skipped where there is no folder of vectors. */
export function tokenVectors(
  runner: FullTestRunner,
  name: string,
  harness: AdapterHarness,
  folder: URL,
): void {
  suiteOf(runner, name, folder, (vector, options) => startServer(harness, vector, options));
}

/** The same suite without a framework and without a server: what `authorize` and `answer` return. */
export function tokenVectorsInProcess(
  runner: FullTestRunner,
  create: (options: AnyOptions) => ProductAuth<string, string>,
  folder: URL,
): void {
  suiteOf(runner, "in process", folder, (vector, options) =>
    Promise.resolve(startInstance(create(options), vector)),
  );
}

/** What answers the calls of one vector. */
interface Asked {
  /** Host and port of its requests. */
  readonly host: string;
  ask(request: SentRequest): Promise<Answered>;
  close(): Promise<void>;
}

type Start = (vector: TokenVector, options: AnyOptions) => Promise<Asked>;

export const NO_VECTORS =
  "no vectors of limits and policies: put token.json and the other files into DIR, and set LIMITS_VECTORS=DIR";

function suiteOf(runner: FullTestRunner, name: string, folder: URL, start: Start): void {
  const file = new URL("token.json", folder);
  runner.describe(`${name}: vectors of token policies`, () => {
    if (!existsSync(file)) {
      runner.it("every vector", function skipped(this: { test?: object; skip?: () => void }) {
        Object.assign(this.test ?? {}, { skipReason: NO_VECTORS });
        this.skip?.();
      });
      return;
    }
    const { vectors } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly vectors: readonly TokenVector[];
    };
    for (const vector of vectors.filter(isCovered))
      runner.it(`${vector.id}: ${vector.name}`, () => runVector(start, vector));
  });
}

const OTHER_POLICIES =
  /"(rateLimit|rateLimitByKey|quota|quotaByKey|ipFilter|checkHeader|clientCertificate)":/;

/** Whether a vector needs token policies only. The others run with the vectors of limits. */
export const isCovered = ({ settings }: Pick<TokenVector, "settings">): boolean =>
  !OTHER_POLICIES.test(JSON.stringify(settings));

/** When a vector begins that does not say so. */
const EPOCH = Date.UTC(2026, 5, 1);

async function runVector(start: Start, vector: TokenVector): Promise<void> {
  const events: DecisionEvent[] = [];
  const epoch = vector.epoch === undefined ? EPOCH : new Date(vector.epoch).getTime();
  let now = epoch;
  const asked = await start(
    vector,
    optionsOfVector(vector, () => now, events),
  );
  try {
    for (const [i, call] of vector.calls.entries()) {
      now = epoch + call.at;
      events.length = 0;
      const answered = await asked.ask(requestOf(call, vector, asked.host, now));
      check(call, `${vector.id} call ${i}`, asked.host, answered, events);
    }
  } finally {
    await asked.close();
  }
}

async function startServer(
  harness: AdapterHarness,
  { rule }: TokenVector,
  options: AnyOptions,
): Promise<Asked> {
  const auth = written(harness.adapt(options));
  const served = await serve(harness, auth, (app) => {
    app.use(rule === undefined ? auth : auth.require(rule));
    app.all("/*path", ({ access }) => ({ body: seenOf(access) }));
  });
  return {
    host: `127.0.0.1:${served.port}`,
    ask: (sent) => askOverHttp(served.port, sent),
    async close() {
      await served.close();
      await auth.close();
    },
  };
}

function startInstance(auth: ProductAuth<string, string>, { rule }: TokenVector): Asked {
  const requirement = rule === undefined ? auth.anyProduct : auth.requirement(rule);
  return {
    host: "api.contoso.example",
    ask: (sent) => askInProcess(auth, requirement, sent, seenOf),
    close: () => auth.close(),
  };
}

const seenOf = (access: Access<string | undefined> | undefined) => ({
  product: access?.product ?? null,
  credential: access?.credential,
  tokens: Object.fromEntries(
    Object.entries(access?.tokens ?? {}).map(([name, { claims }]) => [name, claims["sub"]]),
  ),
});

/** The options of a vector. */
export function optionsOfVector(
  { settings }: TokenVector,
  clock: () => number,
  events: DecisionEvent[],
): AnyOptions {
  const { issuers, ...rest } = settings;
  const given = issuers ?? (settings.tenantId === undefined ? { main: {} } : undefined);
  return {
    ...(withInline(rest) as ProductAuthOptions),
    ...(given !== undefined && {
      issuers: Object.entries(given).map(([name, more]) => ({ name, ...issuerEntry(name, more) })),
    }),
    clock,
    fetch: vectorFetch,
    onDecision: (event) => events.push(event),
  };
}

// `{ "inline": "other" }` in a policy is an issuer that is described there.
function withInline(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withInline);
  if (typeof value !== "object" || value === null) return value;
  if ("inline" in value) return issuerEntry(String(value.inline));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withInline(member)]));
}

function check(
  call: TokenCall,
  at: string,
  host: string,
  found: Answered,
  events: readonly DecisionEvent[],
): void {
  const { expect } = call;
  const [event] = events;
  equal(found.status, expect.status, `${at}: status; ${found.body}; ${JSON.stringify(event)}`);
  for (const [name, value] of Object.entries(expect.headers ?? {}))
    equal(found.headers[name], value.replaceAll("{host}", host), `${at}: ${name}`);
  for (const name of expect.absent ?? []) equal(found.headers[name], undefined, `${at}: ${name}`);
  if (expect.body !== undefined) equal(found.body, expect.body, at);
  // Without a code, either side may refuse: the credential or a policy.
  if (expect.code !== undefined) {
    equal(event?.code, expect.code, at);
    equal(event?.policy?.place, expect.policy, `${at}: policy`);
  }
  if (expect.access === undefined || call.method === "HEAD") return;
  const seen = JSON.parse(found.body) as Record<string, unknown>;
  for (const [name, value] of Object.entries(expect.access)) deepEqual(seen[name], value, `${at}: ${name}`);
}
