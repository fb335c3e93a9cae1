import { expect } from "chai";
import type { TokenWish } from "@product-auth/emulator";
import { ConfigurationError } from "@product-auth/core";
import { tell, type Api } from "../../support/api.js";
import { expectRefused, lacks } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

/** Texts that look like `right`, or contain it, and are another one. */
const lookalikes = (right: string): Record<string, string> => ({
  "the first letters of it": right.slice(0, -1),
  "it with letters behind": `${right}Write`,
  "it with letters in front": `My${right}`,
  "it in lower case": right.toLowerCase(),
  "it in upper case": right.toUpperCase(),
  "it with a no-break space behind": `${right}\u00a0`,
  "it with a tab behind": `${right}\t`,
  "it with a newline behind": `${right}\n`,
  "it with a zero-width space inside": right.replace(".", ".\u200b"),
  "it with a byte order mark": `\ufeff${right}`,
  "it with a NUL behind": `${right}\0`,
  "it with a letter of another script": right.replace(
    /[aeo]/,
    (letter) => ({ a: "а", e: "е", o: "о" })[letter]!,
  ),
  "it in full-width letters": right.replace("A", "\uff21").replace("O", "\uff2f"),
  "it with a combining accent": `${right}\u0301`,
  "it with a soft hyphen": right.replace(".", ".\u00ad"),
  "it percent-encoded": right.replaceAll(".", "%2E"),
  "it in quotes": `"${right}"`,
  "it behind a colon": `api:${right}`,
  "a pattern for it": right.replaceAll(".", "\\."),
  "a star": "*",
  "its last part": right.slice(right.lastIndexOf(".") + 1),
  "Product.*.All": "Product.*.All",
  __proto__: "__proto__",
  constructor: "constructor",
});

export function scopesAndRoles({ describe, it, before, apiStarter, attacked }: Suite): void {
  describe("roles that are not the product's role", () => {
    const target = attacked();
    const ROLE = "Product.Starter.All";
    const withRoles = (roles: unknown) => target.token({ claims: { roles } });

    for (const [name, role] of Object.entries(lookalikes(ROLE)))
      it(`403 ${name}`, async () => target.refuses(await withRoles([role]), "role_missing"));
    for (const [name, roles] of [
      ["missing", undefined],
      ["an empty list", []],
      ["null", null],
      ["one text", ROLE],
      ["one text with spaces around it", ` ${ROLE} `],
      ["a list in a list", [[ROLE]]],
      ["a number beside it", [ROLE, 7]],
      ["null beside it", [null, ROLE]],
      ["an object", { 0: ROLE, length: 1 }],
      ["an object by its name", { [ROLE]: true }],
      ["an object in the list", [{ value: ROLE }]],
      ["true", true],
      ["two in one text", [`${ROLE} Other`]],
      ["two in one text, by a comma", [`${ROLE},Other`]],
      ["the role of another product", ["Product.Pro.All"]],
    ] as const)
      it(`403 roles: ${name}`, async () => target.refuses(await withRoles(roles), "role_missing"));
    it("403 a client of the same tenant that was given no role", async () =>
      target.refuses(await target.token({ client: "stranger" }), "role_missing"));
    it("403 the role in another claim", async () => {
      for (const claim of ["role", "Roles", "groups", "wids", "app_roles", "permissions", "_claim_names"])
        await target.refuses(
          await target.token({ claims: { roles: undefined, [claim]: [ROLE] } }),
          "role_missing",
        );
    });
    it("200 it among others, and twice", async () => {
      await target.admits(await withRoles(["Other", ROLE, "__proto__"]));
      await target.admits(await withRoles([ROLE, ROLE]));
    });
  });

  describe("scopes that are not the route's scope", () => {
    const target = attacked();
    const SCOPE = "Orders.Read";
    const withScopes = (scp: unknown) =>
      target.token({ delegated: { scopes: [] }, claims: { scp, roles: undefined } });

    for (const [name, scope] of Object.entries(lookalikes(SCOPE)))
      it(`403 ${name}`, async () => target.refuses(await withScopes(scope), "scope_missing", "/users"));
    for (const [name, scp] of [
      ["empty", ""],
      ["spaces", "   "],
      ["a tab between two", `Other\t${SCOPE}`],
      ["a newline between two", `Other\n${SCOPE}`],
      ["a no-break space between two", `Other\u00a0${SCOPE}`],
      ["an ideographic space between two", `Other\u3000${SCOPE}`],
      ["a comma between two", `Other,${SCOPE}`],
      ["a plus between two", `Other+${SCOPE}`],
      ["readwrite.everything for read", "Orders.ReadWrite.Everything"],
    ] as const)
      it(`403 scp: ${name}`, async () => target.refuses(await withScopes(scp), "scope_missing", "/users"));
    it("403 the scope in another claim", async () => {
      for (const claim of ["scope", "scopes", "Scp", "roles"])
        await target.refuses(
          await target.token({
            delegated: { scopes: [] },
            claims: { scp: "", roles: undefined, [claim]: [SCOPE] },
          }),
          "scope_missing",
          "/users",
        );
    });
    for (const scp of [SCOPE, `Other ${SCOPE}`, `Other  ${SCOPE}`, ` ${SCOPE} `, `${SCOPE} ${SCOPE}`])
      it(`200 scp ${JSON.stringify(scp)}`, async () => target.admits(await withScopes(scp), "/users"));
  });

  describe("names that mean something to JavaScript", () => {
    const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
    const start = apiStarter();
    let api: Api;
    before(async () => {
      api = await start((app, auth) => {
        for (const name of NAMES) {
          app.get(`/roles/${name}`, auth.require({ product: "starter", roles: [name] }), tell);
          app.get(`/scopes/${name}`, auth.require({ product: "starter", scopes: [name] }), tell);
        }
      });
    });
    const get = async (path: string, wish: Partial<TokenWish>) => {
      const token = await api.entra.tokenFor({ client: "contoso", product: "starter", ...wish });
      return api.get(path).auth(token, { type: "bearer" });
    };

    for (const name of NAMES) {
      it(`no product is called ${name}`, () => {
        const loose = api.auth as unknown as { requireProduct: (name: string) => unknown };
        expect(() => loose.requireProduct(name)).to.throw(ConfigurationError);
      });
      it(`the role ${name} is held by who holds it, and by nobody else`, async () => {
        const role = "Product.Starter.All";
        expectRefused(await get(`/roles/${name}`, { roles: [role] }), lacks(role, name));
        expect((await get(`/roles/${name}`, { roles: [role, name] })).status).to.equal(200);
      });
      it(`the scope ${name} is held by who holds it, and by nobody else`, async () => {
        expectRefused(await get(`/scopes/${name}`, { delegated: { scopes: ["Orders.Read"] } }), lacks(name));
        expect((await get(`/scopes/${name}`, { delegated: { scopes: [name] } })).status).to.equal(200);
      });
    }
  });
}
