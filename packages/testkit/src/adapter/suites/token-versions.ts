import { expect } from "chai";
import type { TokenWish } from "@product-auth/emulator";
import { tell, type Api } from "../support/api.js";
import { badToken, expectRefused } from "../support/refused.js";
import { requestToken } from "../support/test-entra.js";
import type { Suite } from "../suite.js";

type Versions = readonly ("1.0" | "2.0")[];

export function tokenVersions({ describe, it, before, apiStarter }: Suite): void {
  describe("version 1 and version 2 tokens", () => {
    const start = apiStarter();
    let api: Api;
    let id: { classic: string; starter: string };

    before(async () => {
      api = await start((app, auth) => {
        app.get("/starter", auth.requireProduct("starter"), tell);
        app.get("/classic", auth.requireProduct("classic"), tell);
      });
      const { classic, starter } = api.entra.products;
      id = { classic: classic!.appId, starter: starter!.appId };
    });

    async function answerTo(product: "starter" | "classic", wish: Partial<TokenWish>) {
      const token = await api.entra.tokenFor({ client: "contoso", product, ...wish });
      return api.get(`/${product}`).auth(token, { type: "bearer" });
    }

    describe("200", () => {
      it("a version 1 token from the token endpoint, asked for by api:// URI", async () => {
        const token = await requestToken(api.entra, "contoso", "classic");
        const claims = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as object;
        expect(claims).to.include({ ver: "1.0", aud: `api://${id.classic}`, iss: api.entra.issuerV1 });
        const client = api.entra.clients["contoso"]!.appId;
        const answer = await api.get("/classic").auth(token, { type: "bearer" });
        expect(answer.body).to.deep.equal({ product: "classic", credential: "token", client });
      });

      it("a version 1 token for the application id", async () =>
        expect((await answerTo("classic", { claims: { aud: id.classic } })).status).to.equal(200));

      it("a version 1 token for the api:// URI with a slash behind", async () =>
        expect((await answerTo("classic", { claims: { aud: `api://${id.classic}/` } })).status).to.equal(
          200,
        ));

      it("a version 2 token for the application id", async () =>
        expect((await answerTo("starter", { claims: { aud: id.starter } })).status).to.equal(200));

      it("a version 1 token for a product whose other tokens are version 2", async () =>
        expect((await answerTo("starter", { version: 1 })).status).to.equal(200));
    });

    describe("401", () => {
      it("a version 2 token for the api:// URI: Entra never writes that", async () =>
        expectRefused(await answerTo("starter", { claims: { aud: `api://${id.starter}` } }), badToken));

      it("an audience in capitals: audiences are compared exactly", async () =>
        expectRefused(await answerTo("classic", { claims: { aud: id.classic.toUpperCase() } }), badToken));

      it("a version 1 token with azp beside another appid", async () => {
        const azp = api.entra.clients["stranger"]!.appId;
        expectRefused(await answerTo("classic", { claims: { azp } }), badToken);
      });

      it("a version 1 token where only version 2 is accepted", async () => {
        const strict = await start((app, auth) => app.get("/", auth.requireProduct("classic"), tell), {
          tokenVersions: ["2.0"],
        });
        const token = await strict.entra.tokenFor({ client: "contoso", product: "classic" });
        expectRefused(await strict.get("/").auth(token, { type: "bearer" }), badToken);
        expect(strict.events[0]).to.include({
          code: "token_version",
          expected: "ver 2.0",
          actual: "1.0",
        });
      });
    });

    describe("tokenVersions of one product", () => {
      let narrow: Api;
      const products = (starter: Versions, classic: Versions) => ({
        starter: {
          displayName: "Starter",
          audience: api.entra.products["starter"]!.audience,
          tokenVersions: starter,
        },
        pro: { accepts: ["key"] as const },
        classic: {
          displayName: "Classic",
          audience: api.entra.products["classic"]!.audience,
          tokenVersions: classic,
        },
        batch: { accepts: ["key"] as const },
      });
      before(async () => {
        narrow = await start((app, auth) => app.get("/", auth.requireProduct("starter", "classic"), tell), {
          products: products(["2.0"], ["1.0"]),
        });
      });
      const answer = async (wish: TokenWish) =>
        narrow.get("/").auth(await narrow.entra.tokenFor(wish), { type: "bearer" });

      it("200 for its versions", async () => {
        for (const [product, version] of [
          ["starter", 2],
          ["classic", 1],
        ] as const)
          expect((await answer({ client: "contoso", product, version })).body).to.include({ product });
      });
      for (const [product, version, expected] of [
        ["starter", 1, "2.0"],
        ["classic", 2, "1.0"],
      ] as const)
        it(`401 for a version ${version} token for ${product}, which accepts ${expected}`, async () => {
          expectRefused(await answer({ client: "contoso", product, version }), badToken);
          expect(narrow.events.at(-1)).to.include({
            code: "token_version",
            expected: `ver ${expected} for this product`,
            actual: `${version}.0`,
          });
        });
      it("an update changes them, also for tokens that were seen before", async () => {
        const changed = await start((app, auth) => app.get("/", auth.requireProduct("starter"), tell));
        const token = await api.entra.tokenFor({ client: "contoso", product: "starter", version: 1 });
        const ask = () => changed.get("/").auth(token, { type: "bearer" });
        expect((await ask()).status).to.equal(200);
        changed.auth.update({ products: products(["2.0"], ["1.0"]) });
        expect((await ask()).status).to.equal(401);
        expect(changed.events.at(-1)).to.include({ code: "token_version" });
        changed.auth.update({ products: products(["1.0"], ["1.0"]) });
        expect((await ask()).status).to.equal(200);
      });
    });
  });
}
