import { equal } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { DecisionEvent } from "@product-auth/core";
import type { AnyOptions } from "../adapter/adapter-harness.js";
import type { FullTestRunner } from "../test-runner.js";
import type { TokenCall } from "./token-vector.js";
import { NO_VECTORS, optionsOfVector } from "./token-vectors.js";
import { requestOf, type Answered, type SentRequest } from "./vector-requests.js";

/** A server or an instance that answers the calls of one vector. */
export interface AskedConnections {
  /** Host and port of its requests. */
  readonly host: string;
  /** `address`: of the caller, as a trusted proxy on this machine says. `presented`: the certificate of the connection. */
  ask(
    request: SentRequest & {
      readonly address: string | undefined;
      readonly presented: X509Certificate | undefined;
    },
  ): Promise<Answered>;
  close(): Promise<void>;
}

/** Starts one that is guarded as a whole. */
export type StartConnections = (options: AnyOptions) => Promise<AskedConnections>;

const FILES = ["ip", "check-header", "certificate"] as const;

interface ConnectionVector {
  readonly id: string;
  readonly name: string;
  readonly epoch?: string;
  readonly settings: Partial<AnyOptions>;
  readonly calls: readonly ConnectionCall[];
}

interface ConnectionCall extends Partial<Omit<TokenCall, "expect">> {
  readonly expect: TokenCall["expect"];
  readonly ip?: string;
  readonly presented?: string | null;
}

interface VectorFile {
  readonly certificates?: Readonly<Record<string, string>>;
  readonly vectors: readonly ConnectionVector[];
}

/**
 * Defines a suite over the vectors of addresses, header fields and client certificates. Skipped where there is no folder of
 * vectors. The folder has no private keys, so `presented` is what the connection reports, without a TLS handshake.
 */
export function connectionVectors(
  runner: FullTestRunner,
  name: string,
  start: StartConnections,
  folder: URL,
): void {
  runner.describe(`${name}: vectors of connection policies`, () => {
    if (!existsSync(new URL("ip.json", folder))) {
      runner.it("every vector", function skipped(this: { test?: object; skip?: () => void }) {
        Object.assign(this.test ?? {}, { skipReason: NO_VECTORS });
        this.skip?.();
      });
      return;
    }
    for (const file of FILES) {
      const { certificates = {}, vectors } = JSON.parse(
        readFileSync(new URL(`${file}.json`, folder), "utf8"),
      ) as VectorFile;
      for (const vector of vectors)
        runner.it(`${vector.id}: ${vector.name}`, () => runVector(start, vector, certificates));
    }
  });
}

/** An open product: a request without a credential reaches its handler. */
const PROBE = {
  products: { probe: { accepts: ["open", "key"] } },
  apis: { probe: { path: "probe", products: ["probe"] } },
  subscriptions: [],
} as const;

async function runVector(
  start: StartConnections,
  vector: ConnectionVector,
  certificates: NonNullable<VectorFile["certificates"]>,
): Promise<void> {
  const events: DecisionEvent[] = [];
  const { settings, epoch = 0 } = vector;
  let now = new Date(epoch).getTime();
  const described = { ...vector, settings: { ...PROBE, ...withPem(settings, certificates) } };
  const asked = await start(optionsOfVector(described as never, () => now, events));
  try {
    for (const [i, given] of vector.calls.entries()) {
      const call = { at: 0, method: "GET", path: "/probe", credential: null, ...given };
      now = new Date(epoch).getTime() + call.at;
      events.length = 0;
      const sent = requestOf(call, described as never, asked.host, now);
      const pem = certificates[call.presented ?? ""];
      const presented = pem === undefined ? undefined : new X509Certificate(pem);
      check(
        call,
        `${vector.id} call ${i}`,
        await asked.ask({ ...sent, address: call.ip, presented }),
        events,
      );
    }
  } finally {
    await asked.close();
  }
}

// The names of certificates stand for their PEM.
function withPem(settings: Partial<AnyOptions>, certificates: Readonly<Record<string, string>>): object {
  const pemOf = (text: string) => (Object.hasOwn(certificates, text) ? certificates[text] : text);
  return JSON.parse(JSON.stringify(settings), (key, value: unknown) => {
    if (key === "authorities" && Array.isArray(value)) return (value as string[]).map(pemOf);
    return key === "issuerCertificate" ? pemOf(value as string) : value;
  }) as object;
}

function check(call: ConnectionCall, at: string, found: Answered, events: readonly DecisionEvent[]): void {
  const { expect } = call;
  const code = events[0]?.code;
  equal(found.status, expect.status, `${at}: status; ${found.body.slice(0, 200)}; ${JSON.stringify(events)}`);
  for (const [name, value] of Object.entries(expect.headers ?? {}))
    equal(found.headers[name], value, `${at}: ${name}`);
  for (const name of [...(expect.absent ?? []), "www-authenticate"])
    equal(found.headers[name], undefined, `${at}: ${name}`);
  if (expect.body !== undefined) equal(found.body, expect.body, at);
  if (expect.code !== undefined) equal(code, expect.code, at);
}
