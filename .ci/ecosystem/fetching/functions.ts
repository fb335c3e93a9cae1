// #region functions
import functions, { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { fieldsOf, viewOf } from "./fetch-requests.js";

export function addOrders(options: ProductAuthOptions<"starter">) {
  const auth = createProductAuth(options);
  const starter = auth.requirement({ product: "starter" });

  async function handler(request: HttpRequest): Promise<HttpResponseInit> {
    const decision = await auth.authorize(viewOf(request), starter);
    if (decision.outcome !== "admit") {
      const { status, headers, body } = auth.answer(decision);
      return { status, headers: fieldsOf(headers), body };
    }
    return { headers: fieldsOf(decision.headers), jsonBody: { for: decision.access.client?.id } };
  }
  functions.app.http("orders", { methods: ["GET"], authLevel: "anonymous", handler });
  return handler;
}
// #endregion functions
