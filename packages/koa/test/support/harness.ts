import corsOf from "@koa/cors";
import Router from "@koa/router";
import { accessOf, productAuth, type KoaProductAuth } from "@product-auth/koa";
import type {
  AdapterHarness,
  AdapterUnderTest,
  AnyOptions,
  Application,
  Declared,
  Exchange,
  Link,
  Reply,
  Uncalled,
} from "@product-auth/testkit";
import koa3, { type Context, type Middleware } from "koa";
import compose from "koa-compose";
import mount from "koa-mount";
import koa2 from "koa2";
import type { KoaClass } from "./both-versions.js";

type Adapter = AdapterUnderTest<Middleware> & { readonly auth: KoaProductAuth<string, string> };

/** How the adapter contract gets at this adapter, on each version of Koa. */
export const onKoa3: AdapterHarness<Middleware> = harnessOf(koa3, "onKoa3");
export const onKoa2: AdapterHarness<Middleware> = harnessOf(koa2, "onKoa2");

function harnessOf(Koa: KoaClass, name: string): AdapterHarness<Middleware> {
  return {
    adapt,
    build: (auth, application) => {
      const serve = build(Koa, auth as Adapter, application);
      return { listener: (req, res) => void serve(req, res) };
    },
    source: { module: import.meta.url, name },
  };
}

function adapt(options: Parameters<AdapterHarness["adapt"]>[0]): Adapter {
  const auth = productAuth<string, string>(options as AnyOptions);
  const functions: Readonly<Record<Uncalled, unknown>> = { ...auth, productAuth };
  return {
    ...auth,
    auth,
    everything: auth,
    uncalled: (name: Uncalled) => functions[name],
  } as unknown as Adapter;
}

function build(Koa: KoaClass, { auth }: Adapter, { declared, onError }: Application<Middleware>) {
  const exchangeOf = (ctx: Context): Exchange => ({
    method: ctx.method,
    url: ctx.url,
    params: (ctx["params"] as Record<string, string> | undefined) ?? {},
    access: ctx.state.productAuth,
    accessOf: () => accessOf(ctx),
    explain: (rule) => auth.explain(ctx, rule),
  });
  const middlewareOf = (link: Link<Middleware>): Middleware => {
    if (link.kind === "guard") return link.guard;
    if (link.kind === "cors") return corsOf({ origin: "https://app.example" });
    return async (ctx, next) => {
      await link.step(exchangeOf(ctx));
      await next();
    };
  };
  // A router for each route, so that everything stands in the order of its declaration.
  const inOrder = (all: readonly Declared<Middleware>[]): Middleware =>
    compose(
      all.flatMap((one) => {
        const links = one.links.map(middlewareOf);
        if (one.kind === "use") return links;
        if (one.kind === "mount") return mount(one.prefix, compose([...links, inOrder(one.declared)]));
        const handler: Middleware = async (ctx) => write(ctx, await one.handler(exchangeOf(ctx)));
        const router = new Router();
        if (one.methods === "all") router.all([...one.paths], ...links, handler);
        else router.register([...one.paths], [...one.methods], [...links, handler]);
        return router.routes() as Middleware;
      }),
    );
  const app = new Koa();
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      write(ctx, onError(error));
    }
  });
  app.use(inOrder(declared));
  return app.callback();
}

function write(ctx: Context, { status = 200, headers = {}, body }: Reply): void {
  ctx.status = status;
  if (typeof body !== "string") ctx.type = "json";
  ctx.set(headers);
  ctx.body = typeof body === "string" ? body : (JSON.stringify(body) ?? "");
}
