import { expect } from "chai";
import type { Subscription, SubscriptionStore } from "@product-auth/core";
import { KEY, tell } from "../support/api.js";
import { badKeyOrToken, expectRefused, unavailable } from "../support/refused.js";
import type { Suite } from "../suite.js";

type Find = SubscriptionStore["findByKeyDigest"];

export function storeFailure({ describe, it, apiStarter }: Suite): void {
  const noDatabase = () =>
    Object.assign(new Error("connect postgres://api:s3cret@db failed"), { code: "ECONNREFUSED" });

  describe("a subscription store", () => {
    const start = apiStarter();

    /** An API over a store that finds subscriptions so, and what came of one request with a key. */
    async function ask(findByKeyDigest: Find) {
      let handled = 0;
      const api = await start(
        (app, auth) => {
          app.get("/", auth.requireProduct("pro"), (exchange) => {
            handled += 1;
            return tell(exchange);
          });
        },
        { subscriptions: { findByKeyDigest } },
      );
      return { answer: await api.get("/").set(KEY, "pro-key"), event: api.events[0], handled, api };
    }

    const fails: readonly [name: string, find: Find][] = [
      ["rejects", () => Promise.reject(noDatabase())],
      [
        "throws",
        () => {
          throw noDatabase();
        },
      ],
    ];
    for (const [name, find] of fails) {
      it(`503 when it ${name}, and the reason goes to operators only`, async () => {
        const { answer, event, handled } = await ask(find);
        expectRefused(answer, unavailable);
        expect(answer.headers["retry-after"]).to.equal("5");
        expect(event).to.include({ code: "subscriptions_unavailable", actual: "ECONNREFUSED" });
        // Messages of drivers hold connection strings.
        expect(JSON.stringify([answer.headers, answer.text, event])).not.to.contain("s3cret");
        expect(handled).to.equal(0);
      });
    }

    it("503 when it fails, whatever a good token beside the key says", async () => {
      const { api } = await ask(() => Promise.reject(noDatabase()));
      const token = await api.entra.tokenFor({ client: "contoso", product: "pro" });
      expectRefused(await api.get("/").set(KEY, "pro-key").auth(token, { type: "bearer" }), unavailable);
      await api.get("/").auth(token, { type: "bearer" }).expect(200);
    });

    for (const nothing of [undefined, null])
      for (const [when, find] of [
        ["at once", () => nothing],
        ["later", () => Promise.resolve(nothing)],
      ] as const)
        it(`401 when it answers ${nothing} ${when}`, async () => {
          const { answer, event } = await ask(find as Find);
          expectRefused(answer, badKeyOrToken);
          expect(event).to.include({ code: "key_unknown" });
        });

    const subscription: Subscription = { id: "one", scope: "/products/pro", state: "active" };
    const day = 86_400_000;
    for (const [name, more, code] of [
      ["that is cancelled", { state: "cancelled" }, "key_state"],
      ["that is submitted", { state: "submitted" }, "key_state"],
      ["that is rejected", { state: "rejected" }, "key_state"],
      ["that is expired", { state: "expired" }, "key_state"],
      ["that starts tomorrow", { startDate: Date.now() + day }, "key_not_started"],
      ["that ended yesterday", { endDate: Date.now() - day }, "key_ended"],
      ["of another product", { scope: "/products/batch" }, "key_other_product"],
      ["of every product: such a scope is not known", { scope: "/products" }, "key_other_product"],
    ] as const)
      it(`401 for a subscription ${name}`, async () => {
        const { answer, event } = await ask(() => ({ ...subscription, ...more }));
        expectRefused(answer, badKeyOrToken);
        expect(event).to.include({ code });
      });

    it("200 for an active subscription; the store saw a digest, not the key", async () => {
      const digests: string[] = [];
      const { answer } = await ask((digest) => {
        digests.push(digest);
        return Promise.resolve(subscription);
      });
      expect(answer.body).to.deep.equal({ product: "pro", credential: "key", subscription: "one" });
      // printf %s pro-key | openssl dgst -sha256 -binary | basenc --base64url
      expect(digests).to.deep.equal(["NEkUxy5bZzTxJbyXeUheuRuR97xDwDfMexCaFnjIUrk"]);
    });
  });
}
