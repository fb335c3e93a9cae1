import { expect } from "chai";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { DECISION_CHANNEL } from "@product-auth/core";
import type { DecisionEvent } from "@product-auth/core";
import { KEY, tell, type Api } from "../support/api.js";
import type { Suite } from "../suite.js";

export function events({ describe, it, before, beforeEach, apiStarter }: Suite): void {
  describe("events", () => {
    const start = apiStarter();
    const at = 1_800_000_000_000;
    let api: Api;

    before(async () => {
      api = await start((app, auth) => app.all("/reports/:year", auth.requireProduct("pro"), tell), {
        // The emulator's tokens are of today; only keys are judged by this clock.
        clock: () => at,
      });
    });
    beforeEach(() => void api.events.splice(0));

    const about = {
      credential: "key",
      rule: { product: ["pro"] },
      requires: "product pro",
      method: "POST",
      path: "/reports/2026",
      at,
    } as const;
    /** The events without the version of the catalog, which each must have. */
    const versioned = () =>
      api.events.map(({ catalogVersion, ...event }) => {
        expect(catalogVersion).to.match(/^[0-9a-f]{12}$/);
        return event;
      });

    it("tell of an admission who was let in", async () => {
      await api.post("/reports/2026?subscription-key=pro-key").expect(200);
      expect(versioned()).to.deep.equal([
        { outcome: "admit", status: 200, ...about, product: "pro", subscriptionId: "contoso-pro" },
      ]);
      expect(Object.isFrozen(api.events[0])).to.equal(true);
    });

    it("tell of a refusal why, to operators only", async () => {
      const answer = await api.post("/reports/2026").set(KEY, "suspended-key");
      expect(versioned()).to.deep.equal([
        {
          outcome: "refuse",
          status: 401,
          code: "key_state",
          expected: "an active subscription",
          actual: "suspended",
          ...about,
        },
      ]);
      expect(answer.text).not.to.match(/suspended|key_state/);
    });

    it("name the client and the token's own id, and never the token", async () => {
      const today = await start((app, auth) => app.get("/", auth.requireProduct("starter"), tell));
      const token = await today.entra.tokenFor({
        client: "contoso",
        product: "starter",
        claims: { uti: "id-7" },
      });
      await today.get("/").auth(token, { type: "bearer" }).expect(200);
      expect(today.events[0]).to.include({
        clientId: today.entra.clients["contoso"]!.appId,
        tokenId: "id-7",
      });
      expect(JSON.stringify(today.events)).not.to.contain(token.split(".")[2]);
    });

    it("never carry a key", async () => {
      await api.get("/reports/2026?subscription-key=pro-key");
      await api.get("/reports/2026?subscription-key=wrong-key");
      await api.get("/reports/2026").set(KEY, "suspended-key");
      expect(api.events).to.have.length(3);
      expect(JSON.stringify(api.events)).not.to.match(/(pro|wrong|suspended)-key/);
    });

    it("are published on the diagnostics channel as well", async () => {
      const published: unknown[] = [];
      const listen = (event: unknown) => void published.push(event);
      subscribe(DECISION_CHANNEL, listen);
      try {
        await api.get("/reports/2026").set(KEY, "pro-key").expect(200);
      } finally {
        unsubscribe(DECISION_CHANNEL, listen);
      }
      expect(published).to.have.length(1);
      expect(published[0]).to.equal(api.events[0] as DecisionEvent);
    });

    it("an observer that throws breaks no request, and is heard of", async () => {
      const warnings: Error[] = [];
      const hear = (warning: Error) => void warnings.push(warning);
      const printers = process.listeners("warning");
      process.removeAllListeners("warning").on("warning", hear); // Node would print it
      try {
        const other = await start((app, auth) => app.get("/", auth.requireProduct("pro"), tell), {
          onDecision: () => {
            throw new Error("a bug in the observer");
          },
        });
        await other.get("/").set(KEY, "pro-key").expect(200);
        await other.get("/").set(KEY, "wrong").expect(401);
        await new Promise((resolve) => setImmediate(resolve));
      } finally {
        process.off("warning", hear);
        for (const printer of printers) process.on("warning", printer);
      }
      expect(warnings.map(({ message }) => message)).to.deep.equal([
        "a bug in the observer",
        "a bug in the observer",
      ]);
    });
  });
}
