import type { AddressInfo } from "node:net";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import express from "express";

/** An Express API with these options; `close` closes its store too. */
export async function serve(options: ProductAuthOptions<"pro">) {
  const auth = productAuth(options);
  const app = express();
  app.get("/", auth.requireProduct("pro"), (_req, res) => void res.send("in"));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    auth,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await auth.close();
    },
  };
}
