// What is left on the heap of many tokens, all good and all different. Needs --expose-gc.
import { createHmac, randomBytes } from "node:crypto";
import { createProductAuth } from "@product-auth/core";
import { report } from "../support/report.js";
import { requestWith } from "../support/request-with.js";

/** What the program prints, in JSON. */
export interface Outcome {
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
const auth = createProductAuth({
  // A shared secret: so many signatures of another kind would take minutes.
  issuers: [
    {
      issuer: ISSUER,
      algorithms: ["HS256"],
      signingKeys: [{ id: "k", secret: secret.toString("base64") }],
    },
  ],
  products: { pro: { audience: AUDIENCE } },
});
const requirement = auth.requirement({ product: "pro" });

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

function sendTokens(count: number): void {
  for (let i = 0; i < count; i++) {
    const view = auth.viewOf(requestWith("Authorization", `Bearer ${nextToken()}`));
    const decision = auth.authorize(view, requirement);
    if (decision instanceof Promise || decision.outcome !== "admit") throw new Error("not admitted");
  }
}

function heapUsed(): number {
  for (let i = 0; i < 3; i++) globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

sendTokens(1);
const empty = heapUsed();
sendTokens(20_000); // twice as many as are remembered
const before = heapUsed();
sendTokens(TOKENS);
const { rememberedTokens } = auth.health();
const outcome: Outcome = {
  tokens: TOKENS,
  rememberedTokens,
  growth: heapUsed() - before,
  remembered: before - empty,
};
await auth.close();
report(outcome);
