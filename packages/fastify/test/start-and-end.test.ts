import { expect } from "chai";
import { createProductAuth, type SubscriptionStore } from "@product-auth/core";
import { productAuth } from "@product-auth/fastify";
import { expectRefused, KEY, optionsFor, startTestEntra, unavailable } from "@product-auth/testkit/adapter";
import fastify from "fastify";
import { fastifyApis, tell } from "./support/fastify-api.js";

/** A store that counts how often it is closed. */
class ClosableStore implements SubscriptionStore {
  closed = 0;
  findByKeyDigest(): undefined {
    return undefined;
  }
  close(): void {
    this.closed += 1;
  }
}

describe("start", () => {
  const apis = fastifyApis();

  it("does not wait for the issuer: requests are answered 503 until it is there", async () => {
    const away = await startTestEntra();
    await away.close();
    const api = await apis.start(
      async (app, auth) => {
        await app.register(auth);
        app.get("/starter", { config: { productAuth: { product: "starter" } } }, tell);
        app.get("/batch", { config: { productAuth: { product: "batch" } } }, tell);
      },
      { options: { authorityHost: away.origin } },
    );
    expectRefused(await api.get("/starter").set(await apis.bearer("starter")), unavailable);
    await api.get("/batch").set(KEY, "batch-key").expect(200);
  });

  it("may wait for it: ready() is a hook that tells what is wrong", async () => {
    const app = fastify();
    const tenantId = "aaaabbbb-0000-cccc-1111-dddd2222ffff";
    const auth = productAuth({ ...optionsFor(apis.entra), tenantId });
    await app.register(auth);
    app.addHook("onReady", () => auth.ready());
    const failure = await app.ready().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(String(failure)).to.contain("is unknown to");
    await app.close();
  });
});

describe("end", () => {
  const products = { batch: { accepts: ["key"] } } as const;

  it("app.close() closes an instance that the plugin made from options, once", async () => {
    const subscriptions = new ClosableStore();
    const auth = productAuth({ products, subscriptions });
    const app = fastify();
    await app.register(auth);
    await app.ready();
    expect(subscriptions.closed).to.equal(0);
    await app.close();
    expect(subscriptions.closed).to.equal(1);
    await auth.close();
    await app.productAuth.close();
    expect(subscriptions.closed).to.equal(1);
  });

  it("with the last of its scopes", async () => {
    const subscriptions = new ClosableStore();
    const auth = productAuth({ products, subscriptions });
    const [one, two] = [fastify(), fastify()];
    for (const app of [one, two])
      for (const prefix of ["/a", "/b"])
        await app.register(
          async (scope) => {
            await scope.register(auth);
          },
          { prefix },
        );
    await Promise.all([one.ready(), two.ready()]);
    await one.close();
    expect(subscriptions.closed).to.equal(0);
    await two.close();
    expect(subscriptions.closed).to.equal(1);
  });

  it("leaves a shared instance open, to whoever made it", async () => {
    const subscriptions = new ClosableStore();
    const shared = createProductAuth({ products, subscriptions });
    const app = fastify();
    const auth = productAuth(shared);
    await app.register(auth);
    await app.ready();
    await app.close();
    expect(subscriptions.closed).to.equal(0);
    await auth.close();
    expect(subscriptions.closed).to.equal(1);
  });

  it("an instance whose guards are hooks only is closed by hand", async () => {
    const subscriptions = new ClosableStore();
    const auth = productAuth({ products, subscriptions });
    const app = fastify();
    app.get("/", { onRequest: auth.requireProduct("batch") }, tell);
    app.addHook("onClose", auth.close);
    await app.ready();
    await app.close();
    expect(subscriptions.closed).to.equal(1);
  });
});
