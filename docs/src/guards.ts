import { accessOf, productAuth, type ProductAuthOptions } from "@product-auth/express";
import express, { type Request, type RequestHandler } from "express";

export function createApp(options: ProductAuthOptions<"starter" | "pro">): express.Express {
  const auth = productAuth(options);
  const app = express();

  // #region order
  app.get("/health", auth.open(), (_req, res) => void res.send("ok"));
  app.use(cors("https://app.example"));
  app.use(auth);
  app.get("/catalog", (_req, res) => void res.send("for holders of any product"));
  // #endregion order

  // #region routes
  app.get("/orders", auth.requireProduct("starter", "pro"), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  app.delete("/orders/:id", auth.requireRole("Orders.Admin"), (req, res) => {
    res.json({ deleted: req.params.id });
  });
  app.get("/reports", auth.require({ product: "pro", accepts: ["key"] }), (_req, res) => {
    res.json({ for: res.locals.productAuth.subscription?.id });
  });
  // #endregion routes

  // #region users
  const writing = auth.require({ product: "starter", scopes: { any: ["Orders.Write", "Orders.Manage"] } });
  app.post("/orders", writing, (req, res) => {
    res.json({ by: userOf(req) });
  });
  // #endregion users

  // #region any-of
  const reading = auth.require({
    anyOf: [{ product: "starter" }, { product: "starter", scopes: ["Orders.Read"] }],
  });
  app.get("/orders/:id", reading, (req, res) => {
    res.json({ id: req.params.id, caller: accessOf(req).token?.caller });
  });
  // #endregion any-of
  return app;
}

// #region access
function userOf(req: Request): string {
  const { token } = accessOf(req); // throws if no guard ran
  return `${token?.tenantId}/${String(token?.claims["oid"])}`; // not the name or e-mail: those can change
}
// #endregion access

// #region cors
function cors(origin: string): RequestHandler {
  return (req, res, next) => {
    res.vary("Origin");
    if (req.headers.origin === origin) res.set("Access-Control-Allow-Origin", origin);
    res.set("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After");
    const preflight = req.method === "OPTIONS" && req.headers["access-control-request-method"] !== undefined;
    if (!preflight) return next();
    res.set("Access-Control-Allow-Headers", "Authorization, Ocp-Apim-Subscription-Key, Content-Type");
    res.set("Access-Control-Allow-Methods", "GET, POST, DELETE").sendStatus(204);
  };
}
// #endregion cors
