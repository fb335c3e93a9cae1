// What is left on the heap of many tokens, all good and all different, and of the limits and policies that they pass: each
// request has another address. Needs --expose-gc.
import { createHmac, randomBytes } from "node:crypto";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { report } from "../support/report.js";
import { requestWith } from "../support/request-with.js";

/** What the program prints, in JSON: without and with limits and policies. */
export type Outcome = Readonly<Record<"bare" | "limited", Remembered>>;

export interface Remembered {
  readonly tokens: number;
  readonly rememberedTokens: number;
  /** Bytes in use afterwards more than before, when as many tokens as fit were remembered already. */
  readonly growth: number;
  /** Bytes that those take together. */
  readonly remembered: number;
}

const TOKENS = 50_000; // five times as many as are remembered
const ISSUER = "https://issuer.example";
const AUDIENCE = "https://api.example";

const secret = randomBytes(32);
const options = {
  // A shared secret: so many signatures of another kind would take minutes.
  issuers: [
    {
      issuer: ISSUER,
      algorithms: ["HS256"],
      signingKeys: [{ id: "k", secret: secret.toString("base64") }],
    },
  ],
  products: { pro: { audience: AUDIENCE } },
} satisfies ProductAuthOptions<"pro">;

const rate = { calls: 1_000_000, renewalPeriod: 3600 };
const limited = {
  ...options,
  policies: {
    ipFilter: { action: "forbid", addresses: ["192.0.2.0/24"] },
    checkHeader: [
      {
        name: "Accept",
        values: ["*/*"],
        ignoreCase: true,
        failedCheckHttpCode: 400,
        failedCheckErrorMessage: "Accept everything.",
      },
    ],
    validateJwt: { audiences: [AUDIENCE] },
    rateLimitByKey: [{ ...rate, counterKey: ["ip"] }],
  },
  products: {
    pro: {
      audience: AUDIENCE,
      rateLimit: rate,
      quota: { calls: 1_000_000, renewalPeriod: 604_800 },
      quotaByKey: [{ calls: 1_000_000, renewalPeriod: 604_800, counterKey: ["ip", "client"] }],
    },
  },
  counters: { max: 5_000 },
} satisfies ProductAuthOptions<"pro">;

const base64url = (text: string) => Buffer.from(text).toString("base64url");
const header = base64url('{"typ":"at+jwt","alg":"HS256","kid":"k"}');
const claims = JSON.stringify({
  iss: ISSUER,
  aud: AUDIENCE,
  exp: Math.floor(Date.now() / 1000) + 86_400,
  client_id: "contoso",
  sub: "contoso",
  roles: ["Product.Pro.All"],
}).slice(0, -1);

let made = 0;
function nextToken(): string {
  const input = `${header}.${base64url(`${claims},"jti":"${String(made++).padStart(9, "0")}"}`)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

const addressOf = (number: number) => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

function heapUsed(): number {
  for (let i = 0; i < 3; i++) globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

async function remember(given: ProductAuthOptions<"pro">): Promise<Remembered> {
  const auth = createProductAuth(given);
  const requirement = auth.requirement({ product: "pro" });
  const sendTokens = (count: number) => {
    for (let i = 0; i < count; i++) {
      const request = requestWith("Authorization", `Bearer ${nextToken()}`);
      const view = auth.viewOf(request, request.url, undefined, () => addressOf(made));
      const decision = auth.authorize(view, requirement);
      if (decision instanceof Promise || decision.outcome !== "admit") throw new Error("not admitted");
    }
  };
  sendTokens(1);
  const empty = heapUsed();
  sendTokens(20_000); // twice as many as are remembered
  const before = heapUsed();
  sendTokens(TOKENS);
  const { rememberedTokens } = auth.health();
  const remembered = {
    tokens: TOKENS,
    rememberedTokens,
    growth: heapUsed() - before,
    remembered: before - empty,
  };
  await auth.close();
  return remembered;
}

const outcome: Outcome = { bare: await remember(options), limited: await remember(limited) };
report(outcome);
