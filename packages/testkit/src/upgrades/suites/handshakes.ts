import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { exchange } from "../../adapter/support/raw-request.js";
import { optionsFor } from "../../adapter/support/api.js";
import { requestToken, startTestEntra } from "../../adapter/support/test-entra.js";
import type { AnyOptions } from "../../adapter/adapter-harness.js";
import type { FullTestRunner } from "../../test-runner.js";
import { HeldStore } from "../held-store.js";
import type { WebSocketHarness } from "../upgrade-harness.js";
import type { RefusedUpgrade } from "../web-socket-client.js";
import { webSocketApis } from "../web-sockets.js";

const KEY = "ocp-apim-subscription-key";

/** Which upgrades are admitted, and the answers to all others. */
export function handshakes(runner: FullTestRunner, harness: WebSocketHarness): void {
  const { describe, it, before, after } = runner;

  describe("handshakes", () => {
    const start = webSocketApis(runner, harness);
    let entra: Entra;
    before(async () => void (entra = await startTestEntra()));
    after(() => entra.close());
    const withTokens = (more: object = {}) => optionsFor(entra, more as never) as AnyOptions;

    it("101 with a key of a product, and the access is there", async () => {
      const api = await start();
      const made = await api.open("pro-key");
      expect(await made.ask("hello")).to.equal("pro: hello");
    });

    it("101 with a token, as its rule demands", async () => {
      const api = await start(withTokens(), { rule: { product: "starter" } });
      const authorization = `Bearer ${await requestToken(entra, "contoso", "starter")}`;
      expect(await api.connect({ authorization })).to.include({ status: 101 });
      expect(api.events.map(({ outcome, product }) => ({ outcome, product }))).to.deep.equal([
        { outcome: "admit", product: "starter" },
      ]);
    });

    it("101 with a token in the query, where browsers can put one", async () => {
      const api = await start(withTokens({ tokenSource: { query: "access_token" } }));
      const token = await requestToken(entra, "contoso", "starter");
      expect(await api.connect({}, `/feed?access_token=${token}`)).to.include({ status: 101 });
      expect(api.events.map(({ path }) => path)).to.deep.equal(["/feed"]);
    });

    it("a token in a cookie: 101 for a page that is listed or of the API's own origin, 403 for all else", async () => {
      const token = await requestToken(entra, "contoso", "starter");
      const cookie = `token=${token}`;
      const listed = { tokenSource: { cookie: "token" }, origins: ["https://app.example"] };
      const api = await start(withTokens(listed));
      expect(await api.connect({ cookie, origin: "https://app.example" })).to.include({ status: 101 });
      expect(await api.connect({ cookie, "sec-fetch-site": "same-origin" })).to.include({ status: 101 });
      const pages: readonly Readonly<Record<string, string>>[] = [
        {},
        { origin: "https://evil.example" },
        { "sec-fetch-site": "same-site" },
      ];
      for (const fields of pages) {
        const answer = (await api.connect({ cookie, ...fields })) as RefusedUpgrade;
        expect([answer.status, answer.challenges]).to.deep.equal([403, []]);
        expect(api.events.at(-1)).to.include({ code: "origin_not_allowed" });
      }
      // Any page may connect, but not with what the browser attaches by itself.
      const any = await start(withTokens({ tokenSource: { cookie: "token" }, upgrades: { origins: "any" } }));
      expect(await any.connect({ cookie, origin: "https://evil.example" })).to.include({ status: 403 });
    });

    it("101 with a token in the query by the rule, where other routes read a header", async () => {
      const rule = { product: "starter", tokenSource: { query: "access_token" } };
      const api = await start(withTokens(), { rule });
      const token = await requestToken(entra, "contoso", "starter");
      expect(await api.connect({}, `/feed?access_token=${token}`)).to.include({ status: 101 });
      expect(await api.connect({ authorization: `Bearer ${token}` })).to.include({ status: 401 });
    });

    it("401 without a credential, with challenges, body, length and end", async () => {
      const api = await start(withTokens());
      const answer = (await api.connect({})) as RefusedUpgrade;
      expect(answer.status).to.equal(401);
      expect(answer.challenges).to.deep.equal([
        "Bearer",
        `AzureApiManagementKey realm="https://127.0.0.1:${api.served.port}/",name="Ocp-Apim-Subscription-Key",type="header"`,
      ]);
      expect(answer.headers).to.include({
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(answer.body)),
      });
      expect(JSON.parse(answer.body)).to.include({ statusCode: 401 });
      expect(api.events.map(({ code }) => code)).to.deep.equal(["credentials_missing"]);
    });

    it("401 with a key of another product, and with a wrong one", async () => {
      const api = await start({}, { rule: { product: "pro" } });
      for (const [key, code] of [
        ["batch-key", "key_other_product"],
        ["wrong", "key_unknown"],
      ] as const) {
        expect(await api.connect({ [KEY]: key })).to.include({ status: 401 });
        expect(api.events.at(-1)).to.include({ code });
      }
    });

    it("403 for a token without the right, with the right in the challenge", async () => {
      const api = await start(withTokens(), { rule: { product: "starter", roles: ["Feed.Read"] } });
      const authorization = `Bearer ${await requestToken(entra, "contoso", "starter")}`;
      const answer = (await api.connect({ authorization })) as RefusedUpgrade;
      expect(answer.status).to.equal(403);
      expect(answer.challenges).to.deep.equal([
        'Bearer error="insufficient_scope", scope="Product.Starter.All Feed.Read"',
      ]);
    });

    it("404 for a path of no API, and an API's own products at its path", async () => {
      const apis = { feed: { path: "feed", products: ["pro"] }, open: { path: "open", products: ["batch"] } };
      const api = await start({ apis });
      expect(await api.connect({ [KEY]: "pro-key" }, "/elsewhere")).to.include({ status: 404 });
      expect(await api.connect({ [KEY]: "batch-key" }, "/feed")).to.include({ status: 401 });
      expect(await api.connect({ [KEY]: "pro-key" }, "/feed/7?x=1")).to.include({ status: 101 });
    });

    it("503 when the store is down, with Retry-After", async () => {
      const store = new HeldStore({ push: true });
      store.failure = new Error("down");
      const api = await start({ subscriptions: store });
      const answer = (await api.connect({ [KEY]: "pro-key" })) as RefusedUpgrade;
      expect(answer.status).to.equal(503);
      expect(answer.headers).to.include({ "retry-after": "5" });
      expect(answer.challenges).to.deep.equal([]);
    });

    it("odd targets are no way round", async () => {
      const api = await start();
      for (const target of ["/feed#x", "//feed", "/feed/", "/%66eed", "/FEED", "http://h/feed"]) {
        const head = ["connection: upgrade", "upgrade: websocket", "sec-websocket-version: 13"];
        const key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
        const lines = [`GET ${target} HTTP/1.1`, "host: h", ...head, key].join("\r\n");
        expect(await exchange(api.served.port, `${lines}\r\n\r\n`), target).to.match(/^HTTP\/1.1 4\d\d /);
      }
    });
  });
}
