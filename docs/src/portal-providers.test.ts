import { readFileSync } from "node:fs";
import { ConfigurationError } from "@product-auth/core";
import { entraExternalId, oidc } from "@product-auth/portal";
import { expect } from "chai";
import { externalTenant, google, keycloak, okta, severalTenants } from "./portal-providers.js";

const page = readFileSync(new URL("../portal-options.md", import.meta.url), "utf8");

describe("the providers of the page on sign-in", () => {
  it("are accepted as written", () => {
    const registered = {
      contoso: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
      fabrikam: "bbbbcccc-1111-dddd-2222-eeee3333ffff",
      external: "ccccdddd-2222-eeee-3333-ffff4444aaaa",
      clientId: "00001111-aaaa-2222-bbbb-3333cccc4444",
      clientSecret: "secret",
    };
    const ids = [severalTenants, externalTenant, google, okta, keycloak]
      .flatMap((make) => make(registered))
      .map(({ id }) => id);
    expect(ids).to.deep.equal(["entra", "external-id", "google", "okta", "keycloak"]);
  });

  for (const [name, make] of Object.entries({ entraExternalId, oidc }))
    it(`the page of options has a row for each option of ${name}, and no other`, () => {
      let fix = "";
      try {
        make({ zzzzzzzzzzzz: 1 } as never);
      } catch (error) {
        fix = (error as ConfigurationError).problems.find(({ path }) => path.includes("zzz"))?.fix ?? "";
      }
      const known = fix.replace(/^.*(?:known names are|write one of) /, "").split(", ");
      const section = page.split("\n## ").find((part) => part.startsWith(`\`${name}\``)) ?? "";
      const rows = [...section.matchAll(/^\| `([A-Za-z]+)`/gm)].map(([, option]) => option);
      expect(rows).to.have.members(known);
    });
});
