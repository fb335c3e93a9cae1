import { expect } from "chai";
import type { Suite } from "../../suite.js";

/** An application's token that says nothing of its kind but what a case adds. */
const SUBJECT = "77778888-eeee-4999-8fff-0000aaaa1111";
const OTHER = "5d2ff6d1-2d0b-4f0e-9d3e-2f6d7c1b8a90";
const APP = { oid: SUBJECT, sub: SUBJECT, idtyp: undefined, scp: undefined };

export function tokenKind({ describe, it, attacked }: Suite): void {
  describe("whose token it is (Entra, Access token claims reference)", () => {
    const target = attacked();
    const withClaims = (claims: Record<string, unknown>) => target.token({ claims: { ...APP, ...claims } });

    describe("on a product's route, which is for applications", () => {
      for (const [name, claims, code] of [
        ["a user's, with the product's role", { scp: "Orders.Read", sub: "pairwise" }, "token_kind"],
        ["a user's, whose oid and sub look like an application's", { scp: "Orders.Read" }, "token_kind"],
        ["with an empty scp", { scp: "" }, "token_kind"],
        ["with a scp of spaces", { scp: "  " }, "token_kind"],
        ["idtyp user, and nothing else of a user", { idtyp: "user" }, "token_kind"],
        ["idtyp app and scp", { idtyp: "app", scp: "Orders.Read" }, "token_claims"],
        ["idtyp device", { idtyp: "device" }, "token_claims"],
        ["idtyp in another case", { idtyp: "App" }, "token_claims"],
        ["idtyp empty", { idtyp: "" }, "token_claims"],
        ["idtyp null", { idtyp: null }, "token_claims"],
        ["idtyp in a list", { idtyp: ["app"] }, "token_claims"],
        ["idtyp true", { idtyp: true }, "token_claims"],
        ["scp in a list", { scp: ["Orders.Read"] }, "token_claims"],
        ["scp null", { scp: null }, "token_claims"],
        ["scp an object", { scp: {} }, "token_claims"],
        ["no scp, no idtyp, oid and sub differ", { oid: OTHER }, "token_kind"],
        ["no oid", { oid: undefined }, "token_kind"],
        ["no sub", { sub: undefined }, "token_kind"],
        ["neither oid nor sub", { oid: undefined, sub: undefined }, "token_kind"],
        ["oid and sub null", { oid: null, sub: null }, "token_kind"],
        ["oid and sub empty", { oid: "", sub: "" }, "token_kind"],
        ["oid and sub the same, but no GUIDs", { oid: "me", sub: "me" }, "token_kind"],
        ["oid and sub the same list", { oid: [SUBJECT], sub: [SUBJECT] }, "token_kind"],
        ["oid in capitals", { oid: SUBJECT.toUpperCase() }, "token_kind"],
      ] as const)
        it(`401 ${code}: ${name}`, async () => target.refuses(await withClaims(claims), code));
      for (const [name, claims] of [
        ["oid and sub the same GUID", {}],
        ["idtyp app", { idtyp: "app", oid: OTHER }],
        ["idtyp app and an empty scp", { idtyp: "app", scp: "" }],
      ] as const)
        it(`200 an application's: ${name}`, async () => target.admits(await withClaims(claims)));
    });

    describe("on a route for users", () => {
      const user = (claims: Record<string, unknown>) =>
        withClaims({ scp: "Orders.Read", sub: "pairwise", roles: undefined, ...claims });
      it("401 an application's, with every role", async () =>
        target.refuses(
          await withClaims({ roles: ["Product.Starter.All", "Orders.Read"] }),
          "token_kind",
          "/users",
        ));
      it("401 an application's, with the scope as its role and its name", async () =>
        target.refuses(await withClaims({ idtyp: "app", roles: ["Orders.Read"] }), "token_kind", "/users"));
      it("401 idtyp app beside the scope", async () =>
        target.refuses(await user({ idtyp: "app" }), "token_claims", "/users"));
      it("200 a user's", async () => target.admits(await user({}), "/users"));
      it("200 a user's, with idtyp", async () => target.admits(await user({ idtyp: "user" }), "/users"));
    });
  });

  describe("which client it names", () => {
    const target = attacked();
    const client = () => target.entra.clients["contoso"]!.appId;
    const stranger = () => target.entra.clients["stranger"]!.appId;

    const cases: readonly (readonly [
      name: string,
      claims: () => Record<string, unknown>,
      code: "token_claims" | "token_client",
    ])[] = [
      ["none at all, as in an id_token", () => ({ azp: undefined, appid: undefined }), "token_client"],
      ["appid alone, as in version 1", () => ({ azp: undefined, appid: client() }), "token_claims"],
      ["azp and another appid", () => ({ appid: stranger() }), "token_claims"],
      ["azp and an appid in a list", () => ({ appid: [client()] }), "token_claims"],
      ["azp null", () => ({ azp: null }), "token_claims"],
      ["azp empty", () => ({ azp: "" }), "token_claims"],
      ["azp in a list", () => ({ azp: [client()] }), "token_claims"],
      ["azp an address", () => ({ azp: "https://client.example" }), "token_claims"],
      ["azp with a space behind", () => ({ azp: `${client()} ` }), "token_claims"],
    ];
    for (const [name, claims, code] of cases)
      it(`401 ${code}: ${name}`, async () => target.refuses(await target.token({ claims: claims() }), code));
    it("200 azp and the same appid", async () =>
      target.admits(await target.token({ claims: { appid: client() } })));

    it("401 token_claims: version 1 with azp in place of appid, and with both that differ", async () => {
      const v1 = (claims: Record<string, unknown>) => target.token({ product: "classic", claims });
      await target.refuses(await v1({ appid: undefined, azp: client() }), "token_claims", "/classic");
      await target.refuses(await v1({ azp: stranger() }), "token_claims", "/classic");
      await target.admits(await v1({}), "/classic");
    });

    it("401 token_audience: an id_token, whose audience is the client", async () => {
      const { hint } = await target.refuses(await target.entra.flawed.idToken(), "token_audience");
      expect(hint).to.contain("id_token");
    });
    it("401 token_client: an id_token of a client that is a product itself", async () => {
      const { hint } = await target.refuses(await target.entra.flawed.noClient(), "token_client");
      expect(hint).to.contain("id_token");
    });
    it("401 token_claims: a token bound to a key of its sender (RFC 7800): here it would be a stolen one", async () =>
      target.refuses(await target.token({ claims: { cnf: { jkt: "AAAA" } } }), "token_claims"));
  });

  describe("where idtyp is demanded", () => {
    const target = attacked({ requireIdtyp: true });
    it("401 without it, whatever oid and sub say", async () =>
      target.refuses(await target.token({ claims: APP }), "token_kind"));
    it("401 a user's without it on a route for users", async () =>
      target.refuses(await target.token({ claims: { ...APP, scp: "Orders.Read" } }), "token_kind", "/users"));
    it("200 with it", async () => target.admits(await target.token({ claims: { ...APP, idtyp: "app" } })));
  });
}
