import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { expect } from "chai";
import { DECISION_CHANNEL } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import type { Handler } from "../../adapter-harness.js";
import { KEY, type Api } from "../../support/api.js";
import { parts } from "../../support/jose-parts.js";
import { exchange } from "../../support/raw-request.js";
import type { Suite } from "../../suite.js";

/** Stands in everything that must never come out again. */
const MARK = "SECRET-7f3a9c";

/** Claims about a person, and others that no check reads. */
const PRIVATE = {
  name: `${MARK} name`,
  preferred_username: `${MARK}@example`,
  upn: `${MARK}@example`,
  email: `${MARK}@mail`,
  ...{ unique_name: MARK, family_name: MARK, given_name: MARK, ipaddr: MARK, aio: MARK, rh: MARK, sid: MARK },
  groups: [MARK],
  wids: [MARK],
  extension: { deep: [{ down: MARK }] },
  [`claim-${MARK}`]: 1,
  nonce: MARK,
};

/** Members of the header likewise. */
const HEADER = { jku: `https://${MARK}.example`, x5c: [MARK], jwk: { n: MARK }, cty: MARK };

const inside: Handler = () => ({ body: "in" });

export function output({ describe, it, before, after, apiStarter, sharedEntra }: Suite): void {
  describe("what comes out: no token, no key, no claim, in no answer and no event", () => {
    const start = apiStarter();
    const published: unknown[] = [];
    const listen = (event: unknown) => void published.push(event);
    let entra: Entra;
    let apis: Record<"gateway" | "problem", Api>;

    before(async () => {
      entra = await sharedEntra();
      const routes: Parameters<typeof start>[0] = (app, auth) => {
        for (const product of ["starter", "pro", "batch"] as const)
          app.all(`/${product}`, auth.requireProduct(product), inside);
        app.get("/users", auth.require({ product: "starter", scopes: ["Orders.Read"] }), inside);
        app.use(auth);
      };
      const subscriptions = [
        { id: "good", scope: "/products/batch", primaryKey: `${MARK}-good` },
        { id: "late", scope: "/products/batch", primaryKey: `${MARK}-late`, state: "suspended" },
        { id: "pro", scope: "/products/pro", primaryKey: `${MARK}-pro` },
      ] as const;
      apis = {
        gateway: await start(routes, { subscriptions }, { maxHeaderSize: 65_536 }),
        problem: await start(routes, { subscriptions, errors: "problem" }, { maxHeaderSize: 65_536 }),
      };
      subscribe(DECISION_CHANNEL, listen);
    });
    after(() => unsubscribe(DECISION_CHANNEL, listen));

    /** Sends the request and searches all that comes out for the mark and for the token's parts. */
    async function expectSilent(path: string, status: number, ...lines: readonly string[]): Promise<void> {
      const tokens = [...lines.join("\n").matchAll(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g)].map(([token]) => token);
      for (const api of Object.values(apis)) {
        api.events.length = published.length = 0;
        const head = [`GET ${path} HTTP/1.1`, "host: api.example", "connection: close", ...lines];
        const answer = await exchange(api.port, `${head.join("\r\n")}\r\n\r\n`);
        expect(answer).to.match(new RegExp(`^HTTP/1.1 ${status} `));
        expect(api.events).to.have.length(1);
        expect(published).to.deep.equal(api.events);
        const everything = [answer, JSON.stringify(api.events), JSON.stringify(api.auth.health())].join("\n");
        expect(everything).not.to.contain(MARK);
        for (const token of tokens)
          for (const part of token.split(".").filter(({ length }) => length > 8))
            expect(everything).not.to.contain(part);
        for (const value of tokens.flatMap((token) => [...textsOf(token)]))
          if (value !== "Product.Starter.All") expect(answer).not.to.contain(value);
      }
    }

    it("for every flawed token", async () => {
      const names = Object.keys(entra.flawed) as (keyof Entra["flawed"])[];
      for (const name of names) {
        const token = await entra.flawed[name]({ product: "starter", claims: PRIVATE, header: HEADER });
        const lacksRole = ["noRoles", "otherRole", "roleWrongCase"].includes(name);
        await expectSilent("/starter", lacksRole ? 403 : 401, `authorization: Bearer ${token}`);
      }
    });
    it("for good tokens, also where they open nothing", async () => {
      const wish = { client: "contoso", product: "starter", claims: PRIVATE, header: HEADER };
      const token = await entra.tokenFor(wish);
      const user = await entra.tokenFor({ ...wish, delegated: true });
      for (const [path, bearer, status] of [
        ["/starter", token, 200],
        ["/starter", token, 200],
        ["/pro", token, 401],
        ["/users", token, 401],
        ["/users", user, 200],
        ["/starter", user, 401],
        ["/nowhere", token, 404],
      ] as const)
        await expectSilent(path, status, `authorization: Bearer ${bearer}`);
      await expectSilent("/starter", 401, `authorization: ${token}`);
      await expectSilent("/starter", 401, `authorization: Basic ${token}`);
      await expectSilent("/starter", 401, `authorization: Bearer ${token}`, `authorization: Bearer ${token}`);
      await expectSilent(`/starter?access_token=${token}`, 401);
      await expectSilent("/starter", 401, `cookie: token=${token}`);
      await expectSilent("/pro", 401, `authorization: Bearer ${token}`, `${KEY}: ${MARK}-pro`);
      await expectSilent("/batch", 401, `${KEY}: ${token.slice(0, 200)}`);
    });
    it("for texts that are no tokens", async () => {
      for (const value of [
        MARK,
        `Bearer ${MARK}`,
        `Bearer ${MARK}.${MARK}.${MARK}`,
        `Basic ${MARK}`,
        `Bearer ${MARK}==`,
      ])
        await expectSilent("/starter", 401, `authorization: ${value}`);
      await expectSilent("/starter", 401, `authorization: Bearer ${MARK.repeat(2_000)}`);
      await expectSilent("/starter", 401, `authorization: Bearer a`, `authorization: Bearer ${MARK}`);
    });
    it("for keys, good and bad, in the field and in the query", async () => {
      for (const [key, status] of [
        [`${MARK}-good`, 200],
        [`${MARK}-late`, 401],
        [`${MARK}-pro`, 401],
        [`${MARK}-unknown`, 401],
        [`${MARK}${"k".repeat(300)}`, 401],
      ] as const) {
        await expectSilent("/batch", status, `${KEY}: ${key}`);
        await expectSilent(`/batch?subscription-key=${key}`, status);
      }
      await expectSilent("/batch", 401, `${KEY}: ${MARK}-good`, `${KEY}: ${MARK}-good`);
      await expectSilent(`/batch?subscription-key=${MARK}&subscription-key=${MARK}`, 401);
      await expectSilent("/batch", 401, `cookie: subscription-key=${MARK}`);
    });
    it("for other fields", async () => {
      await expectSilent(
        "/batch",
        401,
        `x-forwarded-host: ${MARK}`,
        `origin: https://${MARK}.example`,
        `referer: ${MARK}`,
      );
    });
  });
}

/** Every text in claims and header that is long enough to be found by chance in nothing else. */
function* textsOf(token: string): Generator<string> {
  const { header, claims } = parts(token);
  for (const rest: unknown[] = [header, claims]; rest.length > 0;) {
    const next = rest.pop();
    if (typeof next === "string" && next.length > 6) yield next;
    else if (typeof next === "object" && next !== null) rest.push(...(Object.values(next) as unknown[]));
  }
}
