import { expect } from "chai";
import type { Response, Test } from "supertest";
import { KEY, tell, type Api } from "../support/api.js";
import type { Handler } from "../adapter-harness.js";
import type { Suite } from "../suite.js";

const control = ({ headers }: Response) => (headers as Record<string, string | undefined>)["cache-control"];

/** RFC 9111: what a shared cache in front may keep. That refusals are `no-store` is looked at by `expectRefused`. */
export function caches({ describe, it, before, apiStarter }: Suite): void {
  describe("what shared caches are told", () => {
    const start = apiStarter();
    const own: Handler = () => ({ headers: { "cache-control": "public, max-age=60" }, body: "mine" });
    let api: Api;
    before(async () => {
      api = await start((app, auth) => {
        app.get("/open", auth.open(), tell);
        app.get("/pro", auth.requireProduct("pro"), tell);
        app.get("/own", auth.requireProduct("pro"), own);
        app.get("/twice", auth.requireProduct("pro"), auth.require({ accepts: ["key"] }), tell);
      });
    });
    const pro = () => api.entra.tokenFor({ client: "contoso", product: "pro" });

    const admitted: readonly [what: string, path: string, set: (test: Test) => Test, expected?: string][] = [
      ["a key in its header: private", "/pro", (test) => test.set(KEY, "pro-key"), "private"],
      ["a key in the query: private", "/pro?subscription-key=pro-key", (test) => test, "private"],
      ["a key, two guards: private, once", "/twice", (test) => test.set(KEY, "pro-key"), "private"],
      [
        "what the handler says itself holds",
        "/own",
        (test) => test.set(KEY, "pro-key"),
        "public, max-age=60",
      ],
      ["an open route: nothing", "/open", (test) => test.set(KEY, "pro-key")],
    ];
    for (const [what, path, set, expected] of admitted)
      it(what, async () => expect(control(await set(api.get(path)).expect(200))).to.equal(expected));

    it("a token in Authorization: nothing, RFC 9111 §3.5 protects it", async () => {
      const answer = await api.get("/pro").auth(await pro(), { type: "bearer" });
      expect([answer.status, control(answer)]).to.deep.equal([200, undefined]);
    });
    for (const [where, tokenSource] of [
      ["query", { query: "access_token" }],
      ["header of another name", { header: "x-token" }],
      ["cookie", { cookie: "token" }],
    ] as const)
      it(`a token in a ${where}: private, RFC 6750 §2.3`, async () => {
        const other = await start((app, auth) => app.get("/", auth.requireProduct("pro"), tell), {
          tokenSource,
        });
        const token = await pro();
        const test =
          "query" in tokenSource
            ? other.get(`/?access_token=${token}`)
            : "cookie" in tokenSource
              ? other.get("/").set("cookie", `token=${token}`)
              : other.get("/").set("x-token", token);
        const answer = await test;
        expect([answer.status, control(answer)]).to.deep.equal([200, "private"]);
      });
    it("a refusal under failedValidation with a status that caches keep, 404: no-store", async () => {
      const other = await start((app, auth) => app.get("/", auth.requireProduct("pro"), tell), {
        failedValidation: { status: 404, message: "Resource not found" },
      });
      for (const test of [other.get("/").auth("garbage", { type: "bearer" }), other.get("/")])
        expect(control(await test)).to.equal("no-store");
    });
    it("a path of no API, 404: no-store", async () => {
      const other = await start((app, auth) => app.use(auth), {
        apis: { orders: { path: "orders", products: ["pro"] } },
      } as never);
      const answer = await other.get("/nowhere");
      expect([answer.status, control(answer)]).to.deep.equal([404, "no-store"]);
    });
  });
}
