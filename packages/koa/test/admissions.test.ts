import { expect } from "chai";
import { createProductAuth, type Decision, type ProductAuth } from "@product-auth/core";
import { accessOf, productAuth } from "@product-auth/koa";
import { expectRefused, KEY, noKey, optionsFor, type ProductName } from "@product-auth/testkit/adapter";
import type { Middleware } from "koa";
import { onBothVersions } from "./support/both-versions.js";
import { koaApis, sharedEntra, tell } from "./support/koa-api.js";

/** An instance whose every decision brings header fields, as a limit would. */
function withHeaders(core: ProductAuth<ProductName>, headers: Decision["headers"]): ProductAuth<ProductName> {
  // The same object: a refusal carries what it was made for, and a copy could not be answered.
  const add = (decision: Decision<ProductName>) => Object.assign(decision, { headers });
  return new Proxy(core, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const call = (...given: unknown[]): unknown => Reflect.apply(value, target, given);
      if (name !== "authorize") return call;
      return (...given: unknown[]) => {
        const decided = call(...given) as ReturnType<typeof core.authorize>;
        return decided instanceof Promise ? decided.then(add) : add(decided);
      };
    },
  });
}

onBothVersions("header fields of a decision", (Koa) => {
  const start = koaApis(Koa);
  const headers = { "ratelimit-remaining": "7", "set-cookie": ["a=1", "b=2"] };

  it("are on admissions, for handlers to see, and on refusals", async () => {
    const core = createProductAuth(optionsFor(await sharedEntra()));
    const auth = productAuth(withHeaders(core, headers));
    const api = await start((app) =>
      app.use(auth.requireProduct("batch")).use((ctx) => {
        ctx.body = ctx.response.get("ratelimit-remaining");
      }),
    );
    const admitted = await api.get("/").set(KEY, "batch-key").expect(200, "7");
    expect(admitted.headers).to.deep.include(headers);
    const refused = await api.get("/");
    expectRefused(refused, noKey);
    expect(refused.headers).to.deep.include(headers);
  });
  it("leave alone what the application has said to caches before the guard", async () => {
    const api = await start((app, auth) =>
      app
        .use((ctx, next) => {
          ctx.set("cache-control", "no-store");
          return next();
        })
        .use(auth.requireProduct("batch"))
        .use(tell),
    );
    const admitted = await api.get("/").set(KEY, "batch-key").expect(200);
    expect(admitted.headers).to.include({ "cache-control": "no-store" });
  });
});

onBothVersions("ctx.state.productAuth", (Koa) => {
  const start = koaApis(Koa);

  it("is absent before the guard, then the same frozen object that accessOf gives", async () => {
    const seen: unknown[] = [];
    const note: Middleware = (ctx, next) => {
      seen.push(ctx.state.productAuth);
      return next();
    };
    const api = await start((app, auth) => {
      app.use(note).use(auth).use(note);
      app.use((ctx) => {
        seen.push(accessOf(ctx));
        tell(ctx);
      });
    });
    await api.get("/").set(KEY, "pro-key").expect(200);
    expect(seen[0]).to.equal(undefined);
    expect(seen[1]).to.be.an("object").that.includes({ product: "pro", credential: "key" });
    expect(seen[2]).to.equal(seen[1]);
    expect(Object.isFrozen(seen[1])).to.equal(true);
  });

  it("is not there for the next request on the same connection, nor for one beside it", async () => {
    const api = await start((app, auth) => {
      app.use((ctx, next) => (ctx.path === "/open" ? tell(ctx) : auth(ctx, next)));
      app.use(tell);
    });
    const [admitted, open] = await Promise.all([api.get("/").set(KEY, "pro-key"), api.get("/open")]);
    expect(admitted.body).to.include({ product: "pro" });
    expect(open.body).to.deep.equal({});
  });
});
