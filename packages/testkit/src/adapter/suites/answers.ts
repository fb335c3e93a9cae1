import { expect } from "chai";
import type { ErrorFormat } from "@product-auth/core";
import { KEY, tell, type Api } from "../support/api.js";
import { lacks, noKey, noToken, unavailable, type Refusal } from "../support/refused.js";
import type { Suite } from "../suite.js";

export function answers({ describe, it, apiStarter }: Suite): void {
  describe("the form of refusals", () => {
    const start = apiStarter();

    async function answers(errors: ErrorFormat): Promise<Api> {
      return start(
        (app, auth) => {
          app.get("/starter", auth.requireProduct("starter"), tell);
          app.get("/batch", auth.requireProduct("batch"), tell);
        },
        { errors, subscriptions: { findByKeyDigest: () => Promise.reject(new Error("no database")) } },
      );
    }

    /** One request for each status. */
    async function refusals(api: Api) {
      const stranger = await api.entra.tokenFor({ client: "stranger", product: "starter" });
      return [
        { answer: await api.get("/starter"), refusal: noToken, title: "Unauthorized" },
        {
          answer: await api.get("/starter").auth(stranger, { type: "bearer" }),
          refusal: lacks("Product.Starter.All"),
          title: "Forbidden",
        },
        {
          answer: await api.get("/batch").set(KEY, "batch-key"),
          refusal: unavailable,
          title: "Service Unavailable",
        },
      ];
    }

    const challengeOf = (answer: { headers: unknown }) =>
      (answer.headers as Record<string, string | undefined>)["www-authenticate"];

    it('errors: "problem" writes RFC 9457 problem details; status and challenge stay', async () => {
      for (const { answer, refusal, title } of await refusals(await answers("problem"))) {
        expect(answer.status).to.equal(refusal.status);
        expect(challengeOf(answer)).to.equal(refusal.challenge);
        expect(answer.headers["content-type"]).to.equal("application/problem+json");
        const detail = refusal.message;
        expect(JSON.parse(answer.text)).to.deep.equal({
          type: "about:blank",
          title,
          status: refusal.status,
          detail,
        });
      }
    });

    it("errors: a function writes type and body; it is told what the caller may know, no more", async () => {
      const told: unknown[] = [];
      const api = await answers((problem) => {
        told.push(problem);
        return { contentType: "text/plain; charset=utf-8", body: `nö: ${problem.status}` };
      });
      const seen = await refusals(api);
      for (const { answer, refusal } of seen) {
        expect([answer.status, challengeOf(answer)]).to.deep.equal([refusal.status, refusal.challenge]);
        expect(answer.headers["content-type"]).to.equal("text/plain; charset=utf-8");
        expect(answer.headers["content-length"]).to.equal("8"); // bytes, not characters
        expect(answer.text).to.equal(`nö: ${refusal.status}`);
      }
      const public_ = ({ status, message }: Refusal) => ({ status, message });
      expect(told).to.deep.equal(seen.map(({ refusal }) => public_(refusal)));
    });

    it("a key header of the application's own stands in the challenge as it was written", async () => {
      const api = await start((app, auth) => app.get("/", auth.requireProduct("batch"), tell), {
        subscriptionKeyParameterNames: { header: "X-Orders-Key", query: "orders-key" },
      });
      const answer = await api.get("/").set(KEY, "batch-key").set("host", "api.example");
      expect(answer.status).to.equal(401);
      expect(challengeOf(answer)).to.equal(
        'AzureApiManagementKey realm="https://api.example/",name="X-Orders-Key",type="header"',
      );
      expect(answer.text).to.equal(`{ "statusCode": 401, "message": "${noKey.message}" }`);
      await api.get("/").set("x-orders-key", "batch-key").expect(200);
      await api.get("/?orders-key=batch-key").expect(200);
    });
  });
}
