import corsOf from "cors";
import { accessOf, productAuth, type ExpressProductAuth } from "@product-auth/express";
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
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from "express";
import express5 from "express";
import express4 from "express4";
import type { ExpressFactory } from "./both-versions.js";

type Adapter = AdapterUnderTest<RequestHandler> & { readonly auth: ExpressProductAuth<string, string> };

/** How the adapter contract gets at this adapter, on each version of Express. */
export const onExpress5: AdapterHarness<RequestHandler> = harnessOf(express5, "onExpress5");
export const onExpress4: AdapterHarness<RequestHandler> = harnessOf(express4, "onExpress4");

function harnessOf(express: ExpressFactory, name: string): AdapterHarness<RequestHandler> {
  return {
    adapt,
    build: (auth, application) => ({ listener: build(express, auth as Adapter, application) }),
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

function build(
  express: ExpressFactory,
  { auth }: Adapter,
  { declared, onError }: Application<RequestHandler>,
) {
  const app = express();
  const exchangeOf = (req: Request): Exchange => ({
    method: req.method,
    url: req.url,
    params: req.params as Record<string, string>,
    access: req.productAuth,
    accessOf: () => accessOf(req),
    explain: (rule) => auth.explain(req, rule),
  });
  const middleware = (link: Link<RequestHandler>): RequestHandler => {
    if (link.kind === "guard") return link.guard;
    if (link.kind === "cors") return corsOf({ origin: "https://app.example" });
    return async (req, _res, next) => {
      try {
        await link.step(exchangeOf(req));
      } catch (error) {
        return next(error);
      }
      next();
    };
  };
  const declare = (router: Router, all: readonly Declared<RequestHandler>[]): Router => {
    for (const one of all) {
      const links = one.links.map(middleware);
      if (one.kind === "use") router.use(...links);
      else if (one.kind === "mount")
        router.use(one.prefix, ...links, declare(express.Router(), one.declared));
      else {
        const handler: RequestHandler = (req, res, next) =>
          void Promise.resolve(exchangeOf(req))
            .then(one.handler)
            .then((reply) => write(res, reply), next);
        for (const method of one.methods === "all" ? (["all"] as const) : one.methods)
          router[method.toLowerCase() as "all"](one.paths.map(spelt), ...links, handler);
      }
    }
    return router;
  };
  // Express 4 writes a wildcard without a name.
  const spelt = (path: string) => ("lazyrouter" in express.application ? path.replace(/\*\w+$/, "*") : path);
  declare(app, declared);
  const answer: ErrorRequestHandler = (error, _req, res, next) =>
    res.headersSent ? next(error) : write(res, onError(error));
  return app.use(answer);
}

function write(res: Response, { status = 200, headers = {}, body }: Reply): void {
  res.status(status).set(headers);
  if (typeof body === "string") res.send(body);
  else res.json(body);
}
