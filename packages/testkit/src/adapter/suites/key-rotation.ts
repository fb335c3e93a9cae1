import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { tell, type Api } from "../support/api.js";
import { movableClock, type MovableClock } from "../support/movable-clock.js";
import { badToken, expectRefused } from "../support/refused.js";
import { startTestEntra } from "../support/test-entra.js";
import type { Suite } from "../suite.js";

export function keyRotation({ describe, it, before, after, beforeEach, apiStarter }: Suite): void {
  describe("signing key rotation", () => {
    let entra: Entra;
    const start = apiStarter(() => entra);
    let clock: MovableClock;
    let api: Api;

    before(async () => void (entra = await startTestEntra({ tokenLifetime: 100_000 })));
    after(() => entra.close());
    beforeEach(async () => {
      clock = movableClock();
      api = await start((app, auth) => app.get("/", auth.requireProduct("starter"), tell), {
        clock: clock.now,
      });
      await api.auth.ready();
      entra.requests.clear();
    });

    const newToken = () => entra.tokenFor({ client: "contoso", product: "starter" });
    const get = async (token: string) => api.get("/").auth(token, { type: "bearer" });
    const keyFetches = () => entra.requests.count("keys");

    it("step by step, no good token is refused and a retired key ends with the next refresh", async () => {
      const old = await newToken();
      expect((await get(old)).status).to.equal(200);

      const kid = await entra.keys.publish();
      expect((await get(await newToken())).status, "published, not signing yet").to.equal(200);

      const before = entra.keys.signingKid;
      entra.keys.signWith(kid);
      const fresh = await newToken();
      expect((await get(fresh)).status, "a kid that is not known here yet").to.equal(200);
      expect(keyFetches()).to.equal(1);
      expect((await get(old)).status, "the old key is still published").to.equal(200);

      entra.keys.retire(before);
      clock.advance(3601); // the keys' age at which they are fetched again
      expect((await get(fresh)).status).to.equal(200);
      await expectSoon(() => expect(keyFetches()).to.be.at.least(2));
      await api.auth.ready();
      expectRefused(await get(old), badToken);
      expect(api.events.at(-1)).to.include({ code: "token_unknown_key" });
      expect((await get(fresh)).status).to.equal(200);
    });

    it("an emergency: the new key is taken up with the first token that it signed", async () => {
      const leaked = await newToken();
      expect((await get(leaked)).status).to.equal(200);
      await entra.keys.emergency();
      expect((await get(await newToken())).status).to.equal(200);
      expectRefused(await get(leaked), badToken);
    });

    it("unknown keys cause three fetches, then one in 30 seconds, however many tokens name them", async () => {
      for (let i = 0; i < 5; i++) expectRefused(await get(await entra.flawed.unknownKid()), badToken);
      expect(keyFetches()).to.equal(3);
      clock.advance(31);
      for (let i = 0; i < 5; i++) expectRefused(await get(await entra.flawed.unknownKid()), badToken);
      expect(keyFetches()).to.equal(4);
      expect((await get(await newToken())).status).to.equal(200);
    });
  });

  /** Tries until it holds, at most a second: the refresh runs in the background. */
  async function expectSoon(check: () => void): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      try {
        return check();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    check();
  }
}
