import type { IncomingMessage } from "node:http";
import { createProductAuth, type ProductAuthOptions } from "#src/index.js";
import { expect } from "chai";
import { NodeRequestView } from "#src/request/request-view.js";

const options: ProductAuthOptions<"pro"> = {
  products: { pro: { accepts: ["key"] } },
  subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "pro-key" }],
};
const rawHeaders = ["Origin", "https://evil.example", "Ocp-Apim-Subscription-Key", "pro-key"];
const request = (upgrade: boolean) =>
  new NodeRequestView({ method: "GET", url: "/feed", rawHeaders, upgrade } as unknown as IncomingMessage);

describe("explain of an upgrade", () => {
  it("names the Origin that is not listed, before anything else", async () => {
    const { outcome, status, code, checks, hint } = await createProductAuth(options).explain(request(true));
    expect({ outcome, status, code }).to.deep.equal({
      outcome: "refuse",
      status: 403,
      code: "origin_not_allowed",
    });
    expect(checks[0]).to.deep.equal({
      check: "its Origin may connect",
      result: "failed",
      expected: "no Origin: origins and upgrades.origins list none",
      actual: "https://evil.example",
    });
    expect(hint).to.be.a("string");
  });

  it("does not look at the Origin of other requests: that is CORS' matter", async () =>
    expect(await createProductAuth(options).explain(request(false))).to.include({ outcome: "admit" }));
});
