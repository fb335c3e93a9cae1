import { expect } from "chai";
import { fakeIssuer } from "../support/fake-issuer.js";
import { startPath } from "../support/console-world.js";
import { createWorld, type User } from "../support/world.js";

const PRO = "https://pro.example";

describe("the console at an issuer other than Entra ID", () => {
  function open(signIn: object = {}, answer?: () => object) {
    const issuer = fakeIssuer(answer);
    const world = createWorld({
      portal: {
        console: { signIn: { issuer: issuer.url, clientId: "console", ...signIn } },
        fetch: issuer.fetch,
      },
      auth: {
        issuers: [{ issuer: issuer.url, jwksUri: `${issuer.url}/keys` }],
        products: { pro: { displayName: "Pro", audience: PRO } },
        apis: {
          orders: {
            path: "orders",
            products: ["pro"],
            operations: { "list-orders": { method: "GET", urlTemplate: "/" } },
          },
        },
      } as never,
    });
    world.auth.requirement({ product: "pro" as never, scopes: ["orders:write"] });
    return { issuer, world };
  }
  /** Goes to the issuer and comes back. */
  async function goThere({ world }: ReturnType<typeof open>, user: User) {
    const started = await user.open(startPath());
    const there = new URL(started.headers.get("location")!);
    const flow = started.headers.getSetCookie()[0]!.split(";")[0]!;
    const back = new URLSearchParams({ code: "one", state: there.searchParams.get("state")! });
    const returning = world.as(user.id, `${user.cookie}; ${flow}`);
    return { there, answer: await returning.open(`/console/callback?${back.toString()}`) };
  }

  it("a public client proves itself by PKCE alone, and names the audience as resource (RFC 8707)", async () => {
    const opened = open();
    const { world, issuer } = opened;
    const { there, answer } = await goThere(opened, await world.user());
    expect(answer.to).to.equal("/apis/orders/operations/list-orders");
    expect(Object.fromEntries(there.searchParams)).to.include({
      client_id: "console",
      scope: "orders:write",
      resource: PRO,
      code_challenge_method: "S256",
    });
    const [form] = issuer.requests;
    expect(Object.fromEntries(form!)).to.include({ client_id: "console", resource: PRO, code: "one" });
    expect(form!.get("code_verifier")).to.match(/^[\w-]{43}$/);
    expect(form!.has("client_secret")).to.equal(false);
    expect((await world.portal.health()).console).to.include({ label: "login.contoso.example" });
    await world.portal.close();
  });

  it("a confidential client sends its secret, and asks for the scopes of the options", async () => {
    const opened = open({ clientSecret: "s3cret", scopes: { pro: ["a", "b"] } });
    const { there } = await goThere(opened, await opened.world.user());
    expect(there.searchParams.get("scope")).to.equal("a b");
    expect(opened.issuer.requests[0]!.get("client_secret")).to.equal("s3cret");
    await opened.world.portal.close();
  });

  it("an answer without a usable token keeps nothing", async () => {
    for (const answer of [
      { access_token: "a b" },
      { access_token: "x".repeat(16_385) },
      { expires_in: -1 },
      { token_type: "mac" },
    ]) {
      const opened = open({}, () => answer);
      const { world } = opened;
      const user = await world.user();
      expect((await goThere(opened, user)).answer.status, JSON.stringify(answer)).to.be.oneOf([400, 503]);
      const { records } = await world.records.list("session", { owner: user.id });
      expect(records.some(({ value }) => "waitingToken" in value)).to.equal(false);
      await world.portal.close();
    }
  });
});
