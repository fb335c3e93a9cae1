import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { flood } from "../../support/flood.js";
import { parts, part, withHeader } from "../../support/jose-parts.js";
import { movableClock } from "../../support/movable-clock.js";
import { expectRefused, unavailable } from "../../support/refused.js";
import { startTestEntra } from "../../support/test-entra.js";
import type { Suite } from "../../suite.js";

export function jwksFloods({ describe, it, before, after, beforeEach, afterEach, attacked }: Suite): void {
  describe("key fetches that a caller can cause (CVE-2026-48524)", () => {
    let entra: Entra;
    before(async () => void (entra = await startTestEntra({ tokenLifetime: 100_000 })));
    after(() => entra.close());
    afterEach(() => entra.faults.clear());
    const clock = movableClock();
    const target = attacked({ clock: clock.now }, () => entra);
    const fetches = () => entra.requests.count("keys");
    beforeEach(async () => {
      clock.advance(7201); // every test begins with fresh keys, and with all fetches that unknown kids may cause
      await target.admits(await target.token());
      await target.api.auth.ready();
      entra.requests.clear();
    });

    /** As many tokens as wanted, each under a kid of its own. */
    function* withRandomKids(token: string, count: number, start = 0): Generator<string> {
      for (let i = start; i < start + count; i++) yield withHeader(token, { kid: `${i}-${Math.random()}` });
    }

    /** Uses up the fetches that unknown kids may cause; a flood may have shared some. */
    const useUp = async (token: string): Promise<void> => {
      for (const unknown of withRandomKids(token, 3)) await target.refuses(unknown, "token_unknown_key");
    };

    it("1,000 random kids cause three fetches at most; good tokens pass between them", async () => {
      const good = await target.token();
      function* mixed() {
        for (let i = 0; i < 1000; i += 10) {
          yield* withRandomKids(good, 10, i);
          yield good;
        }
      }
      expect(await flood(target.api.port, "/starter", mixed())).to.deep.equal({ 200: 100, 401: 1000 });
      expect(fetches()).to.be.within(1, 3);
      await useUp(good);
      await target.admits(good);
      await target.refuses(withHeader(good, { kid: "one more" }), "token_unknown_key");
      expect(fetches()).to.equal(3);
    });

    it("the same unknown kid 25 times causes three fetches", async () => {
      const unknown = withHeader(await target.token(), { kid: "the same" });
      for (let i = 0; i < 25; i++) await target.refuses(unknown, "token_unknown_key");
      expect(fetches()).to.equal(3);
    });

    it("10 minutes of random kids cause at most 23 fetches", async () => {
      const good = await target.token();
      for (let minute = 0; minute < 10; minute++) {
        await flood(target.api.port, "/starter", withRandomKids(good, 100));
        clock.advance(29);
        await flood(target.api.port, "/starter", withRandomKids(good, 100));
        clock.advance(31);
      }
      expect(fetches()).to.be.within(13, 23);
      await target.admits(good);
    });

    it("a rotation right after a fetch of the keys is seen at the next token", async () => {
      await entra.keys.emergency();
      await target.admits(await target.token());
      expect(fetches()).to.equal(1);
    });

    it("what is refused before its key is looked for causes none", async () => {
      const { flawed } = entra;
      for (const [flaw, code] of [
        ["garbage", "token_malformed"],
        ["ps256", "token_algorithm"],
        ["critHeader", "token_header"],
        ["noVer", "token_version"],
        ["wrongTenant", "token_tenant"],
        ["wrongIssuer", "token_issuer"],
        ["wrongAudience", "token_audience"],
      ] as const) {
        const token = await flawed[flaw]();
        await target.refuses(token, code);
        if (flaw !== "garbage") await target.refuses(withHeader(token, { kid: "unknown" }), code);
      }
      expect(entra.requests.count()).to.equal(0);
    });

    it("a rotation during a flood is seen within 30 seconds", async () => {
      const old = await target.token();
      await flood(target.api.port, "/starter", withRandomKids(old, 200));
      await useUp(old);
      await entra.keys.emergency();
      const rotated = await target.token();
      await target.refuses(rotated, "token_unknown_key");
      clock.advance(25); // less than 30 seconds after the first fetch that the flood caused
      await flood(target.api.port, "/starter", withRandomKids(old, 200));
      await target.refuses(rotated, "token_unknown_key");
      expect(fetches()).to.equal(3);
      clock.advance(5);
      await target.admits(rotated);
      expect(fetches()).to.equal(4);
      await target.refuses(old, "token_unknown_key");
    });

    it("a key that was taken off the list is refused after the refresh, cached tokens too (GHSA-675f-rq2r-jw82)", async () => {
      const leaked = await target.token();
      await target.admits(leaked);
      await entra.keys.emergency();
      await target.admits(leaked);
      clock.advance(2 * 3600);
      await target.refuses(leaked, "token_unknown_key");
      await target.admits(await target.token());
    });

    it("a kid is not remembered as unknown: it is admitted once it is published", async () => {
      const [, payload] = (await target.token()).split(".");
      for (let i = 0; i < 3; i++)
        await target.refuses(`${part({ alg: "RS256", kid: "soon" })}.${payload}.AAAA`, "token_unknown_key");
      await entra.keys.emergency();
      const soon = await target.token();
      expect(parts(soon).header["kid"]).to.equal(entra.keys.signingKid);
      await target.refuses(soon, "token_unknown_key");
      clock.advance(31);
      await target.admits(soon);
    });

    it("a new key's token is 503, never 401, while keys cannot be fetched, and 200 as soon as they can", async () => {
      await entra.keys.emergency();
      const rotated = await target.token();
      entra.faults.outage({ path: "keys" });
      for (let i = 0; i < 3; i++) {
        const answer = await target.api.get("/starter").auth(rotated, { type: "bearer" });
        expectRefused(answer, unavailable);
        expect(answer.headers["retry-after"]).to.match(/^[1-9]\d*$/);
        expect(target.api.events.at(-1)).to.include({ code: "signing_keys_unavailable" });
      }
      expect(fetches()).to.equal(1);
      entra.faults.clear();
      clock.advance(2); // the pause after the first failure
      await target.admits(rotated);
      expect(fetches()).to.equal(2);
    });
  });
}
