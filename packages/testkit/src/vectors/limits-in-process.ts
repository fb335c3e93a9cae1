import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { ProductAuth } from "@product-auth/core";
import type { AnyOptions } from "../adapter/adapter-harness.js";
import type { StartInstance } from "./limit-vectors.js";
import { CALL_FIELD } from "./limit-vectors.js";
import { joined, pairsOf } from "./vector-requests.js";

/** Runs vectors without a server: what `authorize` and `answer` return, with Node's own request and response. */
export function limitsInProcess(create: (options: AnyOptions) => ProductAuth<string, string>): StartInstance {
  return (options, rule, handle) => {
    const auth = create(options);
    const requirement = rule === undefined ? auth.anyProduct : auth.requirement(rule);
    return Promise.resolve({
      host: "api.contoso.example",
      async ask({ method, target, fields, body, address }) {
        const request = new IncomingMessage(new Socket());
        Object.assign(request, { method, url: target, rawHeaders: [...fields], complete: false });
        for (const [name, value] of pairsOf(fields)) request.headers[name.toLowerCase()] ??= value;
        const view = auth.viewOf(request, target, undefined, () => address);
        const decision = await auth.authorize(view, requirement);
        if (decision.outcome !== "admit") {
          const answer = auth.answer(decision);
          return { ...answer, headers: joined(Object.entries(answer.headers)) };
        }
        const response = new ServerResponse(request);
        decision.onResponse?.(response);
        if (body.length > 0) request.push(body);
        const call = request.headers[CALL_FIELD];
        const { status, bytes } = await handle(typeof call === "string" ? call : undefined);
        response.statusCode = status;
        response.end("x".repeat(bytes));
        return { status, headers: joined(Object.entries(decision.headers)), body: "" };
      },
      close: () => auth.close(),
    });
  };
}
