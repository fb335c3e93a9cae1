import { ConfigurationError, MemoryClientRegistry, type ClientApplication } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { startConsoleWorld, startPath } from "../support/console-world.js";
import type { World } from "../support/start-portal.js";
import { createWorld } from "../support/world.js";

describe("options of the console's sign-in", () => {
  const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
  const CLIENT = "11111111-2222-4333-8444-555555555555";
  function problemsOf(signIn: object, auth: object = {}): readonly string[] {
    try {
      createWorld({ portal: { console: { signIn } as never }, auth });
      return [];
    } catch (error) {
      return (error as ConfigurationError).problems.map(({ path, message }) => `${path} ${message}`);
    }
  }

  it("each problem has its path", () => {
    const given = { clientId: CLIENT, clientSecret: "x", tenantId: TENANT };
    expect(problemsOf(given)).to.deep.equal([]);
    expect(problemsOf({ ...given, tenantId: undefined })).to.deep.equal([
      "console.signIn.tenantId is missing, and auth trusts no single tenant",
    ]);
    expect(problemsOf({ tenantId: TENANT })).to.deep.equal(["console.signIn.clientId is missing"]);
    expect(problemsOf({ ...given, clientId: "console", clientSecret: undefined })).to.deep.equal([
      "console.signIn.clientId is not a GUID",
      "console.signIn.clientSecret is missing",
    ]);
    expect(problemsOf({ ...given, certificate: "x" })).to.deep.equal([
      "console.signIn.clientSecret is given together with certificate",
    ]);
    expect(problemsOf({ ...given, clientSecret: undefined, certificate: "x" })).to.deep.equal([
      "console.signIn.certificate cannot be read",
    ]);
    expect(problemsOf({ ...given, authorityHost: "http://login.example.com" })).to.deep.equal([
      "console.signIn.authorityHost is neither https nor on localhost",
    ]);
    expect(problemsOf({ ...given, authorityHost: "https://x.example/t", cloud: "china" })).to.deep.equal([
      "console.signIn.authorityHost sets the login service, and so does cloud",
    ]);
    expect(problemsOf({ ...given, scopes: { starter: ["a"], other: ["b"] } })).to.deep.equal([
      "console.signIn.scopes.starter names a product that accepts no tokens",
      "console.signIn.scopes.other names an unknown product",
    ]);
    const whole = "api://55556666-ffff-7777-aaaa-8888bbbb9999/Orders.Read";
    expect(problemsOf({ ...given, scopes: { starter: [whole] } })).to.deep.equal([]);
    expect(problemsOf({ ...given, scopes: { starter: [whole, "a"] } })).to.deep.equal([
      "console.signIn.scopes.starter names a product that accepts no tokens",
    ]);
    expect(problemsOf({ ...given, scopes: { starter: ["a b"] } })).to.deep.equal([
      "console.signIn.scopes.starter.0 is not valid",
    ]);
    expect(problemsOf({ ...given, issuer: "https://x.example" })).to.deep.equal([
      "console.signIn.issuer is given together with tenantId",
    ]);
    expect(problemsOf({ clientId: "spa", issuer: "http://x.example" })).to.deep.equal([
      "console.signIn.issuer is neither https nor on localhost",
    ]);
    expect(problemsOf({ clientId: "spa", issuer: "https://x.example/" })).to.deep.equal([]);
    expect(problemsOf({ ...given, secret: "x" })).to.deep.equal(["console.signIn.secret is unknown"]);
  });

  it("without it, there is no such page, and nothing of it on pages and in the health", async () => {
    const world = createWorld({ portal: { console: true } });
    const adele = await world.user();
    expect((await adele.open(startPath())).status).to.equal(404);
    expect((await adele.open("/console/callback?code=x&state=y")).status).to.equal(404);
    expect(await world.portal.health()).not.to.have.property("console");
  });
});

describe("health of the console's sign-in", () => {
  const worlds: World[] = [];
  after(() => Promise.all(worlds.map((world) => world.close())));
  async function healthWith(client?: (entra: Entra) => Partial<ClientApplication> | undefined) {
    const world = await startConsoleWorld(
      client && {
        clientApplications: (entra) => {
          const id = entra.clients["console"]!.appId;
          const more = client(entra);
          return new MemoryClientRegistry(
            more === undefined ? [] : [{ id, products: ["pro"], state: "active", ...more }],
          );
        },
      },
    );
    worlds.push(world);
    const admin = world.browser();
    await admin.signIn("portal.admin");
    return {
      health: (await world.portal.health()).console,
      page: (await admin.get("/admin/health")).text,
      world,
    };
  }

  it("names what must be registered, and whether the API admits the client", async () => {
    const { health, page, world } = await healthWith();
    expect(health).to.deep.equal({
      label: "Microsoft Entra ID",
      clientId: world.entra.clients["console"]!.appId,
      redirectUri: `${world.url}/console/callback`,
      client: "admitted",
      missingProducts: [],
    });
    expect(page).to.include(`${world.url}/console/callback`);
  });

  it("says that a client is refused which is not registered, not active, or not linked", async () => {
    const unregistered = await healthWith(() => undefined);
    expect(unregistered.health?.client).to.equal("refused");
    expect(unregistered.page).to.include("clientRegistryOver");
    expect((await healthWith(() => ({ state: "rejected" }))).health?.client).to.equal("refused");
    expect((await healthWith(() => ({}))).health).to.deep.include({
      client: "admitted",
      missingProducts: ["reports", "hidden"],
    });
  });
});
