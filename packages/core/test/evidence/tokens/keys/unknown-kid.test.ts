import type { Entra } from "@product-auth/emulator";
import type { ProductAuth } from "#src/index.js";
import { expect } from "chai";
import { inWords } from "../../evidence-of.js";
import { authFor, presenting, startIssuer } from "../issued.js";
import { viewOf } from "../../../request/view-of.js";

const HOUR = 3_600_000;

describe("keys come and go (Entra, Signing key rollover)", () => {
  let entra: Entra;
  let now: number;
  let auth: ProductAuth<"starter" | "pro">;
  beforeEach(async () => {
    entra = await startIssuer();
    now = Date.now();
    auth = authFor(entra, { clock: () => now });
  });
  afterEach(() => entra.close());

  const token = (lifetime = 86_400) => entra.tokenFor({ client: "contoso", product: "pro", lifetime });
  const ask = async (text: string) =>
    inWords(await auth.authorize(viewOf(presenting(text)), auth.anyProduct));
  const withKid = (text: string, kid: string) => {
    const [, payload] = text.split(".");
    return `${Buffer.from(JSON.stringify({ typ: "JWT", alg: "RS256", kid })).toString("base64url")}.${payload}.AAAA`;
  };
  const ADMIT = "admit pro token";
  const UNKNOWN = "401 token_unknown_key";

  it("a thousand tokens with kids of their own cause one fetch, and good tokens pass meanwhile", async () => {
    const good = await token();
    expect(await ask(good)).to.equal(ADMIT);
    now += 60_000;
    const before = entra.requests.count("keys");
    const flood = Array.from({ length: 1000 }, (_, i) => ask(withKid(good, `k${i}`)));
    expect(await ask(good)).to.equal(ADMIT);
    expect(new Set(await Promise.all(flood))).to.deep.equal(new Set([UNKNOWN]));
    expect(entra.requests.count("keys") - before).to.equal(1);
    expect(await ask(good)).to.equal(ADMIT);
  });
  it("a token of a new key is admitted with one fetch", async () => {
    await ask(await token());
    now += 60_000;
    entra.keys.signWith(await entra.keys.publish());
    expect(await ask(await token())).to.equal(ADMIT);
  });
  it("a token of a new key is admitted right after a fetch as well", async () => {
    await ask(await token());
    await entra.keys.emergency();
    expect(await ask(await token())).to.equal(ADMIT);
  });
  it("a flood just before a rotation delays it by no more than 30 seconds", async () => {
    const old = await token();
    await ask(old);
    now += 60_000;
    for (let i = 0; i < 10; i++) await ask(withKid(old, `flood${i}`));
    entra.keys.signWith(await entra.keys.publish());
    const rotated = await token();
    expect(await ask(rotated)).to.equal(UNKNOWN);
    now += 29_999;
    expect(await ask(rotated)).to.equal(UNKNOWN);
    now += 1;
    expect(await ask(rotated)).to.equal(ADMIT);
    expect(await ask(old)).to.equal(ADMIT);
  });
  it("a token that was verified before is refused once its key is gone", async () => {
    const leaked = await token();
    expect(await ask(leaked)).to.equal(ADMIT);
    await entra.keys.emergency();
    expect(await ask(leaked)).to.equal(ADMIT);
    now += 2 * HOUR;
    expect(await ask(leaked)).to.equal(UNKNOWN);
  });
  it("503 at a cold start without the issuer, with the seconds to wait; admitted once it is back", async () => {
    entra.faults.outage();
    const good = await token();
    const decision = await auth.authorize(viewOf(presenting(good)), auth.anyProduct);
    expect(decision).to.deep.include({ status: 503, code: "signing_keys_unavailable", retryAfter: 1 });
    entra.faults.clear();
    now += 1_000;
    expect(await ask(good)).to.equal(ADMIT);
  });
  it("an outage later on is not noticed, until the keys are a day old", async () => {
    const good = await token(3 * 86_400);
    await ask(good);
    entra.faults.outage();
    now += 24 * HOUR - 1;
    expect(await ask(good)).to.equal(ADMIT);
    now += 1;
    expect(await ask(good)).to.equal("503 signing_keys_unavailable");
  });
});
