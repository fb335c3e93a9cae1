import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";
import { redeem, signIn, startSignIn } from "./sign-in.js";

describe("id_token", () => {
  let entra: Entra;
  before(async () => {
    entra = await startSignIn();
  });
  after(() => entra.close());

  const claims = async (user: string, scope = "openid profile email"): Promise<JWTPayload> => {
    const { body } = await redeem(entra, await signIn(entra, user, { scope }));
    return decodeJwt(String(body["id_token"]));
  };

  it("has exactly Entra's claims for a member", async () => {
    const token = await claims("alex");
    expect(Object.keys(token).toSorted()).to.deep.equal(
      "aio aud exp iat iss name nbf nonce oid preferred_username rh sid sub tid uti ver".split(" "),
    );
    expect(token).to.include({ oid: entra.users["alex"]!.objectId, tid: entra.tenantId, ver: "2.0" });
    expect(token.exp! - token.iat!).to.equal(3900); // an hour, and five minutes of backdating
  });

  it("has roles of this client, groups and the e-mail address", async () => {
    const token = await claims("adele");
    expect(token["roles"]).to.deep.equal(["Portal.Admin"]);
    expect(token["groups"]).to.deep.equal(["11112222-3333-4444-5555-666677778888"]);
    expect(token["email"]).to.equal("adele@contoso.onmicrosoft.com");
    const other = decodeJwt(await entra.idTokenFor({ client: "closed", user: "adele" }));
    expect(other).to.not.have.property("roles");
  });

  it("has neither names nor ids without profile, and no e-mail without email", async () => {
    const token = await claims("adele", "openid");
    expect(token).to.not.have.any.keys("name", "preferred_username", "oid", "tid", "email");
    expect(token.sub).to.equal((await claims("adele")).sub);
  });

  it("has a pairwise subject: another one for each client, the same at every start", async () => {
    const here = decodeJwt(await entra.idTokenFor({ client: "portal", user: "adele" }));
    expect(here.sub).to.equal((await claims("adele")).sub);
    expect(decodeJwt(await entra.idTokenFor({ client: "closed", user: "adele" })).sub).to.not.equal(here.sub);
    const again = await startSignIn();
    expect(decodeJwt(await again.idTokenFor({ client: "portal", user: "adele" })).sub).to.equal(here.sub);
    await again.close();
  });

  it("has idp, acct and the e-mail address for a guest", async () => {
    expect(await claims("megan", "openid profile")).to.include({
      ...{ idp: "google.com", acct: 1, email: "megan@example.com", tid: entra.tenantId },
      ...{ name: "Megan Bowen", preferred_username: "megan@example.com" },
    });
  });

  it("has tid and issuer of the user's tenant", async () => {
    const home = "bbbbcccc-1111-2222-3333-444455556666";
    expect(await claims("eve")).to.include({ tid: home, iss: `${entra.origin}/${home}/v2.0` });
  });

  it("has up to 200 groups, and above that a reference", async () => {
    const enough = await claims("just.enough");
    expect(enough["groups"]).to.have.length(200);
    const many = await claims("many.groups");
    expect(many).to.not.have.property("groups");
    expect(many["_claim_names"]).to.deep.equal({ groups: "src1" });
    expect(many["_claim_sources"]).to.deep.equal({
      src1: { endpoint: `${entra.origin}/v1.0/users/${String(many["oid"])}/getMemberObjects` },
    });
  });

  it("has the optional claims of the registration, as far as the user has values", async () => {
    const full = decodeJwt(await entra.idTokenFor({ client: "optional", user: "adele", scopes: ["openid"] }));
    expect(full).to.include({ given_name: "Adele", family_name: "Vance", acct: 0 });
    expect(full).to.include.keys("auth_time", "login_hint", "upn", "email");
    const alex = decodeJwt(await entra.idTokenFor({ client: "optional", user: "alex" }));
    expect(alex).to.not.have.any.keys("given_name", "family_name", "email");
  });

  it("is made to order by idTokenFor", async () => {
    const token = await entra.idTokenFor({
      ...{ client: "portal", user: "adele", nonce: "n" },
      ...{ claims: { tid: "other", sub: undefined }, header: { kid: "unknown" } },
    });
    expect(decodeJwt(token)).to.include({ nonce: "n", tid: "other" }).and.not.have.property("sub");
    expect(decodeProtectedHeader(token).kid).to.equal("unknown");
  });

  it("names what is registered when idTokenFor finds nothing", async () => {
    const message = await entra.idTokenFor({ client: "portal", user: "adel" }).then(String, String);
    expect(message).to.match(/There is no user "adel" here; registered: "adele", "alex"/);
  });

  it("goes with delegated tokens of the same user", async () => {
    const wish = {
      client: "portal",
      product: "orders",
      delegated: { scopes: ["Orders.Read"], user: "adele" },
    };
    expect(decodeJwt(await entra.tokenFor(wish))["oid"]).to.equal((await claims("adele"))["oid"]);
  });
});
