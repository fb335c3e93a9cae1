import { deepEqual, equal } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { request } from "node:http";
import type { Access, DecisionEvent, ProductAuthOptions } from "@product-auth/core";
import type { AdapterHarness, AnyOptions } from "../adapter/adapter-harness.js";
import { serve, type Served } from "../adapter/served.js";
import { written, type WrittenAuth } from "../adapter/written-auth.js";
import type { FullTestRunner } from "../test-runner.js";
import type { DescribedToken, TokenCall, TokenVector } from "./token-vector.js";
import { issuerEntry, makeToken, vectorFetch } from "./vector-issuers.js";

/** Defines a suite over the vectors of token policies, over HTTP. Skipped where there is no folder of vectors. */
export function tokenVectors(
  runner: FullTestRunner,
  name: string,
  harness: AdapterHarness,
  folder: URL,
): void {
  const file = new URL("token.json", folder);
  runner.describe(`${name}: vectors of token policies`, () => {
    if (!existsSync(file)) {
      runner.it("every vector", function skipped(this: { skip?: () => void }) {
        this.skip?.();
      });
      return;
    }
    const { vectors } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly vectors: readonly TokenVector[];
    };
    for (const vector of vectors.filter(isCovered))
      runner.it(`${vector.id}: ${vector.name}`, () => runVector(harness, vector));
  });
}

const OTHER_POLICIES =
  /"(rateLimit|rateLimitByKey|quota|quotaByKey|ipFilter|checkHeader|clientCertificate)":/;

/** Whether a vector needs token policies only. */
const isCovered = ({ settings }: TokenVector) => !OTHER_POLICIES.test(JSON.stringify(settings));

/** When a vector begins that does not say so. */
const EPOCH = Date.UTC(2026, 5, 1);

async function runVector(harness: AdapterHarness, vector: TokenVector): Promise<void> {
  const events: DecisionEvent[] = [];
  const epoch = vector.epoch === undefined ? EPOCH : new Date(vector.epoch).getTime();
  let now = epoch;
  const options = optionsOf(vector, () => now, events);
  const auth = written(harness.adapt(options));
  const served = await serve(harness, auth, (app) => {
    app.use(vector.rule === undefined ? auth : auth.require(vector.rule));
    app.all("/*path", ({ access }) => ({ body: seenOf(access) }));
  });
  try {
    for (const [i, call] of vector.calls.entries()) {
      now = epoch + call.at;
      events.length = 0;
      await check(vector, call, `${vector.id} call ${i}`, served, events, now);
    }
  } finally {
    await closeBoth(served, auth);
  }
}

async function closeBoth(served: Served, auth: WrittenAuth): Promise<void> {
  await served.close();
  await auth.close();
}

const seenOf = (access: Access<string | undefined> | undefined) => ({
  product: access?.product ?? null,
  credential: access?.credential,
  tokens: Object.fromEntries(
    Object.entries(access?.tokens ?? {}).map(([name, { claims }]) => [name, claims["sub"]]),
  ),
});

/** The options of a vector. */
function optionsOf({ settings }: TokenVector, clock: () => number, events: DecisionEvent[]): AnyOptions {
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

async function check(
  vector: TokenVector,
  call: TokenCall,
  at: string,
  { port }: Served,
  events: readonly DecisionEvent[],
  now: number,
): Promise<void> {
  const { expect } = call;
  const found = await send(port, vector, call, now);
  const [event] = events;
  equal(found.status, expect.status, `${at}: status; ${found.body}; ${JSON.stringify(event)}`);
  for (const [name, value] of Object.entries(expect.headers ?? {}))
    equal(found.headers[name], value.replaceAll("{host}", `127.0.0.1:${port}`), `${at}: ${name}`);
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

interface Found {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function send(port: number, vector: TokenVector, call: TokenCall, now: number): Promise<Found> {
  const { credential, method } = call;
  const tokens = [credential?.token ?? []].flat() as readonly DescribedToken[];
  const fields: string[] = ["Host", `127.0.0.1:${port}`];
  let path = call.path;
  if (credential?.key !== undefined)
    fields.push("Ocp-Apim-Subscription-Key", `${credential.key}-${credential.slot ?? "primary"}`);
  for (const [name, value] of Object.entries(call.headers ?? {})) fields.push(name, value);
  for (const token of tokens) {
    const text = makeToken(token, vector, now);
    const { header = "Authorization", query, twice = false } = token;
    const scheme = token.scheme ?? (header.toLowerCase() === "authorization" ? "Bearer" : "");
    for (let i = 0; i < (twice ? 2 : 1); i++) {
      if (query !== undefined) path += `${path.includes("?") ? "&" : "?"}${query}=${text}`;
      else fields.push(header, scheme === "" ? text : `${scheme} ${text}`);
    }
  }
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: "127.0.0.1", method, path, headers: fields, setHost: false },
      (res) => {
        let body = "";
        res.setEncoding("utf8").on("data", (part: string) => (body += part));
        res.on("end", () => {
          const headers: Record<string, string> = {};
          for (let i = 0; i < res.rawHeaders.length; i += 2) {
            const name = res.rawHeaders[i]!.toLowerCase();
            const value = res.rawHeaders[i + 1]!;
            headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
          }
          resolve({ status: res.statusCode ?? 0, headers, body });
        });
      },
    );
    sent.on("error", reject).end();
  });
}
