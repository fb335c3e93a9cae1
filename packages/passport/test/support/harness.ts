import type { OutgoingHttpHeaders } from "node:http";
import type { ProductAuth } from "@product-auth/core";
import { metadataAnswers, productAuthOf } from "@product-auth/core/adapter";
import { accessOf, ProductAuthStrategy } from "@product-auth/passport";
import type {
  AdapterHarness,
  AdapterUnderTest,
  AnyOptions,
  Application,
  Declared,
  Exchange,
  Link,
  Reply,
} from "@product-auth/testkit";
import corsOf from "cors";
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from "express";
import passport, { type AuthenticateOptions } from "passport";

type Strategy = ProductAuthStrategy<string, string>;
type Adapter = AdapterUnderTest<Guard> & { readonly strategy: Strategy };
/** Middleware, and who answers what it refuses. */
type Guard = RequestHandler & { readonly strategy?: Strategy };

/** How the adapter contract gets at the strategy: routes guarded by passport, refusals answered behind them. */
export const throughPassport: AdapterHarness<Guard> = {
  adapt,
  build: (auth, application) => ({ listener: build(auth as Adapter, application) }),
  source: { module: import.meta.url, name: "throughPassport" },
};

function adapt(options: Parameters<AdapterHarness["adapt"]>[0]): Adapter {
  const auth = productAuthOf<string, string>(options as AnyOptions);
  const strategy = new ProductAuthStrategy(auth);
  const authenticator = new passport.Passport().use(strategy);
  const guard = (given: AuthenticateOptions) =>
    Object.assign(
      authenticator.authenticate("product-auth", { ...given, failWithError: true }) as RequestHandler,
      { strategy },
    );
  return {
    strategy,
    everything: guard({ session: false }),
    requireProduct: (...names) => guard(strategy.requireProduct(...(names as [string]))),
    requireScope: (...scopes) => guard(strategy.requireScope(...(scopes as [string]))),
    requireRole: (...roles) => guard(strategy.requireRole(...(roles as [string]))),
    require: (rule) => guard(strategy.require(rule)),
    open: () => (_req, _res, next) => next(),
    protectedResourceMetadata: () => metadata(auth),
    update: (catalog) => strategy.update(catalog),
    ready: () => strategy.ready(),
    health: () => strategy.health(),
    close: () => strategy.close(),
  };
}

function metadata(auth: ProductAuth<string, string>): RequestHandler {
  const answerTo = metadataAnswers(auth.resourceMetadata);
  return (req, res, next) => {
    const answer = answerTo(auth.viewOf(req, req.originalUrl));
    if (answer === undefined) next();
    else {
      const length = { "content-length": Buffer.byteLength(answer.body) };
      res
        .writeHead(answer.status, { ...(answer.headers as OutgoingHttpHeaders), ...length })
        .end(answer.body);
    }
  };
}

function build({ strategy }: Adapter, { declared, onError }: Application<Guard>) {
  const app = express();
  const strategies = new Set<Strategy>();
  const exchangeOf = (req: Request): Exchange => ({
    method: req.method,
    url: req.url,
    params: req.params as Record<string, string>,
    access: req.productAuth,
    accessOf: () => accessOf(req),
    explain: (rule) => strategy.explain(req, rule),
  });
  const middleware = (link: Link<Guard>): RequestHandler => {
    if (link.kind === "guard") {
      if (link.guard.strategy !== undefined) strategies.add(link.guard.strategy);
      return link.guard;
    }
    if (link.kind === "cors") return corsOf({ origin: "https://app.example" });
    return async (req, _res, next) => {
      await link.step(exchangeOf(req));
      next();
    };
  };
  const declare = (router: Router, all: readonly Declared<Guard>[]): Router => {
    for (const one of all) {
      const links = one.links.map(middleware);
      if (one.kind === "use") router.use(...links);
      else if (one.kind === "mount")
        router.use(one.prefix, ...links, declare(express.Router(), one.declared));
      else {
        const handler: RequestHandler = async (req, res) => write(res, await one.handler(exchangeOf(req)));
        for (const method of one.methods === "all" ? (["all"] as const) : one.methods)
          router[method.toLowerCase() as "all"]([...one.paths], ...links, handler);
      }
    }
    return router;
  };
  declare(app, declared);
  const answer: ErrorRequestHandler = (error, _req, res, next) =>
    res.headersSent ? next(error) : write(res, onError(error));
  for (const each of strategies) app.use(each.answerRefusals());
  return app.use(answer);
}

function write(res: Parameters<RequestHandler>[1], { status = 200, headers = {}, body }: Reply): void {
  res.status(status).set(headers);
  if (typeof body === "string") res.send(body);
  else res.json(body);
}
