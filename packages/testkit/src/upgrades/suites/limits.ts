import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { AnyOptions } from "../../adapter/adapter-harness.js";
import type { FullTestRunner } from "../../test-runner.js";
import type { WebSocketHarness } from "../upgrade-harness.js";
import type { OpenWebSocket, RefusedUpgrade } from "../web-socket-client.js";
import { webSocketApis } from "../web-sockets.js";

const KEY = { "ocp-apim-subscription-key": "pro-key" };
const limited = (calls: number) => ({
  pro: { accepts: ["key"], rateLimit: { calls, renewalPeriod: 60, totalCallsHeaderName: "X-All" } },
  batch: { accepts: ["key"] },
});

/** Rate limits of upgrades. */
export function limits(runner: FullTestRunner, harness: WebSocketHarness): void {
  const { describe, it } = runner;

  describe("rate limits", () => {
    const start = webSocketApis(runner, harness);
    const guarded = (calls: number, more: object = {}) =>
      start({ products: limited(calls), ...more } as unknown as Partial<AnyOptions>);

    it("an upgrade takes one call, and is refused on its socket with the time to wait", async () => {
      const api = await guarded(1);
      const made = await api.open("pro-key");
      expect(await made.ask("one")).to.equal("pro: one");
      expect(await made.ask("two")).to.equal("pro: two");
      const refused = (await api.connect(KEY)) as RefusedUpgrade;
      expect([refused.status, refused.challenges]).to.deep.equal([429, []]);
      expect([refused.headers["retry-after"], refused.headers["x-all"]]).to.deep.equal(["60", "1"]);
      expect(refused.body).to.equal(
        '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 60 seconds." }',
      );
      expect(api.events.at(-1)).to.include({ outcome: "refuse", code: "rate_exceeded" });
      expect((await api.open("batch-key")).status).to.equal(101);
      api.clock.advance(60);
      expect((await api.connect(KEY)).status).to.equal(101);
    });

    it("decided again, a connection takes nothing, and no limit ends it", async () => {
      const api = await guarded(3);
      const opened: OpenWebSocket[] = [await api.open("pro-key")];
      const update = (calls: number) => api.served.auth.update({ products: limited(calls) } as never);
      for (let i = 0; i < 5; i++) {
        update(3);
        await wait(10);
      }
      opened.push(await api.open("pro-key"), await api.open("pro-key"));
      expect((await api.connect(KEY)).status).to.equal(429);
      update(1);
      await wait(50);
      for (const one of opened) expect(await one.ask("still there?")).to.equal("pro: still there?");
    });

    it("a store that cannot be asked: 503 on the socket", async () => {
      const fail = () => Promise.reject(new Error("gone"));
      const store = { take: fail, add: fail, read: fail, reset: fail };
      const counters = { store, onStoreFailure: "refuse", onChange: () => undefined };
      const refused = (await (await guarded(1, { counters })).connect(KEY)) as RefusedUpgrade;
      expect([refused.status, refused.headers["retry-after"], refused.challenges]).to.deep.equal([
        503,
        "5",
        [],
      ]);
    });
  });
}
