import { expect } from "chai";
import { ConfigurationError, createProductAuth, type DecisionEvent } from "#src/index.js";
import { HINTS } from "#src/refusals/hints.js";
import { TENANT } from "../../../ids.js";
import { viewOf } from "../../../request/view-of.js";
import { signer } from "../signer.js";
import { openIdClaims, ORDERS } from "./openid-of.js";

const key = signer("k1", "RS256");
const NAMED = "https://issuer.example/";

describe("an issuer that is written with a slash more or less than its metadata", () => {
  const events: DecisionEvent[] = [];
  const authOf = (issuer: string, { named = NAMED, ...more }: Record<string, unknown> = {}) =>
    createProductAuth({
      issuers: [{ issuer }],
      products: { starter: { audience: [ORDERS, TENANT] } },
      ...more,
      onDecision: (event) => void events.push(event),
      fetch: (url) =>
        Promise.resolve(
          Response.json(
            (url as string).endsWith("/keys")
              ? { keys: [key.jwk] }
              : { issuer: named, jwks_uri: `${NAMED}keys` },
          ),
        ),
    });
  const problemsOf = async (auth: ReturnType<typeof authOf>) => {
    const error: unknown = await auth.ready().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof ConfigurationError)) throw new Error(`no ConfigurationError: ${String(error)}`);
    return error.problems;
  };
  const eventOf = async (auth: ReturnType<typeof authOf>, iss: string) => {
    const text = key.token(openIdClaims({ iss }));
    await auth.authorize(viewOf({ authorization: `Bearer ${text}` }), auth.anyProduct);
    return events.at(-1)!;
  };

  it("ready() rejects with a ConfigurationError that names the issuer of the metadata", async () => {
    const [problem, ...others] = await problemsOf(authOf(NAMED.slice(0, -1)));
    expect(others).to.deep.equal([]);
    expect(problem?.path).to.equal("issuers[0].issuer");
    expect(problem?.message)
      .to.include("https://issuer.example/.well-known/openid-configuration")
      .and.include(NAMED);
    expect(problem?.fix).to.include(`write "${NAMED}"`).and.include("slash");
  });
  it("also where the metadata names another issuer altogether, and with the short option", async () => {
    const auth = createProductAuth({
      issuer: "https://issuer.example",
      products: { starter: { audience: ORDERS } },
      fetch: () =>
        Promise.resolve(Response.json({ issuer: "https://other.example", jwks_uri: `${NAMED}keys` })),
    });
    const [problem] = await problemsOf(auth as ReturnType<typeof authOf>);
    expect(problem?.path).to.equal("issuer");
    expect(problem?.message).to.include("https://other.example");
    expect(problem?.fix).to.include("discoveryUrl");
  });
  for (const tenantId of [undefined, TENANT])
    it(`token_${tenantId === undefined ? "issuer" : "version"}: a good token is refused with a hint at the slash${
      tenantId === undefined ? ", and the trusted names" : ", where Entra is trusted as well"
    }`, async () => {
      const auth = authOf(NAMED.slice(0, -1), tenantId === undefined ? {} : { tenantId });
      const event = await eventOf(auth, NAMED);
      expect(event).to.include({ hint: HINTS.issuerSlash });
      if (tenantId !== undefined) return;
      const expected = "a trusted issuer: https://issuer.example";
      expect(event).to.include({ code: "token_issuer", expected, actual: NAMED });
    });
  it("no hint for a token of another issuer", async () => {
    const event = await eventOf(authOf(NAMED), "https://elsewhere.example/");
    expect(event).to.include({ code: "token_issuer" }).and.not.have.property("hint");
  });
  it("a discovery document that names the issuer is listed too, once it has been read", async () => {
    const auth = createProductAuth({
      issuers: [{ discoveryUrl: `${NAMED}.well-known/openid-configuration` }],
      products: { starter: { audience: ORDERS } },
      onDecision: (event) => void events.push(event),
      fetch: (url) =>
        Promise.resolve(
          Response.json(
            (url as string).endsWith("/keys")
              ? { keys: [key.jwk] }
              : { issuer: NAMED, jwks_uri: `${NAMED}keys` },
          ),
        ),
    });
    const event = await eventOf(auth as ReturnType<typeof authOf>, NAMED.slice(0, -1));
    expect(event).to.include({ expected: `a trusted issuer: ${NAMED}`, hint: HINTS.issuerSlash });
  });
});
