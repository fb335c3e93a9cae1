import { expect } from "chai";
import request from "supertest";
import type { Api } from "../support/api.js";
import { expectRefused, noToken, noTokenOrKey } from "../support/refused.js";
import type { Handler } from "../adapter-harness.js";
import { cors } from "../written-routes.js";
import type { Suite } from "../suite.js";

const METHODS = ["get", "post", "put", "patch", "delete", "options"] as const;
type Method = (typeof METHODS)[number] | "head";

export function methods({ describe, it, before, beforeEach, apiStarter }: Suite): void {
  describe("methods", () => {
    const start = apiStarter();
    const handled: string[] = [];
    let api: Api;

    const handler: Handler = ({ method }) => {
      handled.push(method);
      return { body: "handled" };
    };

    before(async () => {
      api = await start((app, auth) => {
        app.mount("/cors", cors, (inner) => inner.all("/all", auth.requireProduct("starter"), handler));
        app.all("/all", auth.requireProduct("starter"), handler);
        app.get("/get", auth.requireProduct("starter"), handler);
        app.use(auth);
        app.all("/door", handler);
      });
    });

    beforeEach(() => void handled.splice(0));

    const send = (method: Method, path: string) => request(api.server)[method](path);
    const bearer = () => api.entra.tokenFor({ client: "contoso", product: "starter" });

    describe("401 without a credential, and the handler is not reached", () => {
      for (const method of METHODS) {
        it(`${method} of app.all`, async () => {
          expectRefused(await send(method, "/all"), noToken);
          expect(handled).to.deep.equal([]);
        });
        it(`${method} behind app.use(auth)`, async () => {
          expectRefused(await send(method, "/door"), noTokenOrKey);
          expect(handled).to.deep.equal([]);
        });
      }

      for (const path of ["/all", "/get"])
        it(`HEAD ${path}: the answer to GET without its body`, async () => {
          const [head, get] = [await send("head", path), await send("get", path)];
          expectRefused(get, noToken);
          expect(head.text ?? "").to.equal("");
          expect([
            head.status,
            head.headers["www-authenticate"],
            head.headers["content-length"],
          ]).to.deep.equal([401, "Bearer", String(Buffer.byteLength(get.text))]);
          expect(handled).to.deep.equal([]);
        });

      it("a preflight that nobody answers before the guard", async () => {
        const answer = await send("options", "/all").set("access-control-request-method", "GET");
        expectRefused(answer, noToken);
        expect(handled).to.deep.equal([]);
      });
    });

    it("OPTIONS of a route for GET does not reach the handler", async () => {
      const alone = await start((app, auth) => app.get("/get", auth.requireProduct("starter"), handler));
      const answer = await request(alone.server).options("/get");
      expect(answer.text ?? "").not.to.contain("handled");
      expect(handled).to.deep.equal([]);
    });

    it("a preflight is answered by a CORS handler before the guard", async () => {
      const answer = await send("options", "/cors/all").set("access-control-request-method", "GET");
      expect([answer.status, answer.headers["access-control-allow-origin"]]).to.deep.equal([
        204,
        "https://app.example",
      ]);
      const other = await send("options", "/cors/all"); // some answer every OPTIONS, some preflights only
      expect([204, 401]).to.include(other.status);
      expect(handled).to.deep.equal([]);
    });

    describe("200 with a token", () => {
      for (const method of [...METHODS, "head"] as const)
        it(`${method} of app.all`, async () => {
          await send(method, "/all")
            .auth(await bearer(), { type: "bearer" })
            .expect(200);
          expect(handled).to.deep.equal([method.toUpperCase()]);
        });
    });
  });
}
