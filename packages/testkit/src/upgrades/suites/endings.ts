import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { ClientRegistry } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { optionsFor } from "../../adapter/support/api.js";
import { requestToken, startTestEntra } from "../../adapter/support/test-entra.js";
import type { AnyOptions } from "../../adapter/adapter-harness.js";
import type { FullTestRunner } from "../../test-runner.js";
import { HeldStore } from "../held-store.js";
import type { WebSocketHarness } from "../upgrade-harness.js";
import type { OpenWebSocket } from "../web-socket-client.js";
import { until, webSocketApis } from "../web-sockets.js";

/** Milliseconds until a connection is ended, when a store pushes its changes. */
const PUSHED_WITHIN = 1_000;
/** The same from the moment at which a clock says so. */
const SEEN_WITHIN = 2_500;

/** When a connection is ended: as soon as its request would not be admitted any more. */
export function endings(runner: FullTestRunner, harness: WebSocketHarness): void {
  const { describe, it, before, after } = runner;

  describe("the end of a connection", () => {
    const start = webSocketApis(runner, harness);
    let entra: Entra;
    before(async () => void (entra = await startTestEntra()));
    after(() => entra.close());
    const expectEnd = async (made: OpenWebSocket, code: number, within: number) => {
      await until("the connection is ended", () => !made.isOpen(), within);
      expect((await made.closed).code).to.equal(code);
    };
    const expectAlive = async (made: OpenWebSocket) =>
      expect(await made.ask("still there?")).to.equal("pro: still there?");

    it("comes when the token expires, by its exp and the clock tolerance", async () => {
      const api = await start(optionsFor(entra, { clockTolerance: 10 }) as AnyOptions);
      const authorization = `Bearer ${await requestToken(entra, "contoso", "pro")}`;
      // The API's clock is the contract's own: `start` gives it one, and `optionsFor` none.
      const made = (await api.connect({ authorization })) as OpenWebSocket;
      const { expires } = lifetime(authorization);
      api.clock.advance(expires - api.clock.now() / 1000);
      await wait(1_100);
      await expectAlive(made);
      api.clock.advance(10);
      await expectEnd(made, 1008, SEEN_WITHIN);
      expect(api.events.at(-1)).to.include({ outcome: "refuse", code: "token_expired", path: "/feed" });
    });

    it("comes within 1 s when a store tells of a suspension, and leaves the others alone", async () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      store.set("other-key");
      const api = await start({ subscriptions: store, subscriptionCache: { ttl: 3_600 } });
      const [made, other] = [await api.open("pro-key"), await api.open("other-key")];
      const asked = store.asked;
      store.set("pro-key", { state: "suspended" });
      await expectEnd(made, 1008, PUSHED_WITHIN);
      expect((await made.closed).reason).to.match(/^Access denied due to invalid subscription key/);
      expect(api.events.at(-1)).to.include({ code: "key_state", actual: "suspended" });
      await expectAlive(other);
      expect(store.asked - asked, "of one key alone").to.equal(1);
    });

    it("comes when the cache's ttl is over where a store tells nothing", async () => {
      const store = new HeldStore({ push: false });
      store.set("pro-key");
      const api = await start({ subscriptions: store, subscriptionCache: { ttl: 60 } });
      const made = await api.open("pro-key");
      store.set("pro-key", { state: "suspended" });
      await wait(1_100);
      await expectAlive(made);
      api.clock.advance(60);
      await expectEnd(made, 1008, SEEN_WITHIN);
    });

    it("comes when the subscription is over, and when a regenerated key's grace is", async () => {
      for (const last of ["endDate", "keyEndsAt"] as const) {
        const store = new HeldStore({ push: true });
        const api = await start({ subscriptions: store, subscriptionCache: { ttl: 3_600 } });
        store.set("pro-key", { [last]: api.clock.now() + 30_000 });
        const made = await api.open("pro-key");
        api.clock.advance(30);
        await expectEnd(made, 1008, SEEN_WITHIN);
      }
    });

    it("comes when a registered client application is suspended", async () => {
      const { appId } = entra.clients["contoso"]!;
      const client = { id: appId, products: ["pro"], state: "active" as "active" | "rejected" };
      const clientApplications = { findClient: async () => ({ ...client }) };
      const api = await start(optionsFor(entra, { clientApplications }) as AnyOptions);
      const authorization = `Bearer ${await requestToken(entra, "contoso", "pro")}`;
      const made = (await api.connect({ authorization })) as OpenWebSocket;
      expect(made.status).to.equal(101);
      client.state = "rejected";
      api.clock.advance(5);
      await expectEnd(made, 1008, SEEN_WITHIN);
    });

    it("comes within 1 s when a registry tells of a suspension, and leaves the others alone", async () => {
      const { appId } = entra.clients["contoso"]!;
      const client = { id: appId, products: ["pro"], state: "active" as "active" | "rejected" };
      let push: (change: { ids: readonly string[] }) => void = () => undefined;
      const clientApplications: ClientRegistry = {
        findClient: async () => ({ ...client }),
        onChange(listener) {
          const before = push;
          push = (change) => (before(change), listener(change));
          return () => undefined;
        },
      };
      const api = await start(optionsFor(entra, { clientApplications }) as AnyOptions);
      const authorization = `Bearer ${await requestToken(entra, "contoso", "pro")}`;
      const made = (await api.connect({ authorization })) as OpenWebSocket;
      client.state = "rejected";
      push({ ids: ["another"] });
      await expectAlive(made);
      push({ ids: [appId] });
      await expectEnd(made, 1008, PUSHED_WITHIN);
    });

    it("comes when an update takes away what admitted it", async () => {
      const products = { pro: { accepts: ["key"] }, batch: { accepts: ["key"] } } as const;
      const api = await start({ products, apis: { feed: { path: "feed", products: ["pro", "batch"] } } });
      const [made, other] = [await api.open("batch-key"), await api.open("pro-key")];
      api.served.auth.update({ products, apis: { feed: { path: "feed", products: ["pro"] } } });
      await expectEnd(made, 1008, PUSHED_WITHIN);
      await expectAlive(other);
    });

    it("does not come during a short outage of the store, but when it outlasts recheckTimeout", async () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      const api = await start({ subscriptions: store, upgrades: { recheckTimeout: 30 } });
      const made = await api.open("pro-key");
      store.failure = new Error("down");
      api.clock.advance(20);
      await wait(1_100);
      await expectAlive(made);
      expect(api.events, "checks emit no event").to.have.lengthOf(1);
      api.clock.advance(10);
      await expectEnd(made, 1013, SEEN_WITHIN);
      expect(api.events.at(-1)).to.include({ outcome: "unavailable", code: "subscriptions_unavailable" });
    });

    it("comes all the same when the store never answers", async () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      const api = await start({ subscriptions: store, upgrades: { recheckTimeout: 30 } });
      const made = await api.open("pro-key");
      store.hold = new Promise(() => undefined);
      api.clock.advance(6);
      await wait(1_100);
      api.clock.advance(40);
      await expectEnd(made, 1013, SEEN_WITHIN);
    });

    it("comes with close(), as 1001", async () => {
      const api = await start();
      const made = await api.open("pro-key");
      await api.served.auth.close();
      await expectEnd(made, 1001, PUSHED_WITHIN);
    });

    it("cuts a client that does not close, when closeTimeout is over", async () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      const api = await start({ subscriptions: store });
      const made = await api.open("pro-key");
      (made.socket as unknown as { pause(): void }).pause(); // reads no close frame, answers none
      store.set("pro-key", { state: "suspended" });
      await until(
        "the socket is destroyed",
        async () => (await api.served.connections()) === 0,
        PUSHED_WITHIN,
      );
      made.socket.terminate();
    });

    it("cuts the connection of an application that has not asked to close it", async () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      const api = await start({ subscriptions: store }, { says: false });
      const made = await api.open("pro-key");
      store.set("pro-key", { state: "suspended" });
      await expectEnd(made, 1006, PUSHED_WITHIN);
    });

    it("is the application's matter with endConnections: false", async () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      const api = await start({ subscriptions: store, upgrades: { endConnections: false } });
      const made = await api.open("pro-key");
      store.set("pro-key", { state: "suspended" });
      await wait(PUSHED_WITHIN);
      await expectAlive(made);
    });
  });
}

function lifetime(authorization: string): { readonly expires: number } {
  const [, payload = ""] = authorization.split(".");
  return { expires: (JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp: number }).exp };
}
