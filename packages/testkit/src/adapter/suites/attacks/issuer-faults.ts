import { expect } from "chai";
import type { EndpointName, Entra } from "@product-auth/emulator";
import { tell, type Api } from "../../support/api.js";
import { movableClock, type MovableClock } from "../../support/movable-clock.js";
import { expectRefused, unavailable } from "../../support/refused.js";
import { startTestEntra } from "../../support/test-entra.js";
import type { Suite } from "../../suite.js";

type Fault = readonly [name: string, begin: (entra: Entra, path: EndpointName) => void];

/** What can go wrong at either document. */
const FAULTS: readonly Fault[] = [
  ["404", ({ faults }, path) => faults.outage({ path, status: 404 })],
  ["429", ({ faults }, path) => faults.outage({ path, status: 429 })],
  ["500", ({ faults }, path) => faults.outage({ path, status: 500 })],
  ["503", ({ faults }, path) => faults.outage({ path, status: 503 })],
  ["no connection", ({ faults }) => faults.outage({ refuse: true })],
  ["no answer", ({ faults }, path) => faults.hang(path)],
  ["a slow answer", ({ faults }, path) => faults.slow(2_000, path)],
  ["an answer in drops", ({ faults }, path) => faults.drip(100, path)],
  ["a sign-in page", ({ faults }, path) => faults.garbage("html", path)],
  ["half a document", ({ faults }, path) => faults.garbage("partial-json", path)],
  ["no document", ({ faults }, path) => faults.garbage("not-json", path)],
  ["a redirect", ({ faults }, path) => faults.garbage("redirect", path)],
  ["ten megabytes", ({ faults }, path) => faults.garbage("huge", path)],
];

export function issuerFaults({
  describe,
  it,
  before,
  after,
  beforeEach,
  afterEach,
  apiStarter,
}: Suite): void {
  describe("an issuer that answers badly", () => {
    let entra: Entra;
    const start = apiStarter(() => entra);
    let clock: MovableClock;
    let api: Api;
    let token: string;

    before(async () => void (entra = await startTestEntra()));
    beforeEach(async () => {
      clock = movableClock();
      api = await start((app, auth) => app.get("/starter", auth.requireProduct("starter"), tell), {
        clock: clock.now,
        signingKeys: { timeout: 0.25 },
      });
      token = await entra.tokenFor({ client: "contoso", product: "starter", lifetime: 86_400 });
      entra.requests.clear();
    });
    afterEach(() => entra.faults.clear());
    after(() => entra.close());

    const get = () => api.get("/starter").auth(token, { type: "bearer" });
    async function expectUnavailable() {
      const answer = await get();
      expectRefused(answer, unavailable);
      expect(answer.headers["retry-after"]).to.match(/^[1-9]\d*$/);
      const { outcome, code, actual } = api.events.at(-1)!;
      expect([outcome, code]).to.deep.equal(["unavailable", "signing_keys_unavailable"]);
      expect(actual).to.be.a("string").with.length.above(0);
    }

    for (const path of ["discovery", "keys"] as const)
      for (const [name, begin] of FAULTS.filter(([what]) => path === "keys" || what !== "no connection"))
        it(`${path}, ${name}: 503 for all who ask, one attempt, none in the pause, then 200`, async () => {
          begin(entra, path);
          await Promise.all(Array.from({ length: 5 }, expectUnavailable));
          await expectUnavailable();
          expect(entra.requests.count(path), "attempts").to.be.at.most(1);
          expect(entra.requests.count()).to.equal(name === "no connection" ? 0 : path === "keys" ? 2 : 1);
          entra.faults.clear();
          await expectUnavailable();
          clock.advance(2); // the first pause is a second at most
          expect((await get()).status).to.equal(200);
        });

    it("the pauses double up to a minute, so that a long outage costs the issuer little", async () => {
      entra.faults.outage();
      for (let seconds = 0; seconds < 600; seconds += 3) {
        await expectUnavailable();
        clock.advance(3);
      }
      expect(entra.requests.count("discovery"), "attempts in ten minutes").to.be.within(14, 30);
    });

    it("kept keys serve through every fault, and no request waits for its end", async () => {
      expect((await get()).status).to.equal(200);
      const failures = () => api.auth.health().issuers.find(({ keys }) => keys > 0)!.failures;
      clock.advance(3601); // from this age on, keys are fetched again in the background
      for (const [i, [name, begin]] of FAULTS.entries()) {
        begin(entra, "keys");
        clock.advance(61);
        const asked = Date.now();
        expect((await get()).status, name).to.equal(200);
        expect(Date.now() - asked, `${name}: milliseconds`).to.be.below(2_000);
        while (failures() === i) await new Promise((resolve) => setTimeout(resolve, 5));
        expect(failures(), name).to.equal(i + 1);
        entra.faults.clear();
      }
      clock.advance(61);
      expect((await get()).status).to.equal(200);
    });
  });
}
