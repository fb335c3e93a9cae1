import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { AnyOptions } from "../../adapter/adapter-harness.js";
import type { FullTestRunner } from "../../test-runner.js";
import { issuerEntry, makeToken } from "../../vectors/vector-issuers.js";
import type { WebSocketHarness } from "../upgrade-harness.js";
import type { OpenWebSocket, RefusedUpgrade } from "../web-socket-client.js";
import { until, webSocketApis, type WebSocketApi } from "../web-sockets.js";

const KEY = { "ocp-apim-subscription-key": "pro-key" };
const AUDIENCE = "https://api.contoso.example";
const POLICY = { audiences: [AUDIENCE], clockTolerance: 5 };
const PRODUCTS = { pro: { accepts: ["key"] }, batch: { accepts: ["key"] } } as const;
/** Milliseconds until a connection is ended, from the moment at which a clock says so. */
const SEEN_WITHIN = 2_500;

/** What policies require of upgrades besides the credential. */
export function policies(runner: FullTestRunner, harness: WebSocketHarness): void {
  const { describe, it } = runner;

  describe("policies", () => {
    const start = webSocketApis(runner, harness);
    const guarded = (more: object = {}) =>
      start({
        issuers: [{ name: "main", ...issuerEntry("main") }],
        products: PRODUCTS,
        policies: { validateJwt: POLICY },
        ...more,
      } as Partial<AnyOptions>);
    const token = ({ clock }: WebSocketApi, expiresIn = 3_600) =>
      makeToken(
        { audience: AUDIENCE, client: "shop", expiresIn },
        { id: "", name: "", settings: {}, calls: [] },
        clock.now(),
      );
    const open = async (api: WebSocketApi, headers: Record<string, string>) => {
      const made = await api.connect({ ...KEY, ...headers });
      expect(made.status).to.equal(101);
      return made as OpenWebSocket;
    };
    const ended = async (made: OpenWebSocket) => {
      await until("the connection is ended", () => !made.isOpen(), SEEN_WITHIN);
      return (await made.closed).code;
    };

    it("401 with the key alone, 101 with key and token", async () => {
      const api = await guarded();
      const refused = (await api.connect(KEY)) as RefusedUpgrade;
      expect([refused.status, refused.challenges]).to.deep.equal([401, ["Bearer"]]);
      expect(api.events.at(-1)).to.deep.include({
        code: "token_missing",
        policy: { place: "global", index: 0 },
      });
      const made = await open(api, { authorization: `Bearer ${token(api)}` });
      expect(await made.ask("hello")).to.equal("pro: hello");
    });

    it("a connection is ended when the token of a policy expires, by the policy's own clock tolerance", async () => {
      const api = await guarded();
      const made = await open(api, { authorization: `Bearer ${token(api, 20)}` });
      api.clock.advance(21);
      await wait(1_100);
      expect(await made.ask("still there?")).to.equal("pro: still there?");
      api.clock.advance(4);
      expect(await ended(made)).to.equal(1008);
      expect(api.events.at(-1)).to.include({ outcome: "refuse", code: "token_expired", path: "/feed" });
    });

    it("429 on the socket after many bad tokens, and no open connection is ended by it", async () => {
      const api = await guarded({ badCredentials: { calls: 2, renewalPeriod: 60 } });
      const bearer = { authorization: `Bearer ${token(api)}` };
      const made = await open(api, bearer);
      const attempt = async () => {
        const { status, headers, challenges } = (await api.connect({
          ...KEY,
          authorization: "Bearer forged",
        })) as RefusedUpgrade;
        return [status, headers["retry-after"], challenges.length];
      };
      expect([await attempt(), await attempt(), await attempt()]).to.deep.equal([
        [401, undefined, 1],
        [401, undefined, 1],
        [429, "60", 0],
      ]);
      // The update empties the token cache, and the connection is decided again.
      api.served.auth.update({ products: PRODUCTS } as never);
      await wait(50);
      expect(await made.ask("still there?")).to.equal("pro: still there?");
      await open(api, bearer);
    });

    it("… also of the second of two tokens", async () => {
      const user = { ...POLICY, tokenSource: { header: "X-User-Token" } };
      const api = await guarded({ policies: { validateJwt: [POLICY, user] } });
      const made = await open(api, {
        authorization: `Bearer ${token(api)}`,
        "x-user-token": token(api, 10),
      });
      api.clock.advance(15);
      expect(await ended(made)).to.equal(1008);
    });

    it("an update that adds a policy ends the connections that do not meet it", async () => {
      const api = await guarded({ policies: {} });
      const [without, made] = [
        await open(api, {}),
        await open(api, { authorization: `Bearer ${token(api, 20)}` }),
      ];
      api.served.auth.update({ products: PRODUCTS, policies: { validateJwt: POLICY } } as never);
      expect(await ended(without)).to.equal(1008);
      expect(await made.ask("still there?")).to.equal("pro: still there?");
      // The token was not looked at before; now its end counts.
      api.clock.advance(25);
      expect(await ended(made)).to.equal(1008);
    });

    it("403 for an address that may not call; an update ends the connections from there", async () => {
      const ipFilter = { action: "allow", addresses: ["127.0.0.0/8", "::1"] } as const;
      const api = await guarded({ policies: { ipFilter } });
      const made = await open(api, {});
      api.served.auth.update({ products: PRODUCTS, policies: { ipFilter } } as never);
      expect(await made.ask("still there?")).to.equal("pro: still there?");
      const forbid = { ...ipFilter, action: "forbid" } as const;
      api.served.auth.update({ products: PRODUCTS, policies: { ipFilter: forbid } } as never);
      expect(await ended(made)).to.equal(1008);
      const refused = (await api.connect(KEY)) as RefusedUpgrade;
      expect([refused.status, refused.challenges]).to.deep.equal([403, []]);
    });
  });
}
