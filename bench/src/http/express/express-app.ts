import { createServer, type Server } from "node:http";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { ORDERS } from "../http-contender.js";

/** One route behind these handlers, with the usual last resort: an error is answered by its status, in JSON. */
export function serveExpress(...guards: RequestHandler[]): Server {
  const app = express();
  app.get("/orders", ...guards, (_req, res) => void res.json(ORDERS));
  app.use(answerError);
  return createServer(app as never);
}

// Express's own last resort writes the stack of every refusal to the log and as a page of HTML.
const answerError: ErrorRequestHandler = (error: { status?: number; headers?: object }, _req, res, next) => {
  if (res.headersSent) return next(error);
  const status = error.status ?? 500;
  res
    .status(status)
    .set(error.headers ?? {})
    .json({ status });
};
