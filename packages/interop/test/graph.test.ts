import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { GraphOrder, GraphOutcome } from "./programs/graph.js";
import { startTestEntra } from "./support/test-entra.js";
import { runTrusting, writeAuthority, type Authority } from "./support/trusting-process.js";

describe("@microsoft/microsoft-graph-client", () => {
  let entra: Entra;
  let authority: Authority | undefined;
  let outcome: GraphOutcome;

  before(async function () {
    this.timeout(40_000);
    const clients = { admin: { graphRoles: ["Application Administrator"] } };
    entra = await startTestEntra({ protocol: "https", controls: true, clients });
    authority = await writeAuthority(entra);
    const { appId: clientId, secret } = entra.clients["admin"]!;
    const order: GraphOrder = { origin: entra.origin, tenantId: entra.tenantId, clientId, secret };
    outcome = await runTrusting<GraphOutcome>("graph", authority, order);
  });

  after(async () => {
    await authority?.remove();
    await entra?.close();
  });

  it("creates an application by its unique name, and updates it without a body in the answer", () => {
    expect(outcome.product.uniqueName).to.equal("gold");
    expect(outcome.again).to.equal(null);
  });

  it("assigns a role, and understands the refusal of a second assignment", () => {
    expect(outcome.assignment).to.include({ principalType: "ServicePrincipal", resourceDisplayName: "Gold" });
    expect(outcome.duplicate).to.deep.equal({
      status: 400,
      code: "Request_BadRequest",
      text: "Permission being assigned already exists on the object.",
    });
  });

  it("follows the links of a list", () =>
    expect(outcome.names).to.include.members(["APIMProductApplicationStarter", "Gold", "Batch"]));

  it("waits as long as Retry-After says", () => expect(outcome.throttled).to.be.within(900, 20_000));

  it("leaves a client that gets tokens with the role", async () => {
    const { appId, secret } = outcome.client;
    const fields = { grant_type: "client_credentials", client_id: appId, client_secret: secret };
    const scope = `api://${outcome.product.appId}/.default`;
    const body = new URLSearchParams({ ...fields, scope }).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await new Promise<string>((resolve, reject) => {
      request(entra.tokenUrl, { method: "POST", headers, ca: entra.caCertificate }, (response) =>
        resolve(text(response)),
      )
        .on("error", reject)
        .end(body);
    });
    const { access_token: token } = JSON.parse(answer) as { access_token: string };
    const claims = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as object;
    expect(claims).to.deep.include({ roles: ["Product.Gold.All"], azp: appId });
  });
});
