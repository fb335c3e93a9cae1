import { expect } from "chai";
import { createProductAuth, type CatalogOptions, type Explanation } from "#src/index.js";
import { viewOf } from "../request/view-of.js";

const here = { action: "allow", addresses: ["192.0.2.1"] } as const;
const elsewhere = { action: "forbid", addresses: ["192.0.2.0/24"] } as const;
const field = {
  name: "X-A",
  ignoreCase: false,
  failedCheckHttpCode: 418,
  failedCheckErrorMessage: "No",
};
const view = { ...viewOf({ "ocp-apim-subscription-key": "acme", "x-a": "1" }), address: () => "192.0.2.1" };

async function explained(
  more: Partial<CatalogOptions> & { readonly product?: object },
): Promise<Explanation> {
  const { product, ...rest } = more;
  const auth = createProductAuth({
    products: { starter: { accepts: ["key"], ...product } },
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
    clientCertificates: { from: { header: "x", format: "base64", proxies: ["192.0.2.1"] } },
    ...rest,
  } as never);
  return auth.explain(view, { product: "starter" } as never);
}
const shown = ({ checks }: Explanation): string[] =>
  checks.map(
    ({ check, result, policy }) => `${result}: ${check}${policy === undefined ? "" : ` (${policy.place})`}`,
  );

describe("explain: policies about the connection", () => {
  it("those before the credential are the first checks, those of the product follow it", async () => {
    const found = await explained({
      policies: { ipFilter: here, checkHeader: [field] },
      product: { ipFilter: here },
    });
    expect(found.outcome).to.equal("admit");
    const all = shown(found);
    expect(all.slice(0, 3)).to.deep.equal([
      "passed: its address may call (global)",
      "passed: its headers are as demanded (global)",
      "passed: a credential is presented",
    ]);
    expect(all.at(-1)).to.equal("passed: its address may call (product:starter)");
  });

  it("a refusal ends the checks, before any credential is looked at", async () => {
    const found = await explained({ policies: { ipFilter: elsewhere, checkHeader: [field] } });
    expect(found).to.include({
      outcome: "refuse",
      status: 403,
      code: "address_not_allowed",
      message: "Forbidden",
    });
    expect(shown(found)).to.deep.equal([
      "failed: its address may call (global)",
      "not reached: a credential is presented",
    ]);
    expect(found.checks[0]).to.include({
      expected: "an address outside of the list that may not call",
      actual: "192.0.2.1",
    });
  });

  it("a header field has the policy's own status and text", async () => {
    const found = await explained({ policies: { checkHeader: [{ ...field, values: ["2"] }] } });
    expect(found).to.include({ status: 418, code: "header_check", message: "No" });
    expect(found.checks[0]).to.include({
      check: "its headers are as demanded",
      expected: "X-A with one of 1 values",
      actual: "another value",
    });
  });

  it("a refusal by the product's comes after the credential", async () => {
    const found = await explained({ product: { ipFilter: elsewhere } });
    expect(found)
      .to.include({ status: 403, code: "address_not_allowed" })
      .and.not.to.have.property("product");
    expect(shown(found).at(-1)).to.equal("failed: its address may call (product:starter)");
    expect(shown(found)[0]).to.equal("passed: a credential is presented");
  });

  it("a certificate", async () => {
    const clientCertificate = { validateTrust: false, acceptForgeable: true } as const;
    const found = await explained({ policies: { clientCertificate } });
    expect(found).to.include({
      status: 401,
      code: "certificate_missing",
      message: "Client certificate missing",
    });
    expect(shown(found)[0]).to.equal("failed: its certificate is accepted (global)");
    const ignored = await explained({
      policies: { clientCertificate: { ...clientCertificate, ignoreError: true } },
    });
    expect(ignored.outcome).to.equal("admit");
    expect(shown(ignored)[0]).to.equal("failed: its certificate is accepted (global)");
  });

  it("at a path, they follow the checks of the path", async () => {
    const auth = createProductAuth({
      products: { starter: { accepts: ["key"] } },
      subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
      apis: { orders: { path: "orders", products: ["starter"], ipFilter: here } },
    });
    const all = shown(await auth.explain({ ...view, path: "/orders" }));
    expect(all.slice(0, 4)).to.deep.equal([
      "passed: its path can be read one way only",
      "passed: an API has this path",
      "passed: its address may call (api:orders)",
      "passed: a credential is presented",
    ]);
  });
});
