import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { ConfigurationError, UnavailableError } from "@product-auth/passport";
import { expectRefused, startTestEntra, unavailable } from "@product-auth/testkit/adapter";
import type { ErrorRequestHandler } from "express";
import { apiStarter, tell, tellError, type Parts } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

onBothVersions("keys that cannot be had", (express) => {
  let entra: Entra;
  let token: string;
  const start = apiStarter(express, () => entra);

  before(async () => {
    entra = await startTestEntra();
    token = await entra.tokenFor({ client: "contoso", product: "starter" });
    entra.faults.outage();
  });
  after(() => entra.close());

  const starter = ({ app, passport, strategy }: Parts) =>
    app.get(
      "/orders",
      passport.authenticate(["product-auth", "never"], strategy.requireProduct("starter")),
      tell,
    );

  it("503 in full through answerRefusals(); no other strategy is asked", async () => {
    const api = await start((parts) => {
      starter(parts);
      parts.app.use(parts.strategy.answerRefusals());
    });
    const answer = await api.get("/orders").auth(token, { type: "bearer" });
    expectRefused(answer, unavailable);
    expect(answer.headers["retry-after"]).to.match(/^[1-9]\d*$/);
    expect(api.events.at(-1)).to.include({ outcome: "unavailable", code: "signing_keys_unavailable" });
  });
  it("503 with Retry-After through Express's own error handler", async () => {
    const answer = await (await start(starter)).get("/orders").auth(token, { type: "bearer" });
    expect(answer.status).to.equal(503);
    expect(answer.headers["retry-after"]).to.match(/^[1-9]\d*$/);
    expect(answer.headers).to.not.have.property("www-authenticate");
  });
  it("error middleware is given an UnavailableError that says no more than callers may know", async () => {
    let found: unknown;
    const keep: ErrorRequestHandler = (error, _req, _res, next) => {
      found = error;
      next();
    };
    const api = await start((parts) => {
      starter(parts);
      parts.app.use(keep);
    });
    expect((await api.get("/orders").auth(token, { type: "bearer" })).status).to.equal(404);
    expect(found).to.be.instanceOf(UnavailableError).and.include({
      status: 503,
      statusCode: 503,
      expose: true,
      message: "Access cannot be decided at the moment. Try again later.",
    });
    expect((found as { headers: object }).headers)
      .to.have.property("retry-after")
      .that.match(/^[1-9]\d*$/);
    expect((found as { headers: object }).headers).to.include({ "cache-control": "no-store" });
    expect(JSON.stringify(found)).to.not.include(entra.origin);
  });
  it("answerRefusals() answers that error only: others go on, also of the same request", async () => {
    const api = await start((parts) => {
      starter(parts);
      const replace: ErrorRequestHandler = (_error, _req, _res, next) =>
        next(new UnavailableError("another"));
      parts.app.use(replace, parts.strategy.answerRefusals(), tellError);
    });
    const answer = await api.get("/orders").auth(token, { type: "bearer" });
    expect(answer.status).to.equal(500);
    expect(answer.body).to.include({ name: "UnavailableError", message: "another" });
  });
  it("a request without a token is refused all the same, and asks nobody", async () => {
    const api = await start((parts) => {
      parts.app.get(
        "/orders",
        parts.passport.authenticate("product-auth", parts.strategy.requireProduct("starter")),
        tell,
      );
    });
    entra.requests.clear();
    expect((await api.get("/orders")).status).to.equal(401);
    expect(entra.requests.count()).to.equal(0);
  });
  it("ready() rejects, health() tells", async () => {
    const { strategy } = await start(starter);
    const failure = await strategy.ready().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(UnavailableError).and.not.instanceOf(ConfigurationError);
    expect(strategy.health()).to.include({ status: "unavailable" });
  });
});
