import type { ProductAuth } from "#src/index.js";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { inWords } from "../evidence/evidence-of.js";
import { authFor, KEYS, presenting, startIssuer } from "../evidence/tokens/issued.js";
import { viewOf } from "../request/view-of.js";
import { CountingStore } from "./counting-store.js";
import { promisesMadeBy } from "./promises-made.js";

type Auth = ProductAuth<"starter" | "pro">;

describe("on the warm path no promise is made: authorize answers at once", () => {
  let entra: Entra;
  let auth: Auth;
  /** With a store that answers later and is remembered. */
  let cached: Auth;
  before(async () => {
    entra = await startIssuer();
    auth = authFor(entra);
    const subscriptions = [{ id: "contoso-pro", scope: "/products/pro", primaryKey: KEYS.contoso } as const];
    cached = authFor(entra, {
      subscriptions: new CountingStore("later", subscriptions),
      subscriptionCache: { ttl: 3600 },
    });
    await Promise.all([auth.ready(), cached.ready()]);
    for (const key of [KEYS.contoso, "wrong"]) await decide(cached, presenting(undefined, key));
  });
  after(async () => {
    await Promise.all([auth?.close(), cached?.close()]);
    await entra?.close();
  });

  const decide = (by: Auth, headers: Record<string, string>) =>
    by.authorize(viewOf(headers), by.requirement({ product: "pro" }));
  const token = () => entra.tokenFor({ client: "contoso", product: "pro" });

  /** What is decided at once, and the promises made on the way: 0, whether anybody waits for them or not. */
  function expectAtOnce(by: Auth, headers: Record<string, string>, words: string): void {
    const decided: ReturnType<typeof decide>[] = [];
    const made = promisesMadeBy(() => decided.push(decide(by, headers)));
    const [decision] = decided;
    if (decision === undefined || decision instanceof Promise) throw new Error("must be waited for");
    expect({ decided: inWords(decision), made }).to.deep.equal({ decided: words, made: 0 });
  }

  it("a token that is new while keys are at hand, and the same token again", async () => {
    const headers = presenting(await token());
    expectAtOnce(auth, headers, "admit pro token");
    expectAtOnce(auth, headers, "admit pro token");
  });
  it("a key in memory", () => expectAtOnce(auth, presenting(undefined, KEYS.contoso), "admit pro key"));
  it("a key that a slower store has told of before", () =>
    expectAtOnce(cached, presenting(undefined, KEYS.contoso), "admit pro key"));
  it("a token with such a key", async () =>
    expectAtOnce(cached, presenting(await token(), KEYS.contoso), "admit pro both"));

  it("no credential", () => expectAtOnce(auth, presenting(), "401 credentials_missing"));
  it("an unknown key", () => expectAtOnce(auth, presenting(undefined, "wrong"), "401 key_unknown"));
  it("an unknown key of a slower store, asked for before", () =>
    expectAtOnce(cached, presenting(undefined, "wrong"), "401 key_unknown"));
  it("a key whose time is over", () =>
    expectAtOnce(auth, presenting(undefined, KEYS.ended), "401 key_ended"));
  it("garbage, whatever the key beside it", () =>
    expectAtOnce(cached, presenting("garbage", "never asked for"), "401 token_malformed"));

  it("every flaw of a token but an unknown kid", async () => {
    const { unknownKid: _, ...flaws } = entra.flawed;
    for (const [name, flawed] of Object.entries(flaws)) {
      const headers = presenting(await flawed({ client: "contoso", product: "pro" }));
      const decision = decide(auth, headers);
      expect(decision, name).to.include({ outcome: "refuse" });
      expect(
        promisesMadeBy(() => decide(auth, headers)),
        name,
      ).to.equal(0);
    }
  });

  it("the count sees promises: a key of a slower store, asked for the first time", async () => {
    const later: unknown[] = [];
    const headers = presenting(undefined, "another");
    expect(promisesMadeBy(() => later.push(decide(cached, headers)))).to.be.above(0);
    expect(later[0]).to.be.instanceOf(Promise);
    await Promise.all(later);
  });
});
