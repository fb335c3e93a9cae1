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
    const cookies = (field: () => string) => orders((request) => request.set("cookie", field()));
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
        'scheme: "optional"',
        { scheme: "optional" },
        [
          ["Bearer", authorization(() => `Bearer ${token}`)],
          ["the bare token", authorization(() => token)],
          ["another scheme", authorization(() => `Basic ${token}`), ...scheme],
        ],
      ],
      [
        'scheme: "none"',
        { scheme: "none" },
        [
          ["the bare token", authorization(() => token)],
          ["Bearer", authorization(() => `Bearer ${token}`), "token_malformed"],
        ],
      ],
      [
        "another header with a scheme",
        { header: "X-Orders-Token", scheme: "Bearer" },
        [
          ["Bearer", other("x-orders-token", () => `Bearer ${token}`)],
          [
            "Bearer, beside Authorization of the platform",
            (api) =>
              api.get("/orders").set("authorization", "Bearer x").set("x-orders-token", `Bearer ${token}`),
          ],
          ["the bare token", other("x-orders-token", () => token), ...scheme],
          ["in Authorization", authorization(() => `Bearer ${token}`), ...missing],
        ],
      ],
      [
        "another header with an optional scheme",
        { header: "X-Orders-Token", requireScheme: false },
        [
          ["Bearer", other("x-orders-token", () => `bearer ${token}`)],
          ["the bare token", other("x-orders-token", () => token)],
          ["another scheme", other("x-orders-token", () => `Basic ${token}`), ...scheme],
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
      [
        "a cookie",
        { cookie: "__Host-token" },
        [
          ["the token", cookies(() => `__Host-token=${token}`)],
          ["among others", cookies(() => `a=b; __Host-token=${token}; c="d"; __Host-token2=x`)],
          ["in quotes (RFC 6265 §4.1.1)", cookies(() => `__Host-token="${token}"`)],
          ["twice", cookies(() => `__Host-token=${token}; __Host-token=${token}`), "token_repeated"],
          ["twice, once empty", cookies(() => `__Host-token=; __Host-token=${token}`), "token_repeated"],
          ["with a scheme", cookies(() => `__Host-token=Bearer ${token}`), "token_malformed"],
          ["in capitals", cookies(() => `__HOST-TOKEN=${token}`), ...missing],
          ["empty", cookies(() => "__Host-token="), ...missing],
          ["after a space that is not ASCII", cookies(() => `\u00a0__Host-token=${token}`), ...missing],
          ["in the value of another", cookies(() => `a=__Host-token=${token}`), ...missing],
          ["in Authorization", authorization(() => `Bearer ${token}`), ...missing],
        ],
      ],
      [
        "a function",
        (request) => {
          const found = request.header("x-orders-token");
          if (found === "throw") throw new Error("of the application");
          if (found === "later") return Promise.reject(new Error("of the application")) as never;
          if (found === "null") return null as never;
          return typeof found === "string" ? found : undefined;
        },
        [
          ["the token it returns", other("x-orders-token", () => token)],
          ["an empty text", other("x-orders-token", () => ""), ...missing],
          ["undefined", authorization(() => `Bearer ${token}`), ...missing],
          ["null", other("x-orders-token", () => "null"), "token_malformed"],
          ["a rejected promise", other("x-orders-token", () => "later"), "token_malformed"],
          ["an error", other("x-orders-token", () => "throw"), "token_malformed"],
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
      const wrong: readonly (readonly [object, string])[] = [
        [{ header: "x-token", query: "token" }, "tokenSource.query"],
        [{ query: "token", cookie: "token" }, "tokenSource.cookie"],
        [{ query: "token", requireScheme: true }, "tokenSource.requireScheme"],
        [{ cookie: "token", scheme: "none" }, "tokenSource.scheme"],
        [{ header: "x-token", scheme: "none", requireScheme: false }, "tokenSource.requireScheme"],
        [{ scheme: "bearer" }, "tokenSource.scheme"],
        [{ header: "Cookie" }, "tokenSource.header"],
        [{ cookie: "a=b" }, "tokenSource.cookie"],
        [{ cookie: "" }, "tokenSource.cookie"],
      ];
      for (const [source, path] of wrong) {
        const error: unknown = await api(source as TokenSourceOptions).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(ConfigurationError);
        expect((error as ConfigurationError).problems.map((problem) => problem.path)).to.deep.equal([path]);
      }
    });
  });
}
