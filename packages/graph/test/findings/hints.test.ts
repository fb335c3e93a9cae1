import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { startEntra, type Entra } from "@product-auth/emulator";
import { FINDING_KINDS, type DiagnosisCode } from "@product-auth/graph";
import { expect } from "chai";

// A refusal and a finding about the same mistake name the same cure in the same words.
describe("hints of refusals and findings", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      products: { gold: { idtyp: true }, old: { requestedAccessTokenVersion: 1 }, other: {} },
      clients: { batch: { products: ["old", "other"] } },
    });
  });
  after(() => entra.close());

  const hintOf = async (token: string, product: string, more: Partial<ProductAuthOptions> = {}) => {
    const auth = createProductAuth({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: {
        [product]: { displayName: "Product", audience: entra.products[product]!.audience, role: "R" },
      },
      ...more,
    });
    const header = (name: string) => (name === "authorization" ? `Bearer ${token}` : undefined);
    const view = { method: "GET", path: "/", header, query: () => undefined };
    const { hint } = await auth.explain(view);
    await auth.close();
    return hint ?? "";
  };
  const tokenFor = (product: string) => entra.tokenFor({ client: "batch", product });

  const cases: readonly (readonly [string, DiagnosisCode, string, () => Promise<string>])[] = [
    [
      "a version 1 token",
      "P14",
      "set api.requestedAccessTokenVersion to 2 in the manifest of the product's app registration",
      async () => hintOf(await tokenFor("old"), "old", { tokenVersions: ["2.0"] }),
    ],
    [
      "a wrong audience",
      "P15",
      "write api://{application id} as the audience",
      async () => hintOf(await tokenFor("other"), "gold"),
    ],
    [
      "no assignment",
      "P32",
      "grant it: API permissions of the client's app registration, add the application permission, then grant admin consent; new tokens carry it",
      async () => hintOf(await tokenFor("gold"), "gold"),
    ],
    [
      "another tenant",
      "D22",
      "request tokens from the token endpoint of the tenant configured here",
      async () =>
        hintOf(await tokenFor("other"), "other", { tenantId: ["11112222-3333-4444-5555-666677778888"] }),
    ],
    [
      "an unknown kind of caller",
      "P23",
      "add the optional claim idtyp (with include_user_token) to the product's app registration",
      async () => {
        const [, payload = ""] = (await tokenFor("other")).split(".");
        const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
        return hintOf(await entra.sign({ ...claims, sub: "not-oid" }), "other");
      },
    ],
  ];
  for (const [title, code, cure, hint] of cases)
    it(`about ${title}: ${code}`, async () => {
      expect((await hint()).toLowerCase()).to.contain(cure.toLowerCase());
      expect(FINDING_KINDS[code].fix).to.contain(cure);
    });
});
