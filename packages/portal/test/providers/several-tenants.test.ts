import { expect } from "chai";
import { entraId } from "@product-auth/portal";
import { addressIn, startPortal, users, type World } from "../support/start-portal.js";
import { FABRIKAM } from "../support/start-providers.js";

const TAILSPIN = "77777777-0000-0000-0000-777777777777";

describe("entraId for several tenants", () => {
  let world: World;
  let change: (url: string, answer: Record<string, unknown>) => unknown;
  before(async () => {
    const roles = { portal: ["Portal.Admin", "Partner"] };
    world = await startPortal({
      users: {
        ...users,
        eve: { ...users["eve"], roles },
        trey: { userPrincipalName: "trey@tailspin.example", homeTenantId: TAILSPIN, roles, groups: 300 },
        frank: {
          userPrincipalName: "frank@other.example",
          homeTenantId: "66666666-0000-0000-0000-666666666666",
        },
      },
      portal: (entra) => ({
        attempts: 100,
        signIn: [
          entraId({
            tenants: [entra.tenantId, FABRIKAM, TAILSPIN],
            rolesFrom: [TAILSPIN],
            clientId: entra.clients["portal"]!.appId,
            clientSecret: entra.clients["portal"]!.secret,
            authorityHost: entra.origin,
            async fetch(input, init) {
              const response = await fetch(input, init);
              const answer = (await response.json()) as Record<string, unknown>;
              return Response.json(change(addressIn(input), answer), { status: response.status });
            },
          }),
        ],
      }),
    });
  });
  beforeEach(() => {
    change = (_, answer) => answer;
  });
  after(() => world.close());

  it("asks the authority for organizations", async () => {
    const { location = "" } = await world.browser().get("/signin/entra");
    expect(location.split("?")[0]).to.equal(`${world.entra.origin}/organizations/oauth2/v2.0/authorize`);
  });

  it("a user is the pair of tenant and object id", async () => {
    for (const name of ["adele", "eve", "adele"]) await world.browser().signIn(name);
    expect((await world.records.list("user")).records).to.have.length(2);
  });

  it("an account of a tenant that is not listed is refused", async () => {
    const page = await world.browser().signIn("frank");
    expect(page.status).to.equal(400);
    expect(page.text).to.include("belongs to another organization");
  });

  it("app roles and groups count from the tenants in rolesFrom only", async () => {
    const statusOf = async (name: string) => {
      const browser = world.browser();
      await browser.signIn(name);
      return [(await browser.get("/admin")).status, (await browser.get("/products/internal")).status];
    };
    expect(await statusOf("trey")).to.deep.equal([200, 200]);
    expect(await statusOf("eve")).to.deep.equal([404, 404]);
    expect(await statusOf("portal.admin")).to.deep.equal([404, 404]);
  });

  describe("refuses a token", () => {
    const withClaims = async (claims: Record<string, unknown>) => {
      const browser = world.browser();
      const callback = await browser.pick("eve");
      const tokens: string[] = [];
      change = (url, answer) => {
        if (!url.endsWith("/token")) return answer;
        return { ...answer, id_token: tokens[0] };
      };
      const nonce = (
        (await world.records.list("flow")).records.map(({ value }) => value["keep"]) as {
          nonce: string;
          state: string;
        }[]
      ).find(({ state }) => callback.includes(state))!.nonce;
      tokens.push(await world.entra.idTokenFor({ client: "portal", user: "eve", nonce, claims }));
      return browser.get(callback);
    };

    it("whose tenant and issuer differ", async () => {
      for (const claims of [
        { tid: TAILSPIN },
        { iss: `${world.entra.origin}/${TAILSPIN}/v2.0` },
        { iss: `${world.entra.origin}/{tenantid}/v2.0`, tid: "{tenantid}" },
        { iss: `${world.entra.origin}/$&/v2.0`, tid: "$&" },
        { iss: `${world.entra.origin}/undefined/v2.0`, tid: undefined },
        { iss: world.entra.issuer.replace("http:", "https:") },
      ])
        expect((await withClaims(claims)).h1, JSON.stringify(claims)).to.equal("Sign-in failed");
      expect((await withClaims({})).location).to.equal("/developer");
    });

    it("whose key signs for another tenant", async () => {
      const own = await startKeys(`${world.entra.origin}/${TAILSPIN}/v2.0`);
      try {
        const page = await own.browser().signIn("eve");
        expect(page.h1).to.equal("Sign-in failed");
        expect((await own.browser().signIn("trey")).location).to.equal("/developer");
      } finally {
        await own.close();
      }
    });
  });

  it("is not available while the metadata names one issuer instead of a template", async () => {
    const own = await startKeys(undefined, "http://127.0.0.1:1/organizations/v2.0");
    try {
      expect((await own.browser().get("/signin/entra")).status).to.equal(503);
    } finally {
      await own.close();
    }
  });

  /** A portal whose issuer lists its keys for one issuer, or names another issuer in its metadata. */
  const startKeys = (keyIssuer: string | undefined, issuer?: string): Promise<World> =>
    startPortal({
      users: {
        eve: users["eve"]!,
        trey: { userPrincipalName: "trey@tailspin.example", homeTenantId: TAILSPIN },
      },
      portal: (entra) => ({
        signIn: [
          entraId({
            tenants: [FABRIKAM, TAILSPIN],
            clientId: entra.clients["portal"]!.appId,
            clientSecret: entra.clients["portal"]!.secret,
            authorityHost: entra.origin,
            async fetch(input, init) {
              const response = await fetch(input, init);
              const url = addressIn(input);
              const answer = (await response.json()) as { keys?: object[] };
              const ofKey = keyIssuer?.replace(/^.*\/(?=7)/, `${entra.origin}/`);
              if (answer.keys !== undefined && ofKey !== undefined)
                return Response.json({ keys: answer.keys.map((key) => ({ ...key, issuer: ofKey })) });
              return Response.json(
                url.includes("/.well-known/") && issuer !== undefined ? { ...answer, issuer } : answer,
                { status: response.status },
              );
            },
          }),
        ],
      }),
    });
});
