import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt } from "jose";
import { requestToken } from "../request-token.js";
import { type CallGraph, goldRole, graphOf, provision, roleId } from "./call-graph.js";

const prefer = { Prefer: "create-if-missing" };

describe("Graph: awkward on purpose", () => {
  let entra: Entra;
  let call: CallGraph;
  before(async () => {
    entra = await startEntra({
      controls: true,
      clients: { admin: { graphRoles: ["Application Administrator"] } },
    });
    call = await graphOf(entra, "admin");
  });
  afterEach(() => {
    entra.faults.clear();
    entra.clock.reset();
  });
  after(() => entra.close());

  const outcome = async (...args: Parameters<CallGraph>): Promise<string> => {
    const { status, body } = await call(...args);
    return `${status} ${body.error?.code ?? ""}`.trim();
  };

  it("replication hides what is younger than the delay, by the emulator's clock", async () => {
    entra.faults.replication(30);
    const path = "/applications(uniqueName='young')";
    const fields = { displayName: "Young", appRoles: [goldRole], api: { requestedAccessTokenVersion: 2 } };
    const { body: app } = await call("PATCH", path, fields, prefer);
    expect(app["appRoles"]).to.have.length(1);
    expect(await outcome("GET", `/applications/${app.id}`)).to.equal("404 Request_ResourceNotFound");
    expect(await outcome("PATCH", `/applications/${app.id}`, {})).to.equal("404 Request_ResourceNotFound");
    expect(await outcome("PATCH", path, fields, prefer)).to.equal("400 Request_BadRequest");
    expect(await outcome("POST", "/servicePrincipals", { appId: app.appId })).to.equal(
      "400 NoBackingApplicationObject",
    );
    expect((await call("GET", "/applications?$filter=uniqueName eq 'young'")).body.value).to.deep.equal([]);
    entra.clock.advance(30);

    const { body: principal } = await call("POST", "/servicePrincipals", { appId: app.appId });
    const ids = { principalId: principal.id, resourceId: principal.id, appRoleId: roleId };
    const assignments = `/servicePrincipals/${principal.id}/appRoleAssignedTo`;
    expect(await outcome("POST", assignments, ids)).to.equal("404 Request_ResourceNotFound");
    expect(await outcome("POST", "/servicePrincipals", { appId: app.appId })).to.equal(
      "409 Request_MultipleObjectsWithSameKeyValue",
    );
    entra.clock.advance(30);

    const secondRole = { ...goldRole, id: "0d6b0f35-3a5e-4c1c-9d6e-6a4c4f5c0a02", value: "Second" };
    await call("PATCH", `/applications/${app.id}`, { appRoles: [goldRole, secondRole] });
    const tooEarly = await call("POST", assignments, { ...ids, appRoleId: secondRole.id });
    expect(tooEarly.body.error.message).to.include("Permission being assigned was not found on application");
    expect(await outcome("POST", assignments, ids)).to.equal("201");
    expect((await call("GET", assignments)).body.value).to.deep.equal([]);
    expect(await outcome("POST", assignments, ids)).to.equal("400 Request_BadRequest");

    const { body: secret } = await call("POST", `/applications/${app.id}/addPassword`, {});
    expect((await call("GET", `/applications/${app.id}`)).body.passwordCredentials).to.deep.equal([]);
    const token = () =>
      requestToken(entra, {
        ...{ grant_type: "client_credentials", client_id: app.appId, client_secret: secret.secretText! },
        scope: `${app.appId}/.default`,
      });
    expect((await token()).body.error_codes).to.deep.equal([7000215]);
    entra.clock.advance(30);
    expect((await call("GET", `/applications/${app.id}`)).body.passwordCredentials).to.have.length(1);
    expect(decodeJwt((await token()).body.access_token!)).to.deep.include({ roles: ["Product.Gold.All"] });
  });

  it("replication never hides what the options registered", async () => {
    entra.faults.replication(3600);
    const { appId } = entra.clients["admin"]!;
    expect(await outcome("GET", `/servicePrincipals(appId='${appId}')`)).to.equal("200");
  });

  it("throttle refuses with 429 and Retry-After, and leaves /token alone", async () => {
    entra.faults.throttle(20, "graph");
    const reply = await call("GET", "/applications");
    expect([reply.status, reply.body.error.code, reply.headers.get("retry-after")]).to.deep.equal([
      429,
      "TooManyRequests",
      "20",
    ]);
    await graphOf(entra, "admin");
    entra.clock.advance(20);
    expect(await outcome("GET", "/applications")).to.equal("200");
  });

  it("lifetimePolicy refuses secrets that live longer", async () => {
    const { body } = await call("POST", "/applications", { displayName: "x" });
    entra.faults.lifetimePolicy(180);
    const add = (days: number) => {
      const startDateTime = new Date(Math.floor(entra.clock.now() / 1000) * 1000).toISOString();
      const endDateTime = new Date(Date.parse(startDateTime) + days * 86_400_000).toISOString();
      return call("POST", `/applications/${body.id}/addPassword`, {
        passwordCredential: { startDateTime, endDateTime },
      });
    };
    const refused = await add(181);
    expect([refused.status, refused.body.error.code]).to.deep.equal([
      400,
      "CredentialInvalidLifetimeAsPerAppPolicy",
    ]);
    expect(refused.body.error.message).to.include("180 days");
    expect((await add(180)).status).to.equal(200);
  });

  describe("break", () => {
    const count = async () =>
      (await call("GET", "/applications?$filter=displayName eq 'broken'")).body.value.length;
    const create = () =>
      call("POST", "/applications", { displayName: "broken" }).then(
        (reply) => reply.status,
        () => "cut",
      );

    it("counts calls from now; 503 and drop have no effect, answer-lost has", async () => {
      entra.faults.break({ call: 2, how: "503" });
      entra.faults.break({ call: 3, how: "drop" });
      const before = await count();
      expect([await create(), await create()]).to.deep.equal([503, "cut"]);
      expect(await count()).to.equal(before);
      entra.faults.break({ call: 1, how: "answer-lost" });
      expect(await create()).to.equal("cut");
      expect(await count()).to.equal(before + 1);
    });

    it("counts the calls of one operation", async () => {
      entra.faults.break({ call: 2, how: "503", operation: "createApplication" });
      expect([await create(), await count().then(() => 0), await create(), await create()]).to.deep.equal([
        201, 0, 503, 201,
      ]);
      expect(() => entra.faults.break({ call: 1, how: "503", operation: "addSecret" as never })).to.throw(
        TypeError,
        "addSecret",
      );
    });
  });

  it("the same by HTTP, and cleared together", async () => {
    const set = (body: object) =>
      fetch(`${entra.origin}/emulator/faults`, {
        ...{ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
      }).then((answer) => answer.status);
    expect(
      await set({
        ...{ replication: 3, lifetimePolicy: 90, throttle: { seconds: 4, path: "graph" } },
        break: { call: 1, how: "503", operation: "listApplications" },
      }),
    ).to.equal(204);
    expect(await outcome("GET", "/applications")).to.equal("503 ServiceUnavailable");
    expect(await outcome("GET", "/applications")).to.equal("429 TooManyRequests");
    expect(await set({ clear: true, outage: { path: "graph", status: 503 } })).to.equal(204);
    expect((await fetch(`${entra.graphUrl}/applications`)).status).to.equal(503);
    expect((await fetch(entra.discoveryUrl)).status).to.equal(200);
    expect(await set({ clear: true })).to.equal(204);
    await provision(call);
    const before = entra.requests.count("graph");
    expect(await outcome("GET", "/applications")).to.equal("200");
    expect(entra.requests.count("graph")).to.equal(before + 1);
  });
});
