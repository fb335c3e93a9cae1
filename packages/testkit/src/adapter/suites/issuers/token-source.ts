import { expect } from "chai";
import { ConfigurationError, type RefusalCode, type TokenSourceOptions } from "@product-auth/core";
import type { Test } from "supertest";
import { refused, type IssuerApi } from "../../support/issuer-api.js";
import { openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken, noToken, type Refusal } from "../../support/refused.js";
import { signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];

export function tokenSource({ describe, it, before, after, issuerApis }: Suite): void {
  // header-name, query-parameter-name and require-scheme of "validate-jwt", API Management.
  describe("tokenSource", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let token: string;
    before(async () => {
      world = await startIssuerServer();
      const key = await signer("key-one");
      world.documents.set(JWKS, { keys: [key.jwk] });
      token = await key.sign(openIdClaims(ISSUER));
    });
    after(() => world.close());

    const api = (tokenSource?: TokenSourceOptions) =>
      start({ issuer: ISSUER, jwksUri: JWKS, fetch: world.fetch, ...(tokenSource && { tokenSource }) });

    /** How a request carries the token, and what comes of it. */
    type Case = readonly [
      what: string,
      send: (api: IssuerApi) => Test,
      code?: RefusalCode,
      refusal?: Refusal,
    ];
    const orders = (send: (request: Test) => Test) => (api: IssuerApi) => send(api.get("/orders"));
    const authorization = (field: () => string) => orders((request) => request.set("authorization", field()));
    const other = (name: string, field: () => string) => orders((request) => request.set(name, field()));
    const query = (text: () => string) => (api: IssuerApi) => api.get(`/orders?${text()}`);
    const missing = ["token_missing", noToken] as const;
    const scheme = ["token_scheme", noToken] as const;

    const tables: readonly (readonly [string, TokenSourceOptions | undefined, readonly Case[]])[] = [
      [
        "the Authorization header by default",
        undefined,
        [
          ["Bearer", authorization(() => `Bearer ${token}`)],
          ["bearer in small letters (RFC 9110 §11.1)", authorization(() => `bearer ${token}`)],
          ["several spaces", authorization(() => `Bearer   ${token}`)],
          ["the bare token", authorization(() => token), ...scheme],
          ["another scheme", authorization(() => `Basic ${token}`), ...scheme],
          ["a scheme that begins alike", authorization(() => `Bearers ${token}`), ...scheme],
          ["nothing after the scheme", authorization(() => "Bearer"), "token_malformed"],
          ["something after the token", authorization(() => `Bearer ${token} x`), "token_malformed"],
          ["two in one field", authorization(() => `Bearer ${token}, Bearer ${token}`), "token_malformed"],
          ["a query parameter (RFC 6750 §2.3)", query(() => `access_token=${token}`), ...missing],
          ["another header", other("x-token", () => token), ...missing],
        ],
      ],
      [
        "requireScheme: false",
        { requireScheme: false },
        [
          ["Bearer", authorization(() => `Bearer ${token}`)],
          ["the bare token", authorization(() => token)],
          ["another scheme", authorization(() => `Basic ${token}`), ...scheme],
        ],
      ],
      [
        "another header",
        { header: "X-Orders-Token" },
        [
          ["the bare token, in any case of the name", other("x-orders-token", () => token)],
          ["with a scheme", other("x-orders-token", () => `Bearer ${token}`), "token_malformed"],
          ["in Authorization", authorization(() => `Bearer ${token}`), ...missing],
          ["an empty one", other("x-orders-token", () => ""), ...missing],
        ],
      ],
      [
        "the Authorization header by its name",
        { header: "authorization" },
        [
          ["Bearer", authorization(() => `Bearer ${token}`)],
          ["the bare token", authorization(() => token), ...scheme],
        ],
      ],
      [
        "a query parameter",
        { query: "access_token" },
        [
          ["the token", query(() => `access_token=${token}`)],
          ["among others", query(() => `a=1&access_token=${token}&b=2`)],
          ["twice", query(() => `access_token=${token}&access_token=${token}`), "token_repeated"],
          ["with a scheme", query(() => `access_token=Bearer%20${token}`), "token_malformed"],
          ["in capitals", query(() => `ACCESS_TOKEN=${token}`), ...missing],
          ["empty", query(() => "access_token="), ...missing],
          ["in Authorization", authorization(() => `Bearer ${token}`), ...missing],
        ],
      ],
    ];
    for (const [where, source, cases] of tables) {
      describe(where, () => {
        let one: IssuerApi;
        before(async () => (one = await api(source)));
        for (const [what, send, code, refusal = badToken] of cases) {
          it(`${what}: ${code ?? 200}`, async () => {
            const answer = await send(one);
            if (code === undefined) expect(answer.status).to.equal(200);
            else refused(answer, refusal, code, one.events.at(-1));
          });
        }
        it("no event holds a token", () =>
          expect(JSON.stringify(one.events)).to.not.contain(token.slice(-40)));
      });
    }

    it("a place twice, or a scheme where there is none, never starts", async () => {
      const wrong: readonly (readonly [TokenSourceOptions, string])[] = [
        [{ header: "x-token", query: "token" }, "tokenSource.query"],
        [{ query: "token", requireScheme: true }, "tokenSource.requireScheme"],
        [{ header: "x-token", requireScheme: false }, "tokenSource.requireScheme"],
      ];
      for (const [source, path] of wrong) {
        const error: unknown = await api(source).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(ConfigurationError);
        expect((error as ConfigurationError).problems.map((problem) => problem.path)).to.deep.equal([path]);
      }
    });
  });
}
