import { productAuth } from "@product-auth/koa";
import { report as reportOf } from "@product-auth/routes/koa";
import type Router15 from "@koa/router";
import Koa, { type Middleware } from "koa";
import type { RequestListener } from "node:http";
import type { Path } from "./paths.js";
import type { Mount, Step } from "./plan.js";
import type { Build } from "./set-ups.js";

/** Builds plans with a version of @koa/router. */
export function onKoa(Router: typeof Router15): Build {
  const auth = productAuth({ products: { gold: { accepts: ["key"] } }, subscriptions: [] });
  const guard = auth.requireProduct("gold") as unknown as Middleware;
  const step: Middleware = (_ctx, next) => next();
  const links = { guard, step, jump: step };

  return async ({ settings, steps }, heard) => {
    const app = new Koa();
    app.silent = true;
    // A router for each step: what is next to each other in the plan comes in its order.
    for (const each of steps) {
      if (each.kind === "use" && each.paths.length === 0) app.use(links[each.what]);
      else app.use(declared(new Router({ ...settings }), [each]).routes());
    }
    return { listener: app.callback() as RequestListener, report: reportOf(app, auth) };

    function declared(router: Router15, inner: readonly Step[]): Router15 {
      for (const each of inner) {
        if (each.kind === "mount") mount(router, each);
        else if (each.kind === "route") {
          const handlers: Middleware[] = each.links.map((link) => links[link]);
          const { handler } = each;
          if (handler === "answers") handlers.push((ctx) => void (heard(each), (ctx.body = "")));
          if (handler === "lets on") handlers.push((_ctx, next) => (heard(each), next()));
          for (const path of each.paths) router[each.method](asPath(path), ...handlers);
        } else if (each.paths.length === 0) router.use(links[each.what]);
        // A regular expression for `use` is only known to some versions.
        else
          for (const path of each.paths) {
            if (typeof path === "string") router.use(path, links[each.what]);
            else router.all(asPath(path), links[each.what]);
          }
      }
      return router;
    }

    function mount(router: Router15, { as, paths, settings: own, steps: inner }: Mount): void {
      const prefix = paths.find((path) => typeof path === "string");
      if (as === "application" && prefix !== undefined)
        router.use(declared(new Router({ ...own, prefix }), inner).routes() as unknown as Middleware);
      else if (prefix === undefined)
        router.use(declared(new Router({ ...own }), inner).routes() as unknown as Middleware);
      else router.use(prefix, declared(new Router({ ...own }), inner).routes() as unknown as Middleware);
    }
  };
}

const asPath = (path: Path): string | RegExp =>
  typeof path === "string" ? path : new RegExp(path.source, path.flags);
