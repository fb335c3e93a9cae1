import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import { productAuth as productAuthPlugin } from "@product-auth/fastify";
import express, { type Express } from "express";
import fastify, { type FastifyInstance } from "fastify";

type Options = ProductAuthOptions<"starter">;

export function createDownloads(options: Options): Express {
  const app = express();
  // #region rule
  const auth = productAuth(options);
  const byLink = auth.require({ product: "starter", tokenSource: { query: "access_token" } });
  app.get("/downloads/:name", byLink, (req, res) => void res.send(`the file ${req.params.name}`));
  app.use(auth); // every other route: Authorization only
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.json([]));
  // #endregion rule
  return app;
}

export async function createEvents(options: Options): Promise<FastifyInstance> {
  const app = fastify();
  // #region config
  await app.register(productAuthPlugin(options));
  const byQuery = { product: "starter", tokenSource: { query: "access_token" } } as const;
  app.get("/events", { config: { productAuth: byQuery } }, (_request, reply) => {
    return reply.type("text/event-stream").send("data: hello\n\n");
  });
  // #endregion config
  return app;
}

export function createForPages(options: Options): Express {
  const app = express();
  // #region cookie
  const auth = productAuth({
    ...options,
    tokenSource: { cookie: "__Host-token" },
    origins: ["https://app.example"], // pages of other origins that may act for their users
  });
  app.use(auth);
  // #endregion cookie
  app.all("/orders", auth.requireProduct("starter"), (_req, res) => void res.json([]));
  return app;
}

export function createByFunction(options: Options): Express {
  const app = express();
  // #region function
  const auth = productAuth({
    ...options,
    tokenSource: (request) => {
      const field = request.header("x-forwarded-access-token");
      return typeof field === "string" ? field : undefined;
    },
  });
  // #endregion function
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.json([]));
  return app;
}
