import type { AddressInfo } from "node:net";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import express from "express";

/** An Express API whose product pro is opened by keys of this store; `status` calls it with a key. */
export async function serve(
  options: Pick<ProductAuthOptions<"pro">, "subscriptions" | "subscriptionKeyPepper" | "subscriptionCache">,
) {
  const auth = productAuth({ products: { pro: { accepts: ["key"] } }, ...options });
  const app = express();
  app.get("/", auth.requireProduct("pro"), (_req, res) => void res.send("in"));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    status: async (key: string) =>
      (await fetch(url, { headers: { "Ocp-Apim-Subscription-Key": key } })).status,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await auth.close();
    },
  };
}
