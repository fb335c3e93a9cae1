import { expect } from "chai";
import type { IssuerApi } from "../../support/issuer-api.js";
import { openIdClaims } from "../../support/issuer-claims.js";
import { rawSigner } from "../../support/raw-signer.js";
import { badToken } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

export function audience({ describe, it, before, attacked, issuerApis }: Suite): void {
  describe("aud (RFC 7519 §4.1.3; Entra, Access token claims reference)", () => {
    const target = attacked();
    const id = (product: string) => target.entra.products[product]!.appId;
    const withAudience = (aud: unknown, product = "starter") => target.token({ product, claims: { aud } });
    const GRAPH = "00000003-0000-0000-c000-000000000000";

    const wrong: Record<string, (id: string) => unknown> = {
      missing: () => undefined,
      empty: () => "",
      null: () => null,
      "a number": () => 7,
      true: () => true,
      "an empty list": () => [],
      "a list of the right one": (own) => [own],
      "the right one and another in a list": (own) => ["other", own],
      "a list with a number": (own) => [own, 7],
      "a list in a list": (own) => [[own]],
      "an object": (own) => ({ 0: own, length: 1 }),
      "in capitals": (own) => own.toUpperCase(),
      "with its first letter in capitals": (own) => own.replace(/[a-f]/, (letter) => letter.toUpperCase()),
      "with a space in front": (own) => ` ${own}`,
      "with a space behind": (own) => `${own} `,
      "with a newline behind": (own) => `${own}\n`,
      "with a NUL behind": (own) => `${own}\0`,
      "with a zero-width space": (own) => `${own}\u200b`,
      "with a slash behind": (own) => `${own}/`,
      "with a path behind": (own) => `${own}/.default`,
      "without its last character": (own) => own.slice(0, -1),
      "with one character more": (own) => `${own}0`,
      "two, separated by a comma": (own) => `${own},other`,
      "two, separated by a space": (own) => `${own} other`,
      "in braces": (own) => `{${own}}`,
      "as spn:": (own) => `spn:${own}`,
      "as https://": (own) => `https://${own}`,
      "as API://": (own) => `API://${own}`,
      "as a pattern": () => ".*",
      "a star": () => "*",
      "Microsoft Graph's id": () => GRAPH,
      "Microsoft Graph's address": () => "https://graph.microsoft.com",
      "Azure's management address": () => "https://management.azure.com/",
      "the client's own id": () => target.entra.clients["contoso"]!.appId,
      __proto__: () => "__proto__",
      constructor: () => "constructor",
    };
    for (const [name, make] of Object.entries(wrong)) {
      it(`401 version 2: ${name}`, async () =>
        target.refuses(await withAudience(make(id("starter"))), "token_audience"));
      it(`401 version 1: ${name}`, async () => {
        const aud = make(id("classic"));
        await target.refuses(await withAudience(aud, "classic"), "token_audience", "/classic");
        // With api:// in front as well, but for the one slash that Entra may write behind it.
        if (typeof aud === "string" && aud !== `${id("classic")}/`)
          await target.refuses(await withAudience(`api://${aud}`, "classic"), "token_audience", "/classic");
      });
    }

    it("401 version 2: api:// spellings, which Entra writes into version 1 tokens only", async () => {
      await target.refuses(await withAudience(`api://${id("starter")}`), "token_audience");
      await target.refuses(await withAudience(`api://${id("starter")}/`), "token_audience");
    });
    it("401 version 1: two slashes behind", async () =>
      target.refuses(
        await withAudience(`api://${id("classic")}//`, "classic"),
        "token_audience",
        "/classic",
      ));

    it("401 another product's audience, for each product at each other's route", async () => {
      for (const product of ["starter", "pro", "classic"])
        for (const route of ["starter", "pro", "classic"]) {
          const token = await target.token({ product });
          if (product === route) await target.admits(token, `/${route}`);
          else await target.refuses(token, "token_other_product", `/${route}`);
        }
    });
    it("401 another product's audience with our role in it", async () => {
      const token = await target.token({ product: "pro", roles: ["Product.Starter.All", "Product.Pro.All"] });
      await target.refuses(token, "token_other_product");
    });
    it("401 operators are told when it is Microsoft Graph's", async () => {
      const { hint } = await target.refuses(await withAudience(GRAPH), "token_audience");
      expect(hint).to.contain("Microsoft Graph");
    });

    it("200 version 2: the application id", async () => target.admits(await withAudience(id("starter"))));
    for (const [name, aud] of [
      ["the application id", (own: string) => own],
      ["api:// and the application id", (own: string) => `api://${own}`],
      ["the same with a slash behind", (own: string) => `api://${own}/`],
    ] as const)
      it(`200 version 1: ${name}`, async () =>
        target.admits(await withAudience(aud(id("classic")), "classic"), "/classic"));
  });

  describe("aud of other issuers: exactly as configured, one or several (RFC 7519 §4.1.3)", () => {
    const start = issuerApis();
    let api: IssuerApi;
    let sign: (aud: unknown) => string;
    const AUD = "https://api.example/orders";

    before(async () => {
      const key = await rawSigner("good");
      sign = (aud) => key.sign(openIdClaims("https://issuer.example", { aud }));
      const publicKey = String(key.publicKey.export({ type: "spki", format: "pem" }));
      api = await start({
        issuers: [{ issuer: "https://issuer.example", signingKeys: [{ publicKey }] }],
        products: { starter: { displayName: "Starter", audience: AUD } },
      });
    });

    for (const aud of [
      ...[undefined, null, "", [], [""], [7], [AUD, 7], [[AUD]], { 0: AUD }, true, "other", ["other"]],
      ...[
        `${AUD}/`,
        AUD.slice(0, -1),
        AUD.toUpperCase(),
        `${AUD} other`,
        "https://api.example/orders?x",
        "*",
      ],
      ...["HTTPS://api.example/orders", "https://api.example:443/orders", "https://api.example/./orders"],
    ])
      it(`401 ${JSON.stringify(aud) ?? "missing"}`, () => api.refuses(sign(aud), badToken, "token_audience"));
    for (const aud of [AUD, [AUD], ["other", AUD]])
      it(`200 ${JSON.stringify(aud)}`, () => api.admits(sign(aud)));
  });
}
