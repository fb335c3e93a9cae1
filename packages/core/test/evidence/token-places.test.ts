import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { inWords } from "./evidence-of.js";
import { authFor, startIssuer } from "./tokens/issued.js";
import { viewOf } from "../request/view-of.js";

describe("rules with their own place of the token", () => {
  let entra: Entra;
  let pro: string;
  before(async () => {
    entra = await startIssuer();
    pro = await entra.tokenFor({ client: "contoso", product: "pro" });
  });
  after(() => entra.close());

  const PLACES = {
    header: { product: "pro", accepts: ["token"] },
    query: { product: "pro", accepts: ["token"], tokenSource: { query: "access_token" } },
    cookie: { product: "pro", accepts: ["token"], tokenSource: { cookie: "token" } },
    own: { product: "pro", accepts: ["token"], tokenSource: { header: "X-Token", scheme: "Bearer" } },
  } as const;
  type Place = keyof typeof PLACES;
  const NAMES = Object.keys(PLACES) as Place[];

  const carrying = (tokens: Partial<Record<Place, string>>) =>
    viewOf(
      {
        ...(tokens.header !== undefined && { authorization: `Bearer ${tokens.header}` }),
        ...(tokens.own !== undefined && { "x-token": `Bearer ${tokens.own}` }),
        ...(tokens.cookie !== undefined && { cookie: `token=${tokens.cookie}` }),
      },
      tokens.query === undefined ? {} : { query: { access_token: tokens.query } },
    );

  // Each order of two guards over one request: what the first found out must not serve the second.
  for (const sent of NAMES)
    for (const first of NAMES)
      for (const second of NAMES)
        it(`token in ${sent}; guards: ${first}, ${second}`, async () => {
          const auth = authFor(entra);
          const view = carrying({ [sent]: pro });
          const found: string[] = [];
          for (const place of [first, second, first])
            found.push(inWords(await auth.authorize(view, auth.requirement(PLACES[place]))));
          const right = (place: Place) => (place === sent ? "admit pro token" : "401 token_missing");
          expect(found).to.deep.equal([right(first), right(second), right(first)]);
          await auth.close();
        });

  it("a bad token at one place does not matter at another, and is not rescued by it", async () => {
    const auth = authFor(entra);
    const view = carrying({ header: "rubbish", query: pro });
    const decided = async (place: Place) =>
      inWords(await auth.authorize(view, auth.requirement(PLACES[place])));
    expect([await decided("query"), await decided("header"), await decided("query")]).to.deep.equal([
      "admit pro token",
      "401 token_malformed",
      "admit pro token",
    ]);
    await auth.close();
  });

  it("two guards at once, while keys are fetched", async () => {
    const auth = authFor(entra);
    const view = carrying({ header: pro, query: "rubbish" });
    const [header, query] = await Promise.all(
      (["header", "query"] as const).map(async (place) =>
        inWords(await auth.authorize(view, auth.requirement(PLACES[place]))),
      ),
    );
    expect([header, query]).to.deep.equal(["admit pro token", "401 token_malformed"]);
    await auth.close();
  });

  it("one place for all alternatives of anyOf", async () => {
    const auth = authFor(entra);
    const rule = auth.requirement({
      anyOf: [
        { product: "starter" },
        { product: "pro", accepts: ["key"] },
        { product: "pro", accepts: ["token"] },
      ],
      tokenSource: { query: "access_token" },
    });
    const admitted = await auth.authorize(carrying({ query: pro }), rule);
    expect([inWords(admitted), admitted.headers["cache-control"]]).to.deep.equal([
      "admit pro token",
      "private",
    ]);
    expect(inWords(await auth.authorize(carrying({ header: pro }), rule))).to.equal(
      "401 credentials_missing",
    );
    const both = carrying({ header: pro, query: "rubbish" });
    expect(inWords(await auth.authorize(both, rule))).to.equal("401 token_malformed");
    await auth.close();
  });

  it("a key is looked up once, wherever the token is read", async () => {
    let lookUps = 0;
    const auth = authFor(entra, { subscriptions: { findByKeyDigest: () => void (lookUps += 1) } });
    const view = viewOf({ "ocp-apim-subscription-key": "k" });
    await auth.authorize(view, auth.requirement({ product: "pro" }));
    await auth.authorize(view, auth.requirement({ product: "pro", tokenSource: { query: "access_token" } }));
    expect(lookUps).to.equal(1);
    await auth.close();
  });

  it("responses to tokens outside Authorization are private, by the rule's place", async () => {
    const auth = authFor(entra);
    const fields: unknown[] = [];
    for (const place of NAMES) {
      const decision = await auth.authorize(carrying({ [place]: pro }), auth.requirement(PLACES[place]));
      fields.push(decision.headers["cache-control"]);
    }
    expect(fields).to.deep.equal([undefined, "private", "private", "private"]);
    await auth.close();
  });

  it("app.use(auth) does not let a user's token pass for the scopes of a rule that reads it elsewhere", async () => {
    const auth = authFor(entra);
    const user = await entra.tokenFor({
      client: "contoso",
      product: "pro",
      delegated: true,
    });
    auth.requirement({ product: "pro", scopes: ["Orders.Read"], tokenSource: { query: "access_token" } });
    const view = carrying({ header: user });
    expect(inWords(await auth.authorize(view, auth.anyProduct))).to.equal("401 token_kind");
    auth.requirement({ product: "pro", scopes: ["Orders.Read"] });
    expect(inWords(await auth.authorize(view, auth.anyProduct))).to.match(/^admit pro/);
    await auth.close();
  });
});
