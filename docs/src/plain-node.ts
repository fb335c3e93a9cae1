// #region plain-node
import { createServer, type Server } from "node:http";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";

export function createApi(options: ProductAuthOptions<"starter">): Server {
  const auth = createProductAuth(options);
  const starter = auth.requirement({ product: "starter" });

  return createServer((req, res) => {
    void Promise.resolve(auth.authorize(auth.viewOf(req), starter)).then((decision) => {
      if (decision.outcome === "admit") {
        for (const [name, value] of Object.entries(decision.headers)) res.setHeader(name, value);
        res.end(`Hello, ${decision.access.client?.id}`);
        return;
      }
      const { status, headers, body } = auth.answer(decision);
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
      res.writeHead(status).end(body);
    });
  });
}
// #endregion plain-node
