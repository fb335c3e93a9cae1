// One instance of a vector of stores, which counts in memory: run by store-vectors.test.ts.
import type { AddressInfo } from "node:net";
import { productAuth } from "@product-auth/express";
import { runVectorTask } from "@product-auth/testkit";
import express from "express";

await runVectorTask({
  open: () => undefined,
  async serve(options) {
    const auth = productAuth(options);
    const app = express();
    app.get("/", auth.requireProduct("pro"), (_req, res) => void res.send("in"));
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    return {
      auth,
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      async close() {
        await new Promise((resolve) => server.close(resolve));
        await auth.close();
      },
    };
  },
});
