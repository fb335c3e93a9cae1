import { expect } from "chai";
import { fetchMetadata, tokenOf } from "../round-trip/world/issuers.js";
import { importedOf } from "../writing/configured.js";
import { SHOP } from "../writing/written.js";
import { started } from "./started.js";

const subscriptions = [{ id: "one", scope: "/products/gold", primaryKey: "k1" }] as const;

const discoveryOf = (host: string): string => `https://${host}/.well-known/openid-configuration`;
const validate = (variable: string, header: string, host: string): string =>
  `<validate-jwt header-name="${header}" output-token-variable-name="${variable}"><openid-config url="${discoveryOf(host)}" /><audiences><audience>shop</audience></audiences></validate-jwt>`;
const staff = validate("staff", "Authorization", "staff.example");
const user = validate("user", "x-user", "users.example");
const denied = (condition: string): string =>
  `<choose><when condition="@(${condition})"><return-response><set-status code="403" /></return-response></when></choose>`;
const lacks = (variable: string): string =>
  denied(`!((Jwt)context.Variables["${variable}"]).Claims["roles"].Contains("admin")`);

const token = (host: string, roles: readonly string[]): string =>
  tokenOf({
    claims: { iss: `https://${host}`, aud: "shop", exp: 4_000_000_000, roles },
    by: { discovery: discoveryOf(host) },
  });

/** The status of a call with these roles in both tokens, and what is held. */
async function statusOf(
  policies: Readonly<Record<string, string>>,
  roles: { readonly staff?: readonly string[]; readonly user?: readonly string[] },
): Promise<number> {
  const { call } = await started(importedOf({ ...SHOP, policies }), { subscriptions, fetch: fetchMetadata });
  return call({
    path: "/orders",
    headers: {
      "ocp-apim-subscription-key": "k1",
      authorization: `Bearer ${token("staff.example", roles.staff ?? [])}`,
      "x-user": token("users.example", roles.user ?? []),
    },
  });
}

describe("a denial by claims", () => {
  describe("reads the token of its variable, not the one that was validated last", () => {
    const orders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      "on one line": { "api:orders": `<base />${staff}${user}${lacks("staff")}` },
      "on several lines": { "api:orders": `<base />\n${staff}\n${user}\n${lacks("staff")}` },
      "in several documents": {
        global: staff,
        "product:gold": `<base />${user}`,
        "api:orders": `<base />${lacks("staff")}`,
      },
      "of both tokens, on one line": {
        "api:orders": `${staff}${lacks("staff")}${user}${denied('!((Jwt)context.Variables["user"]).Claims.ContainsKey("roles")')}`,
      },
    };
    for (const [name, policies] of Object.entries(orders))
      it(name, async () => {
        expect(await statusOf(policies, { staff: ["admin"] })).to.equal(200);
        expect(await statusOf(policies, { user: ["admin"] })).to.equal(403);
      });
  });

  it("compares what GetValueOrDefault gives as one text, in which all values are joined", async () => {
    const policies = {
      "api:orders": `${staff}${denied('((Jwt)context.Variables["staff"]).Claims.GetValueOrDefault("roles", "") != "admin"')}`,
    };
    expect(await statusOf(policies, { staff: ["admin"] })).to.equal(200);
    expect(await statusOf(policies, { staff: ["admin", "guest"] })).to.equal(403);
    const joined = { "api:orders": policies["api:orders"].replace('"admin"', '"admin,guest"') };
    expect(await statusOf(joined, { staff: ["admin", "guest"] })).to.equal(200);
    expect(await statusOf(joined, { staff: ["admin"] })).to.equal(403);
  });

  for (const [name, element] of Object.entries({
    "set-variable":
      '<set-variable name="staff" value="@(context.Request.Headers.GetValueOrDefault("x").AsJwt())" />',
    "cache-lookup-value": '<cache-lookup-value key="k" variable-name="staff" />',
    "send-request":
      '<send-request mode="new" response-variable-name="staff"><set-url>https://a.example</set-url></send-request>',
  }))
    it(`is lost when ${name} writes to its variable`, () => {
      const { report } = importedOf({ ...SHOP, policies: { global: `${staff}${element}${lacks("staff")}` } });
      expect(report.held).to.deep.equal(["global"]);
    });
});
