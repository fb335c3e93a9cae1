import { readFileSync } from "node:fs";
import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { Express } from "express";
import request from "supertest";
import { standIn } from "./stand-in.js";
import { createApp, entraOptions, options } from "./validate-jwt.js";

const page = readFileSync(new URL("../validate-jwt.md", import.meta.url), "utf8");
const ISSUER = "https://login.contoso.example/";

/** Attributes and elements of the two policies, as their reference pages of API Management list them. */
const VALIDATE_JWT = [
  ...["header-name", "query-parameter-name", "token-value", "require-scheme"],
  ...["failed-validation-httpcode", "failed-validation-error-message", "output-token-variable-name"],
  ...["require-expiration-time", "require-signed-tokens", "clock-skew", "id"],
  ...["openid-config", "validate-connectivity", "issuer-signing-keys", "decryption-keys"],
  ...["audiences", "issuers", "required-claims"],
  ...["key", "key id", "certificate-id", "n", "e", "name", "match", "separator", "value"],
];
const VALIDATE_AZURE_AD_TOKEN = [
  ...["tenant-id", "header-name", "query-parameter-name", "token-value"],
  ...["failed-validation-httpcode", "failed-validation-error-message", "output-token-variable-name"],
  ...["authentication-endpoint", "backend-application-ids", "client-application-ids"],
  ...["audiences", "required-claims", "decryption-keys"],
];

/** The names in the first cells of the tables below a heading. */
function rowsBelow(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const cells = [...section.matchAll(/^\| (`[^|]+`) +\|/gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

/** Everything that a policy on the page says in quotes or between tags. */
function saidBy(policy: string): string[] {
  const xml = new RegExp(`\`\`\`xml\n(<${policy} [^\`]+)\`\`\``).exec(page)?.[1] ?? "";
  return [...xml.matchAll(/"([^"]+)"|>([^<>\s][^<>]*)</g)].map(([, quoted, text]) => quoted ?? text ?? "");
}

describe("the page of validate-jwt", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      products: {
        orders: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999", roles: ["Orders.Read"] },
      },
      clients: {
        contoso: { appId: "11112222-bbbb-3333-cccc-4444dddd5555", products: ["orders"] },
        fabrikam: { products: ["orders"] },
      },
    });
  });
  after(() => entra.close());

  it("has a row for each attribute and element, and no other", () => {
    expect(rowsBelow("`validate-jwt`")).to.have.members(VALIDATE_JWT);
    expect(rowsBelow("`validate-azure-ad-token`")).to.have.members(VALIDATE_AZURE_AD_TOKEN);
  });

  // What the options say by a default or by their own names.
  const silent = ["Authorization", "Bearer", "all", "token", "roles"];
  for (const [policy, given] of [
    ["validate-jwt", options] as const,
    ["validate-azure-ad-token", entraOptions] as const,
  ]) {
    it(`the options say all that the example of ${policy} says`, () => {
      const said = saidBy(policy).filter((text) => !silent.includes(text));
      expect(said).to.have.length.above(3);
      const written = JSON.stringify(given);
      for (const text of said) expect(written).to.contain(text);
    });
  }

  const answer = async (app: Express, token?: string) => {
    const test = request(app).get("/orders");
    const { status, text } = await (token === undefined ? test : test.auth(token, { type: "bearer" }));
    return { status, ...(JSON.parse(text) as object) };
  };

  it("validate-jwt: 200 with any of the roles and the plan, else 401 and the message", async () => {
    const origin = ISSUER.slice(0, -1);
    const renamed = [[entra.origin, origin]] as const;
    const at = `${ISSUER}.well-known/openid-configuration`;
    const places = [
      { at, local: entra.discoveryUrl, renamed },
      { at: origin, local: entra.origin, renamed: [] },
    ];
    const app = createApp({ ...options, fetch: standIn(...places) });
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: ISSUER,
      aud: "https://orders.contoso.example",
      exp: now + 600,
      sub: "batch",
      client_id: "batch",
      roles: ["Orders.Admin", "x"],
      plan: "free,gold",
    };
    const sign = (changed: object) => entra.sign({ ...claims, ...changed });
    const rejected = { status: 401, statusCode: 401, message: "Token rejected." };

    expect(await answer(app, await sign({}))).to.deep.equal({ status: 200, for: "batch" });
    const old = { iss: "https://old-login.contoso.example/", exp: now - 30 };
    expect(await answer(app, await sign(old))).to.include({ status: 200 });
    for (const changed of [
      { roles: ["Orders.Write"] },
      { plan: "gold plus" },
      { aud: "https://other.example" },
      { iss: entra.issuer },
      { exp: now - 90 },
    ]) {
      expect(await answer(app, await sign(changed))).to.deep.equal(rejected);
    }
    expect(await answer(app)).to.deep.equal(rejected);
  });

  it("validate-azure-ad-token: the listed client with the role, in tokens of both versions", async () => {
    const app = createApp({ ...entraOptions, authorityHost: entra.origin });
    const token = (client: string, wish: object = {}) =>
      entra.tokenFor({ client, product: "orders", ...wish });
    for (const version of [1, 2]) {
      expect(await answer(app, await token("contoso", { version }))).to.include({ status: 200 });
      expect(await answer(app, await token("fabrikam", { version }))).to.include({ status: 403 });
    }
    expect(await answer(app, await token("contoso", { roles: [] }))).to.include({ status: 403 });
  });
});
