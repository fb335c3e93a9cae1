import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { ConfigurationError, UnavailableError } from "@product-auth/core";
import { tell, type Api, type Options } from "../support/api.js";
import { movableClock } from "../support/movable-clock.js";
import { expectRefused, unavailable } from "../support/refused.js";
import { startTestEntra } from "../support/test-entra.js";
import type { WrittenAuth } from "../written-auth.js";
import type { Suite } from "../suite.js";

export function outage({ describe, it, before, after, afterEach, apiStarter }: Suite): void {
  describe("an issuer that cannot be reached", () => {
    let entra: Entra;
    const start = apiStarter(() => entra);

    before(async () => void (entra = await startTestEntra({ tokenLifetime: 100_000 })));
    afterEach(() => entra.faults.clear());
    after(() => entra.close());

    const startOrders = (options: Partial<Options>) =>
      start((app, auth) => app.get("/orders", auth.requireProduct("starter"), tell), options);
    const tokenOf = (issuer: Entra) => issuer.tokenFor({ client: "contoso", product: "starter" });
    const getOrders = async (api: Api, token: string) => api.get("/orders").auth(token, { type: "bearer" });

    /** What `ready()` rejects with. */
    const failureOf = (auth: WrittenAuth): Promise<unknown> =>
      auth.ready().then(
        () => undefined,
        (error: unknown) => error,
      );

    async function expectUnavailable(api: Api, token: string): Promise<void> {
      const answer = await getOrders(api, token);
      expectRefused(answer, unavailable);
      expect(answer.headers["retry-after"]).to.match(/^[1-9]\d*$/);
      expect(api.events.at(-1)).to.include({ outcome: "unavailable", code: "signing_keys_unavailable" });
    }

    it("503 from the start; it recovers by itself when the issuer comes up", async () => {
      const clock = movableClock();
      const api = await startOrders({ clock: clock.now });
      const port = Number(new URL(entra.origin).port);
      const early = await tokenOf(entra);
      await entra.close();
      expect(await failureOf(api.auth))
        .to.be.instanceOf(UnavailableError)
        .with.property("message")
        .that.includes(api.entra.origin);
      await expectUnavailable(api, early);
      expect(api.auth.health()).to.include({ status: "unavailable" });

      entra = await startTestEntra({ port, tokenLifetime: 100_000 });
      clock.advance(61); // the longest pause between attempts
      expect((await getOrders(api, await tokenOf(entra))).status).to.equal(200);
      await api.auth.ready();
      expect(api.auth.health()).to.include({ status: "ok" });
    });

    for (const [name, disturb] of [
      ["drops connections", (issuer: Entra) => issuer.faults.outage({ refuse: true })],
      ["answers 503", (issuer: Entra) => issuer.faults.outage()],
      ["answers 503 for its keys alone", (issuer: Entra) => issuer.faults.outage({ path: "keys" })],
      ["sends a sign-in page", (issuer: Entra) => issuer.faults.garbage("html")],
      ["sends half a document", (issuer: Entra) => issuer.faults.garbage("partial-json", "keys")],
      ["has no keys", (issuer: Entra) => issuer.faults.garbage("empty-keys", "keys")],
      ["redirects", (issuer: Entra) => issuer.faults.garbage("redirect")],
      ["sends ten megabytes", (issuer: Entra) => issuer.faults.garbage("huge", "keys")],
      ["never answers", (issuer: Entra) => issuer.faults.hang("discovery")],
    ] as const) {
      it(`503 when it ${name}, 200 when that is over`, async () => {
        const clock = movableClock();
        const api = await startOrders({ clock: clock.now, signingKeys: { timeout: 0.3 } });
        const token = await tokenOf(entra);
        disturb(entra);
        await expectUnavailable(api, token);
        entra.faults.clear();
        await expectUnavailable(api, token); // not asked again before the pause is over
        clock.advance(61);
        expect((await getOrders(api, token)).status).to.equal(200);
      });
    }

    it("200 after warm-up, for a day; then 503; then 200 again", async () => {
      const clock = movableClock();
      const api = await startOrders({ clock: clock.now });
      const token = await tokenOf(entra);
      expect((await getOrders(api, token)).status).to.equal(200);
      entra.faults.outage({ refuse: true });
      for (const hours of [0.5, 1, 6, 23]) {
        clock.advance(hours * 3600 - (clock.now() - Date.now()) / 1000);
        expect((await getOrders(api, token)).status, `after ${hours} h`).to.equal(200);
      }
      expect(api.auth.health()).to.include({ status: "degraded" });
      clock.advance(3601);
      await expectUnavailable(api, token);
      entra.faults.clear();
      clock.advance(61);
      expect((await getOrders(api, token)).status).to.equal(200);
    });

    it("200 without a wait for the next attempt, once one has failed and kept keys serve", async () => {
      const clock = movableClock();
      const api = await startOrders({ clock: clock.now, signingKeys: { timeout: 2 } });
      const token = await tokenOf(entra);
      expect((await getOrders(api, token)).status).to.equal(200);
      entra.faults.hang("discovery");
      clock.advance(3 * 3600); // no request for three hours: this one waits for the attempt
      expect((await getOrders(api, token)).status).to.equal(200);
      expect(api.auth.health()).to.include({ status: "degraded" });
      for (let attempt = 0; attempt < 2; attempt++) {
        clock.advance(61);
        const start = performance.now();
        for (let i = 0; i < 5; i++) expect((await getOrders(api, token)).status).to.equal(200);
        expect(performance.now() - start, "milliseconds").to.be.below(1_500);
      }
    });

    it("many first requests together cause one fetch", async () => {
      const api = await startOrders({});
      const token = await tokenOf(entra);
      entra.requests.clear();
      const answers = await Promise.all(Array.from({ length: 20 }, () => getOrders(api, token)));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array<number>(20).fill(200));
      expect([entra.requests.count("discovery"), entra.requests.count("keys")]).to.deep.equal([1, 1]);
    });

    describe("a tenant that the issuer does not know", () => {
      const nobody = "12345678-1111-4222-8333-123456789012";

      it("ready() names the setting to mend", async () => {
        const api = await startOrders({ tenantId: nobody });
        const error = await failureOf(api.auth);
        expect(error).to.be.instanceOf(ConfigurationError);
        const [problem, ...others] = (error as ConfigurationError).problems;
        expect(others).to.deep.equal([]);
        expect(problem).to.include({ path: "tenantId" });
        expect(problem!.fix).to.contain("AZURE_TENANT_ID");
      });

      it("503 for a token that claims to come from it", async () => {
        const api = await startOrders({ tenantId: nobody });
        const wish = { client: "contoso", product: "starter", claims: { tid: nobody } };
        await expectUnavailable(api, await entra.tokenFor(wish));
      });

      it("503 for every token when it is a domain name", async () => {
        const api = await startOrders({ tenantId: "nobody.example" });
        await expectUnavailable(api, await tokenOf(entra));
      });
    });
  });
}
