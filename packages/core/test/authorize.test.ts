import type { Entra } from "@product-auth/emulator";
import type { Subscription } from "#src/index.js";
import { expect } from "chai";
import { inWords, subscriptionTo } from "./evidence/evidence-of.js";
import { KEYS, authFor, presenting, startIssuer } from "./evidence/tokens/issued.js";
import { viewOf } from "./request/view-of.js";

describe("authorize", () => {
  let entra: Entra;
  before(async () => {
    entra = await startIssuer();
  });
  after(() => entra.close());

  const proToken = () => entra.tokenFor({ client: "contoso", product: "pro" });

  // A store that counts, and answers now or later.
  const counting = (answer: () => Subscription | Promise<Subscription> = () => subscriptionTo()) => {
    const store = {
      asked: 0,
      closed: 0,
      findByKeyDigest: () => (store.asked++, answer()),
      close: () => void store.closed++,
    };
    return store;
  };

  it("answers at once for a key in memory", () => {
    const auth = authFor(entra);
    const decision = auth.authorize(viewOf(presenting(undefined, KEYS.contoso)), auth.anyProduct);
    expect(decision).to.not.be.instanceOf(Promise);
    expect(inWords(decision as Awaited<typeof decision>)).to.equal("admit pro key");
  });
  it("waits for keys once, and answers at once from then on", async () => {
    const auth = authFor(entra);
    const [first, second] = [await proToken(), await proToken()];
    const waited = auth.authorize(viewOf(presenting(first)), auth.anyProduct);
    expect(waited).to.be.instanceOf(Promise);
    expect(inWords(await waited)).to.equal("admit pro token");
    const atOnce = auth.authorize(viewOf(presenting(second)), auth.anyProduct);
    expect(atOnce).to.not.be.instanceOf(Promise);
  });
  it("does not look at a kind that the rule does not accept", async () => {
    const store = counting();
    const auth = authFor(entra, { subscriptions: store });
    const view = viewOf(presenting("garbage", "garbage"));
    const byKey = auth.requirement({ product: "pro", accepts: ["key"] });
    expect(inWords(await auth.authorize(view, byKey))).to.equal("admit pro key");
    const asked = entra.requests.count();
    const starter = auth.requirement({ product: "starter" });
    expect(inWords(await auth.authorize(viewOf(presenting(undefined, "garbage")), starter))).to.equal(
      "401 token_missing",
    );
    expect([store.asked, entra.requests.count()]).to.deep.equal([1, asked]);
  });
  it("does not look a key up for a request that its token already loses", async () => {
    const store = counting();
    const auth = authFor(entra, { subscriptions: store });
    const decision = await auth.authorize(viewOf(presenting("garbage", "key")), auth.anyProduct);
    expect([inWords(decision), store.asked]).to.deep.equal(["401 token_malformed", 0]);
  });
  it("examines each credential once per request, however many guards ask, one after another or together", async () => {
    for (const later of [false, true]) {
      const store = counting(() => (later ? Promise.resolve(subscriptionTo()) : subscriptionTo()));
      const auth = authFor(entra, { subscriptions: store });
      const view = viewOf(presenting(await proToken(), "key"));
      const pro = auth.requirement({ product: "pro" });
      const together = await Promise.all([auth.authorize(view, auth.anyProduct), auth.authorize(view, pro)]);
      const after = await auth.authorize(view, pro);
      expect([...together, after].map(inWords)).to.deep.equal(Array(3).fill("admit pro both"));
      expect(store.asked).to.equal(1);
    }
  });
  it("does not share what it found between requests", async () => {
    const store = counting();
    const auth = authFor(entra, { subscriptions: store });
    await auth.authorize(viewOf(presenting(undefined, "key")), auth.anyProduct);
    await auth.authorize(viewOf(presenting(undefined, "key")), auth.anyProduct);
    expect(store.asked).to.equal(2);
  });
  it("judges by the time after waiting, not before", async () => {
    let now = Date.now();
    const slow = counting(async () => {
      now += 1_000;
      return subscriptionTo({ endDate: now });
    });
    const auth = authFor(entra, { subscriptions: slow, clock: () => now });
    const decision = await auth.authorize(viewOf(presenting(undefined, "key")), auth.anyProduct);
    expect(inWords(decision)).to.equal("401 key_ended");
  });
  it("503 while the store fails, and none of it is kept for the next request", async () => {
    let down = true;
    const store = counting(() => (down ? Promise.reject(new Error("ECONNREFUSED")) : subscriptionTo()));
    const auth = authFor(entra, { subscriptions: store });
    const ask = async () =>
      inWords(await auth.authorize(viewOf(presenting(undefined, "key")), auth.anyProduct));
    expect(await ask()).to.equal("503 subscriptions_unavailable");
    down = false;
    expect(await ask()).to.equal("admit pro key");
  });
  it("a token nested as deeply as it is long is refused like any other", async () => {
    const auth = authFor(entra);
    const deep = `${"[".repeat(5_500)}${"]".repeat(5_500)}`;
    const part = (json: string) => Buffer.from(json).toString("base64url");
    for (const claims of [
      `{"ver":${deep}}`,
      `{"ver":"2.0","tid":${deep}}`,
      `{"ver":"2.0","tid":"${entra.tenantId}","iss":${deep}}`,
    ]) {
      const token = `${part('{"alg":"RS256","kid":"k"}')}.${part(claims)}.AAAA`;
      const decision = await auth.authorize(viewOf(presenting(token)), auth.anyProduct);
      expect(decision).to.include({ outcome: "refuse", status: 401 });
    }
  });
  it("hands out claims that no handler can change", async () => {
    const auth = authFor(entra);
    const decision = await auth.authorize(viewOf(presenting(await proToken())), auth.anyProduct);
    if (decision.outcome !== "admit") throw new Error(decision.code);
    const { token } = decision.access;
    expect(
      [token, token?.roles, token?.scopes, token?.claims, token?.claims["roles"]].map(Object.isFrozen),
    ).to.deep.equal(Array(5).fill(true));
  });
  it("close closes the store, and two instances do not share it", async () => {
    const stores = [counting(), counting()] as const;
    const [first] = stores.map((subscriptions) => authFor(entra, { subscriptions }));
    await first!.close();
    expect(stores.map(({ closed }) => closed)).to.deep.equal([1, 0]);
  });
});
