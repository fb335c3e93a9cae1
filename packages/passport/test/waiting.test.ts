import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { startTestEntra } from "@product-auth/testkit/adapter";
import { apiStarter, tell } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

onBothVersions("requests that wait for keys together", (express) => {
  let entra: Entra;
  const start = apiStarter(express, () => entra);
  before(async () => void (entra = await startTestEntra()));
  after(() => entra.close());

  const tokens = async () => ({
    good: await entra.tokenFor({ client: "contoso", product: "starter" }),
    roleless: await entra.tokenFor({ client: "stranger", product: "starter" }),
    forged: await entra.flawed.wrongSignature({ client: "contoso", product: "starter" }),
  });

  // Passport puts `success` and `fail` of a request onto the strategy that it is given; the next request replaces them.
  for (const by of ["its name", "the strategy itself"]) {
    it(`each gets its own answer, where authenticate is given ${by}`, async () => {
      const api = await start(({ app, passport, strategy }) => {
        const called = by === "its name" ? strategy.name : strategy;
        app.get("/orders", passport.authenticate(called, strategy.requireProduct("starter")), tell);
      });
      const sent = Object.values(await tokens()).flatMap((token) => [token, token, token]);
      const answers = await Promise.all(
        sent.map((token) => api.get("/orders").auth(token, { type: "bearer" })),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal([
        200, 200, 200, 403, 403, 403, 401, 401, 401,
      ]);
    });
  }

  it("nothing breaks where somebody has answered meanwhile", async () => {
    const unhandled: unknown[] = [];
    const keep = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", keep); // it would end the process; mocha lets it pass
    const api = await start(({ app, passport, strategy }) => {
      app.get(
        "/orders",
        (_req, res, next) => {
          res.send("early");
          next();
        },
        passport.authenticate("product-auth", strategy.requireProduct("starter")),
        tell,
      );
    });
    const { forged } = await tokens();
    expect((await api.get("/orders").auth(forged, { type: "bearer" })).text).to.equal("early");
    await api.strategy.ready(); // the decision has been waiting for the same keys
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", keep);
    expect(api.events.at(-1)).to.include({ code: "token_signature" });
    expect(unhandled).to.deep.equal([]);
  });
});
