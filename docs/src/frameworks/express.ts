import { accessOf, type ExpressProductAuth } from "@product-auth/express";
import cors from "cors";
import express, { type ErrorRequestHandler } from "express";

export function createApp(
  auth: ExpressProductAuth<"starter" | "pro">,
  log: (error: unknown) => void,
): express.Express {
  // #region whole
  const app = express();
  app.get("/health", auth.open(), (_req, res) => void res.send("ok"));
  app.use(cors({ origin: "https://app.example" }));
  app.use(auth.protectedResourceMetadata());
  app.use(auth); // every route after this line requires a credential for a product
  app.get("/catalog", (_req, res) => void res.send("for holders of any product"));
  // #endregion whole

  // #region route
  app.get("/orders/:id", auth.requireProduct("starter"), (req, res) => {
    const { product, client } = res.locals.productAuth; // product: "starter"
    res.json({ id: req.params.id, product, for: client?.id });
  });
  // #endregion route

  // #region row
  app.delete("/orders/:id", auth.requireProduct("starter"), auth.requireRole("Orders.Admin"), (req, res) => {
    res.json({ by: accessOf(req).client?.id });
  });
  // #endregion row

  // #region router
  const reports = express.Router();
  reports.get("/:year", (req, res) => void res.json({ year: req.params.year, for: accessOf(req).product }));
  app.use("/reports", auth.requireProduct("pro"), reports);
  // #endregion router

  app.get("/broken", () => {
    throw new Error("a bug");
  });
  // #region errors
  const onError: ErrorRequestHandler = (error, _req, _res, next) => {
    log(error);
    next(error);
  };
  app.use(onError); // behind all routes
  // #endregion errors
  return app;
}
