import { expect } from "chai";
import { oidc } from "@product-auth/portal";
import { oidcPersonOf, type ClaimPlaces } from "#src/sign-in/oidc-person.js";
import { rightsOf } from "#src/sign-in/rights-of.js";
import { addressIn } from "../support/start-portal.js";
import { CLIENT } from "../support/open-id-issuer.js";
import { startProviders, type ProvidersWorld } from "../support/start-providers.js";

const issuer = "https://id.example.com";
const places = (more: Partial<ClaimPlaces> = {}): ClaimPlaces => ({
  issuer,
  rolesClaim: undefined,
  groupsClaim: undefined,
  emailClaim: "email",
  ...more,
});
const person = (claims: Record<string, unknown>, more?: Partial<ClaimPlaces>) =>
  oidcPersonOf({ sub: "1", ...claims }, places(more));

describe("a person of OpenID Connect", () => {
  it("is the pair of issuer and sub", () => {
    expect(person({ email: "a@example.com" }).key).to.equal(`oidc|${issuer}|1`);
    for (const sub of [undefined, "", 1, "s".repeat(256)]) expect(() => person({ sub })).to.throw("id_token");
  });

  it("has no e-mail address that the issuer has not proved", () => {
    expect(person({ email: "a@example.com", email_verified: true }).email).to.equal("a@example.com");
    for (const unproved of [false, "false"])
      expect(person({ email: "a@example.com", email_verified: unproved })).not.to.have.property("email");
    expect(person({ mail: "b@example.com" }, { emailClaim: "mail" }).email).to.equal("b@example.com");
  });

  it("has roles at a path of own members, and in no other shape than a list of texts or a text", () => {
    const rolesClaim = ["realm_access", "roles"];
    const rolesOf = (claims: Record<string, unknown>, place: ClaimPlaces["rolesClaim"] = rolesClaim) =>
      person(claims, { rolesClaim: place }).roles;
    expect(rolesOf({ realm_access: { roles: ["a", 1, "b"] } })).to.deep.equal(["a", "b"]);
    expect(rolesOf({ realm_access: { roles: ["a"] } }, "realm_access.roles")).to.deep.equal(["a"]);
    expect(rolesOf({ "https://x.example/roles": "a b" }, "https://x.example/roles")).to.deep.equal(["a b"]);
    for (const claims of [
      {},
      { realm_access: null },
      { realm_access: { roles: { a: true } } },
      { roles: ["a"] },
    ])
      expect(rolesOf(claims), JSON.stringify(claims)).to.deep.equal([]);
    for (const name of ["constructor", "__proto__", "toString"])
      expect(rolesOf({}, [name, "name"])).to.deep.equal([]);
    expect(rolesOf({ realm_access: { roles: Array(1001).fill("a") } })).to.deep.equal([]);
    expect(rolesOf({ realm_access: { roles: ["a".repeat(257)] } })).to.deep.equal([]);
    expect(person({ roles: ["Portal.Admin"] }).roles).to.deep.equal([]);
  });

  it("has all groups or none", () => {
    const groupsClaim = "groups";
    expect(person({ groups: ["/partners"] }, { groupsClaim }).groups).to.deep.equal(["/partners"]);
    expect(person({}, { groupsClaim }).groups).to.deep.equal([]);
    for (const mark of [{ _claim_names: { groups: "src1" } }, { hasgroups: true }])
      expect(person({ groups: ["/partners"], ...mark }, { groupsClaim })).not.to.have.property("groups");
  });

  it("is in groups whose name is equal, letter by letter; the case of a GUID says nothing", () => {
    const id = "cccccccc-1111-2222-3333-444444444444";
    const groups = [
      { name: "partners", displayName: "Partners", groupId: "Partners" },
      { name: "staff", displayName: "Staff", groupId: id.toUpperCase() },
    ];
    const groupsOf = (...given: string[]) =>
      rightsOf({ roles: [], groups: given }, { groups, administratorRoles: [] }).groups;
    expect(groupsOf("partners", id)).to.deep.equal(["staff"]);
    expect(groupsOf("Partners")).to.deep.equal(["partners"]);
  });
});

describe("oidc", () => {
  let world: ProvidersWorld;
  let change: (url: string, answer: Record<string, unknown>) => unknown;
  const changing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const answer = (await response.json()) as Record<string, unknown>;
    return Response.json(change(addressIn(input), answer), { status: response.status });
  };
  before(async () => {
    world = await startProviders("express", {
      oidc: { fetch: changing, rolesClaim: ["realm_access", "roles"], groupsClaim: "groups" },
    });
  });
  beforeEach(() => {
    change = (_, answer) => answer;
  });
  after(() => world.close());

  const signIn = async () => {
    const browser = world.browser();
    const page = await browser.get(await world.pick(browser, "oidc"));
    return { browser, page };
  };

  it("asks with code, PKCE, state and nonce; for an account again with prompt=login", async () => {
    const browser = world.browser();
    const asked = new URL((await browser.get("/signin/oidc")).location ?? "").searchParams;
    expect(Object.fromEntries(asked)).to.include({
      ...{ response_type: "code", scope: "openid profile email", code_challenge_method: "S256" },
      redirect_uri: `${world.url}/signin/oidc/callback`,
    });
    expect([...asked.keys()]).not.to.include.members(["prompt", "response_mode"]);
    for (const account of ["again", "choose"]) {
      const { location = "" } = await browser.get(`/signin/oidc?account=${account}`);
      expect(new URL(location).searchParams.get("prompt")).to.equal("login");
    }
  });

  it("takes what the id_token lacks from the UserInfo endpoint, for the same sub only", async () => {
    const { browser } = await signIn();
    const profile = (await browser.get("/profile")).text;
    expect(profile).to.include('value="Lovelace"').and.include("ada@example.com").and.include("Partners");
    change = (url, answer) => (url.endsWith("/me") ? { ...answer, sub: "mallory" } : answer);
    expect((await signIn()).page.status).to.equal(400);
  });

  it("refuses id_tokens without a signature that the issuer publishes", async () => {
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const attacks: Record<string, (parts: string[]) => string[]> = {
      none: ([, body = ""]) => [encoded({ alg: "none" }), body, ""],
      HS256: ([, body = ""]) => [encoded({ alg: "HS256" }), body, "c2lnbmF0dXJl"],
      "another subject": ([header = "", body = "", signature = ""]) => {
        const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
        return [header, encoded({ ...claims, sub: "admin" }), signature];
      },
    };
    for (const [name, attack] of Object.entries(attacks)) {
      change = (url, answer) =>
        url.endsWith("/token")
          ? { ...answer, id_token: attack(String(answer["id_token"]).split(".")).join(".") }
          : answer;
      const { page, browser } = await signIn();
      expect(page.h1, name).to.equal("Sign-in failed");
      expect(browser.cookies.has("product-auth-portal")).to.equal(false);
    }
  });

  it("says so when the groups were left out", async () => {
    change = (url, answer) =>
      url.endsWith("/me") ? { ...answer, _claim_names: { groups: "src1" } } : answer;
    await signIn();
    const { signIn: providers } = await world.portal.health();
    expect(providers.find(({ id }) => id === "oidc")).to.have.property("groupsOmittedAt");
  });

  it("names an issuer exactly as its metadata does", async () => {
    const provider = oidc({
      issuer: `${world.other.issuer}/`,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      label: "Okta",
    });
    const redirectUri = `${world.url}/signin/other/callback`;
    const message = await provider.begin({ redirectUri }).then(
      () => "",
      (error: unknown) => String(error),
    );
    expect(message).to.include(`"${world.other.issuer}": write it exactly so`);
  });
});
