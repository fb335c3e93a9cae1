import type { ProductAuth } from "#src/index.js";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { inWords } from "../evidence/evidence-of.js";
import { authFor, presenting, startIssuer } from "../evidence/tokens/issued.js";
import { part } from "../evidence/tokens/signer.js";
import { viewOf } from "../request/view-of.js";

const REQUESTS = 1000;

describe("fetches that 1,000 requests at once cause", () => {
  let entra: Entra;
  let auth: ProductAuth<"starter" | "pro">;
  beforeEach(async () => {
    entra = await startIssuer();
    auth = authFor(entra, { signingKeys: { timeout: 60 } });
  });
  afterEach(async () => {
    await auth.close();
    await entra.close();
  });

  const tokenOf = (version: 1 | 2) => entra.tokenFor({ client: "contoso", product: "pro", version });
  const withKid = (token: string, kid: string) =>
    `${part({ typ: "JWT", alg: "RS256", kid })}.${token.split(".").slice(1).join(".")}`;

  /** Sends them all in one turn, these tokens in rotation; gives the decisions, each once, and what was fetched. */
  async function caused(tokens: readonly string[]) {
    entra.requests.clear();
    const asked = Array.from({ length: REQUESTS }, async (_, i) =>
      auth.authorize(viewOf(presenting(tokens[i % tokens.length])), auth.anyProduct),
    );
    const decided = [...new Set((await Promise.all(asked)).map(inWords))].sort();
    const { count } = entra.requests;
    return { decided, discovery: count("discovery"), keys: count("keys"), all: count() };
  }

  it("cold: one of discovery and one of keys", async () => {
    const expected = { decided: ["admit pro token"], discovery: 1, keys: 1, all: 2 };
    expect(await caused([await tokenOf(2)])).to.deep.equal(expected);
  });
  it("cold, with tokens of both versions: one of each for each version", async () => {
    const tokens = [await tokenOf(1), await tokenOf(2)];
    expect(await caused(tokens)).to.deep.equal({
      decided: ["admit pro token"],
      discovery: 2,
      keys: 2,
      all: 4,
    });
  });
  it("warm: none", async () => {
    const tokens = [await tokenOf(1), await tokenOf(2), await tokenOf(2)];
    await auth.ready();
    const expected = { decided: ["admit pro token"], discovery: 0, keys: 0, all: 0 };
    expect(await caused(tokens)).to.deep.equal(expected);
    expect(await caused(tokens)).to.deep.equal(expected);
  });
  it("cold, each with a kid of its own that nobody publishes: one of keys more at most", async () => {
    const good = await tokenOf(2);
    const tokens = Array.from({ length: REQUESTS }, (_, i) => withKid(good, `k${i}`));
    const { decided, discovery, keys } = await caused(tokens);
    expect({ decided, discovery }).to.deep.equal({ decided: ["401 token_unknown_key"], discovery: 1 });
    expect(keys).to.be.within(1, 2);
  });
});
