import type { Decision } from "@product-auth/core";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { Wire } from "../http/wire.js";
import { withBadSignature } from "../world/spoil.js";
import { decide, decideAndRespond, type Asked } from "./ask.js";
import { KEY, type Credential, type Guarded, type Policies } from "./guarded.js";

/** A request that meets policies, against the same request without them. */
export interface Scenario {
  readonly name: string;
  /** The policies. */
  readonly policies: Policies;
  /** What the request has besides its credential. */
  readonly request?: Partial<Asked>;
  /** What is measured. Default: the decision. */
  readonly until?: "answer" | "response";
  /** The code of the refusal. Default: the request is admitted. */
  readonly refusedAs?: string;
  readonly atMost: number;
  /** Throws unless the policies decide. Measured afterwards. */
  readonly prove: (guarded: Guarded, asked: Asked, credential: Credential) => void;
}

/** Calls in a second. Each request moves the clock by two milliseconds, so half of them are used. */
const CALLS = 1_000;
const rate = { calls: CALLS, renewalPeriod: 1 };
const byCaller = { ...rate, counterKey: ["caller"] };
/** More bytes than the requests of a minute have together. */
const KILOBYTES = 16_384;
const BAD_CREDENTIALS = 30;
const CERT_FIELD = "X-Client-Cert";
const PROXY = "127.0.0.1";
const FROM_HEADER = { header: CERT_FIELD, format: "base64", proxies: [PROXY] };

/** Requests with policies, each with the most that they may add. */
export function limitScenarios(): readonly Scenario[] {
  const authority = makeCertificate({ subject: "root", authority: true });
  const { certificate } = makeCertificate({ subject: "leaf", issuer: authority });
  const authorities = [authority.pem];
  const socket = { remoteAddress: PROXY, authorized: false, getPeerX509Certificate: () => certificate };
  const policies = { clientCertificate: {} };
  return [
    {
      name: "limits of another product",
      policies: { otherProduct: { rateLimit: rate } },
      atMost: 0.005,
      prove: (guarded, asked) => expectAdmitted(decide(guarded, asked)),
    },
    {
      name: "one limit",
      policies: { product: { rateLimit: rate } },
      atMost: 0.01,
      prove: (guarded, asked) => proveRate(guarded, asked),
    },
    {
      name: "three limits, two headers",
      policies: {
        product: {
          rateLimit: { ...rate, remainingCallsHeaderName: "X-Remaining", totalCallsHeaderName: "X-Total" },
          rateLimitByKey: [{ ...byCaller, algorithm: "token-bucket" }],
          quota: { calls: 100_000_000, renewalPeriod: 604_800 },
        },
      },
      atMost: 0.03,
      prove(guarded, asked) {
        const first = decide(guarded, asked);
        if (first.outcome !== "admit" || !("x-remaining" in first.headers && "x-total" in first.headers))
          throw new Error("not admitted with two header fields");
        proveRate(guarded, asked);
      },
    },
    {
      name: "refused for a limit and answered, against no credential",
      policies: { product: { rateLimit: { calls: 1, renewalPeriod: 86_400 } } },
      until: "answer",
      refusedAs: "rate_exceeded",
      atMost: 0.01,
      prove(guarded, asked) {
        expectAdmitted(decide(guarded, asked));
        expectRefused(decide(guarded, asked), "rate_exceeded");
      },
    },
    {
      name: "bandwidth, with the response",
      policies: { product: { quota: { bandwidth: KILOBYTES, renewalPeriod: 60 } } },
      until: "response",
      atMost: 0.15,
      prove(guarded, asked) {
        expectAdmitted(decideAndRespond(guarded, asked, new Wire(), Buffer.alloc(KILOBYTES * 1024)));
        expectRefused(decide(guarded, asked), "bandwidth_exceeded");
        guarded.clock.now += 60_000;
      },
    },
    {
      name: "condition, with the response",
      policies: { product: { rateLimitByKey: [{ ...byCaller, incrementCondition: { status: [200] } }] } },
      until: "response",
      atMost: 0.15,
      prove: (guarded, asked) =>
        proveRate(guarded, asked, () => decideAndRespond(guarded, asked, new Wire())),
    },
    {
      name: "address filter",
      policies: {
        instance: {
          policies: {
            ipFilter: { action: "allow", addresses: ["10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"] },
          },
        },
      },
      request: { address: "192.0.2.7" },
      atMost: 0.08,
      prove: (guarded, asked) =>
        expectRefused(decide(guarded, { ...asked, address: "198.51.100.7" }), "address_not_allowed"),
    },
    {
      name: "certificate of the connection, seen before",
      policies: { instance: { policies, clientCertificates: { authorities } } },
      request: { socket },
      atMost: 0.05,
      prove: proveCertificate,
    },
    {
      name: "certificate in a header, seen before",
      policies: { instance: { policies, clientCertificates: { authorities, from: FROM_HEADER } } },
      request: { socket, fields: [[CERT_FIELD, Buffer.from(certificate.raw.toString("base64"))]] },
      atMost: 0.05,
      prove: (guarded, { fields, ...asked }) =>
        proveCertificate(guarded, { ...asked, fields: fields.filter(([name]) => name !== CERT_FIELD) }),
    },
    {
      name: "badCredentials, a known good credential",
      policies: { instance: { badCredentials: { calls: BAD_CREDENTIALS, renewalPeriod: 60 } } },
      request: { address: "192.0.2.7" },
      atMost: 0.01,
      prove: proveThrottle,
    },
  ];
}

/** Throws unless a request was admitted. */
export function expectAdmitted(decision: Decision<string>): void {
  if (decision.outcome !== "admit") throw new Error(`not admitted: ${decision.code}`);
}

/** Throws unless a request was refused with this code. */
export function expectRefused(decision: Decision<string>, code: string): void {
  const found = decision.outcome === "admit" ? "admitted" : decision.code;
  if (found !== code) throw new Error(`not refused with ${code}: ${found}`);
}

/** While the clock stands still, the limit admits its calls and refuses the next one. */
function proveRate(guarded: Guarded, asked: Asked, call = () => decide(guarded, asked)): void {
  const { clock } = guarded;
  const { pace } = clock;
  clock.now += 2_000;
  clock.pace = 0;
  for (let i = 0; i < CALLS; i++) expectAdmitted(call());
  expectRefused(decide(guarded, asked), "rate_exceeded");
  clock.pace = pace;
  clock.now += 2_000;
}

function proveCertificate(guarded: Guarded, { socket: _, ...asked }: Asked): void {
  expectRefused(decide(guarded, { ...asked, socket: { remoteAddress: PROXY } }), "certificate_missing");
}

function proveThrottle(guarded: Guarded, asked: Asked, credential: Credential): void {
  expectAdmitted(decide(guarded, asked)); // its credential is known afterwards
  const bad = asked.fields.map(([name, value]) => [name, spoiled(value.toString("latin1"))] as const);
  const code = credential === "key" ? "key_unknown" : "token_signature";
  for (let i = 0; i < BAD_CREDENTIALS; i++) expectRefused(decide(guarded, { ...asked, fields: bad }), code);
  expectRefused(decide(guarded, { ...asked, fields: bad }), "too_many_bad_credentials");
  expectAdmitted(decide(guarded, asked));
}

const spoiled = (value: string): Buffer =>
  Buffer.from(value === KEY ? `${KEY}-not` : withBadSignature(value), "latin1");
