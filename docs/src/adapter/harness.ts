// #region harness
import type { RequestListener, ServerResponse } from "node:http";
import type { AdapterHarness, Application, Declared, Exchange, Link, Reply } from "@product-auth/testkit";
import corsOf from "cors";
import { Router, type Request, type RequestHandler } from "express"; // its router needs nothing else of Express
import { accessOf, productAuth, type Guard } from "./connect.js";

type Adapter = ReturnType<typeof productAuth>;

export const onConnect: AdapterHarness<Guard> = {
  adapt: (options) => productAuth(options) as ReturnType<AdapterHarness<Guard>["adapt"]>,
  build: (auth, application) => build(auth as unknown as Adapter, application),
  source: { module: import.meta.url, name: "onConnect" },
};

function build(auth: Adapter, { declared, onError }: Application<Guard>) {
  const exchangeOf = (req: Request): Exchange => ({
    method: req.method,
    url: req.url,
    params: req.params as Record<string, string>,
    access: req.productAuth,
    accessOf: () => accessOf(req),
    explain: (rule) => auth.explain(req, rule),
  });

  function middleware(link: Link<Guard>): RequestHandler {
    if (link.kind === "guard") return link.guard as RequestHandler;
    if (link.kind === "cors") return corsOf({ origin: "https://app.example" });
    return async (req, _res, next) => {
      await link.step(exchangeOf(req));
      next();
    };
  }

  function routerOf(all: readonly Declared<Guard>[]): Router {
    const router = Router();
    for (const one of all) {
      const links = one.links.map(middleware);
      if (one.kind === "use") router.use(...links);
      else if (one.kind === "mount") router.use(one.prefix, ...links, routerOf(one.declared));
      else {
        const handler: RequestHandler = async (req, res) => write(res, await one.handler(exchangeOf(req)));
        for (const method of one.methods === "all" ? (["all"] as const) : one.methods)
          router[method.toLowerCase() as "all"]([...one.paths], ...links, handler);
      }
    }
    return router;
  }

  const router = routerOf(declared);
  const listener: RequestListener = (req, res) =>
    router(req as Request, res as never, (error?: unknown) =>
      write(res, error === undefined ? { status: 404 } : onError(error)),
    );
  return { listener };
}

function write(res: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const isText = typeof body === "string";
  res.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  res.end(isText ? body : JSON.stringify(body));
}
// #endregion harness
