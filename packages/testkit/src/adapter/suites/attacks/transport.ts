import { expect } from "chai";
import type { RefusalCode } from "@product-auth/core";
import request from "supertest";
import { KEY } from "../../support/api.js";
import { rawRequest } from "../../support/raw-request.js";
import {
  badKeyOrToken,
  badToken,
  badTokenOrKey,
  noToken,
  noTokenOrKey,
  type Refusal,
} from "../../support/refused.js";
import type { Suite } from "../../suite.js";

type Case = readonly [name: string, lines: (token: string) => readonly string[], code: RefusalCode, Refusal];

export function transport({ describe, it, attacked }: Suite): void {
  describe("where a token may stand: once, in Authorization, after Bearer (RFC 6750 §2)", () => {
    const target = attacked();
    const raw = (lines: readonly string[], path = "/starter") => rawRequest(target.api.port, path, ...lines);

    const cases: readonly Case[] = [
      [
        "twice, the same",
        (t) => [`authorization: Bearer ${t}`, `authorization: Bearer ${t}`],
        "token_repeated",
        badToken,
      ],
      [
        "a good one first",
        (t) => [`authorization: Bearer ${t}`, "authorization: Bearer x"],
        "token_repeated",
        badToken,
      ],
      [
        "a good one last",
        (t) => ["authorization: Bearer x", `Authorization: Bearer ${t}`],
        "token_repeated",
        badToken,
      ],
      [
        "an empty one first",
        (t) => ["authorization:", `authorization: Bearer ${t}`],
        "token_repeated",
        badToken,
      ],
      [
        "an empty one last",
        (t) => [`authorization: Bearer ${t}`, "authorization:"],
        "token_repeated",
        badToken,
      ],
      [
        "another scheme first",
        (t) => ["authorization: Basic eDp5", `authorization: Bearer ${t}`],
        "token_repeated",
        badToken,
      ],
      ["two in one field", (t) => [`authorization: Bearer ${t}, Bearer ${t}`], "token_malformed", badToken],
      ["two with one scheme", (t) => [`authorization: Bearer ${t},${t}`], "token_malformed", badToken],
      ["two by a space", (t) => [`authorization: Bearer x ${t}`], "token_malformed", badToken],
      ["with a parameter", (t) => [`authorization: Bearer ${t}, error="none"`], "token_malformed", badToken],
      ["in quotes", (t) => [`authorization: Bearer "${t}"`], "token_malformed", badToken],
      ["Bearer twice", (t) => [`authorization: Bearer Bearer ${t}`], "token_malformed", badToken],
      ["Bearer alone", () => ["authorization: Bearer"], "token_malformed", badToken],
      ["bare", (t) => [`authorization: ${t}`], "token_scheme", noToken],
      ["after Basic", (t) => [`authorization: Basic ${t}`], "token_scheme", noToken],
      ["after DPoP", (t) => [`authorization: DPoP ${t}`], "token_scheme", noToken],
      ["after JWT", (t) => [`authorization: JWT ${t}`], "token_scheme", noToken],
      ["after Bearer and a colon", (t) => [`authorization: Bearer: ${t}`], "token_scheme", noToken],
      ["after Bearer and a tab", (t) => [`authorization: Bearer\t${t}`], "token_scheme", noToken],
      ["after Bearers", (t) => [`authorization: Bearers ${t}`], "token_scheme", noToken],
      ["after nothing but =", (t) => [`authorization: Bearer=${t}`], "token_scheme", noToken],
      ["in Proxy-Authorization", (t) => [`proxy-authorization: Bearer ${t}`], "token_missing", noToken],
      ["in X-Authorization", (t) => [`x-authorization: Bearer ${t}`], "token_missing", noToken],
      [
        "in X-Forwarded-Authorization",
        (t) => [`x-forwarded-authorization: Bearer ${t}`],
        "token_missing",
        noToken,
      ],
      ["in X-Access-Token", (t) => [`x-access-token: ${t}`], "token_missing", noToken],
      [
        "in X-MS-TOKEN-AAD-ACCESS-TOKEN",
        (t) => [`x-ms-token-aad-access-token: ${t}`],
        "token_missing",
        noToken,
      ],
      ["in Authorization_", (t) => [`authorization_: Bearer ${t}`], "token_missing", noToken],
      [
        "in a cookie",
        (t) => [`cookie: access_token=${t}; authorization=Bearer ${t}`],
        "token_missing",
        noToken,
      ],
      ["in an empty field", () => ["authorization:"], "token_missing", noToken],
    ];
    for (const [name, lines, code, refusal] of cases)
      it(`401 ${code}: ${name}`, async () => {
        const written = lines(await target.token());
        await target.refusesRequest(() => raw(written), code, refusal);
      });

    for (const query of [
      "access_token=",
      "token=",
      "authorization=Bearer%20",
      "Authorization=Bearer+",
      "jwt=",
    ])
      it(`401 token_missing: in the query, ${query}`, async () => {
        const token = await target.token();
        await target.refusesRequest(() => raw([], `/starter?${query}${token}`), "token_missing", noToken);
      });
    it("401 token_missing: in a body", async () => {
      const token = await target.token();
      const post = target.api.post("/starter");
      await target.refusesRequest(
        () => post.type("form").send({ access_token: token }),
        "token_missing",
        noToken,
      );
    });
    it("401 token_missing: in a trailer", async () => {
      const token = await target.token();
      const chunked = `transfer-encoding: chunked\r\ntrailer: authorization\r\n\r\n0\r\nauthorization: Bearer ${token}`;
      await target.refusesRequest(() => raw([chunked]), "token_missing", noToken);
    });

    for (const field of [
      "authorization: Bearer",
      "AUTHORIZATION: BEARER",
      "aUtHoRiZaTiOn:bearer",
      "authorization:\tBearer  ",
    ])
      it(`200 ${JSON.stringify(field)}`, async () =>
        expect((await raw([`${field} ${await target.token()}`])).status).to.equal(200));
  });

  /** An OPTIONS request must not pass for an admitted one (Fetch standard, CORS-preflight request). */
  describe("OPTIONS", () => {
    const target = attacked();
    const options = (path: string, headers: Record<string, string>) => () =>
      request(target.api.server).options(path).set(headers);
    const PREFLIGHT = { origin: "https://evil.example", "access-control-request-method": "GET" };

    for (const headers of [
      {},
      PREFLIGHT,
      { ...PREFLIGHT, "access-control-request-headers": "authorization" },
    ])
      it(`401 without a credential: ${Object.keys(headers).join(", ") || "no preflight"}`, async () => {
        await target.refusesRequest(options("/starter", headers), "token_missing", noToken);
        await target.refusesRequest(options("/pro", headers), "credentials_missing", noTokenOrKey);
      });
    it("401 with a bad one", async () => {
      const authorization = "Bearer x";
      await target.refusesRequest(options("/pro", { authorization }), "token_malformed", badTokenOrKey);
      await target.refusesRequest(options("/pro", { [KEY]: "x" }), "key_unknown", badKeyOrToken);
    });
    it("200 with a good one", () =>
      request(target.api.server).options("/pro").set(KEY, "pro-key").expect(200));
  });
}
