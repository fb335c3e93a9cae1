import { expect } from "chai";
import type { SubscriptionStore } from "@product-auth/core";
import { KEY } from "@product-auth/testkit/adapter";
import type { ErrorRequestHandler } from "express";
import { onBothVersions } from "./support/both-versions.js";
import { expressApis, sharedEntra, tell } from "./support/express-api.js";

onBothVersions("an admission by a key", (express) => {
  const start = expressApis(express);
  it("leaves alone what the application has said to caches before the guard", async () => {
    const api = await start((app, auth) => {
      app.use((_req, res, next) => {
        res.set("cache-control", "no-store");
        next();
      });
      app.get("/", auth.requireProduct("batch"), tell);
    });
    const admitted = await api.get("/").set(KEY, "batch-key").expect(200);
    expect(admitted.headers).to.include({ "cache-control": "no-store" });
  });
});

onBothVersions("error middleware", (express) => {
  const start = expressApis(express);

  it("is not called for a refusal that comes after somebody else has answered", async () => {
    const caught: unknown[] = [];
    const handler: ErrorRequestHandler = (error, _req, _res, next) => {
      caught.push(error);
      next(error);
    };
    let answerOfStore: (nothing: undefined) => void = () => undefined;
    const subscriptions: SubscriptionStore = {
      findByKeyDigest: () => new Promise((resolve) => (answerOfStore = resolve)),
    };
    const api = await start(
      (app, auth) => {
        app.use((_req, res, next) => {
          setTimeout(() => res.status(504).send("too slow"), 20);
          next();
        });
        app.get("/", auth.requireProduct("batch"), tell);
        app.use(handler);
      },
      { subscriptions },
    );
    await api.get("/").set(KEY, "wrong").expect(504, "too slow");
    answerOfStore(undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(api.events.map(({ code }) => code)).to.deep.equal(["key_unknown"]);
    expect(caught).to.deep.equal([]);
  });

  it("is called for what a handler passes on", async () => {
    const caught: unknown[] = [];
    const api = await start((app, auth) => {
      app.get("/", auth.requireProduct("starter"), (_req, _res, next) => next("passed on"));
      const handler: ErrorRequestHandler = (error, _req, res, next) => {
        caught.push(error);
        if (res.headersSent) next(error);
        else res.status(500).end();
      };
      app.use(handler);
    });
    const token = await (await sharedEntra()).tokenFor({ client: "contoso", product: "starter" });
    await api.get("/").auth(token, { type: "bearer" }).expect(500);
    expect(caught).to.deep.equal(["passed on"]);
  });
});
