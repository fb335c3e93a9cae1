import { expect } from "chai";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { KEY, tell, type Api } from "../support/api.js";
import { rawRequest } from "../support/raw-request.js";
import {
  badKeyOrToken,
  badTokenOrKey,
  expectRefused,
  noTokenOrKey,
  otherSchemeOrKey,
  type Refusal,
} from "../support/refused.js";
import type { Suite } from "../suite.js";

export function rawRequests({ describe, it, before, apiStarter }: Suite): void {
  describe("what is on the wire", () => {
    const start = apiStarter();
    let api: Api;
    let token: string;

    before(async () => {
      api = await start((app, auth) => {
        app.all("/", auth.requireProduct("pro"), tell);
      });
      token = await api.entra.tokenFor({ client: "contoso", product: "pro" });
    });

    const lastCode = () => api.events.at(-1)?.code;

    describe("401", () => {
      const cases: readonly [
        name: string,
        lines: () => string[],
        refusal: Refusal,
        code: string,
        target?: string,
      ][] = [
        [
          "two Authorization fields, the same twice",
          () => [`authorization: Bearer ${token}`, `authorization: Bearer ${token}`],
          badTokenOrKey,
          "token_repeated",
        ],
        [
          "two Authorization fields, a good one first",
          () => [`authorization: Bearer ${token}`, "AUTHORIZATION: Bearer rubbish"],
          badTokenOrKey,
          "token_repeated",
        ],
        [
          "two Authorization fields, a good one last",
          () => ["authorization: Basic dXNlcjpwYXNz", `authorization: Bearer ${token}`],
          badTokenOrKey,
          "token_repeated",
        ],
        [
          "two tokens in one field",
          () => [`authorization: Bearer ${token}, Bearer ${token}`],
          badTokenOrKey,
          "token_malformed",
        ],
        ["Bearer without a token", () => ["authorization: Bearer"], badTokenOrKey, "token_malformed"],
        ["another scheme", () => ["authorization: Basic dXNlcjpwYXNz"], otherSchemeOrKey, "token_scheme"],
        [
          "a scheme that only begins like Bearer",
          () => [`authorization: Bearers ${token}`],
          otherSchemeOrKey,
          "token_scheme",
        ],
        ["a token without a scheme", () => [`authorization: ${token}`], otherSchemeOrKey, "token_scheme"],
        ["a token in the query", () => [], noTokenOrKey, "credentials_missing", "/?access_token="],
        ["two key fields", () => [`${KEY}: pro-key`, `${KEY}: pro-key`], badKeyOrToken, "key_repeated"],
        ["two keys in one field", () => [`${KEY}: pro-key, pro-key`], badKeyOrToken, "key_unknown"],
        [
          "two keys in the query",
          () => [],
          badKeyOrToken,
          "key_repeated",
          "/?subscription-key=pro-key&subscription-key=pro-key",
        ],
        [
          "a key of more than 256 characters",
          () => [`${KEY}: ${"k".repeat(257)}`],
          badKeyOrToken,
          "key_too_long",
        ],
        [
          "a bad key in the field, a good one in the query",
          () => [`${KEY}: wrong`],
          badKeyOrToken,
          "key_unknown",
          "/?subscription-key=pro-key",
        ],
      ];
      for (const [name, lines, refusal, code, target = "/"] of cases) {
        it(`${name}: ${code}`, async () => {
          const path = target.endsWith("access_token=") ? target + token : target;
          expectRefused(await rawRequest(api.port, path, ...lines()), refusal);
          expect(lastCode()).to.equal(code);
        });
      }

      it("carries one WWW-Authenticate line per challenge, with the host that was asked", async () => {
        const { fields } = await rawRequest(api.port, "/");
        expect(
          fields.filter(([name]) => name === "www-authenticate").map(([, value]) => value),
        ).to.deep.equal([
          "Bearer",
          `AzureApiManagementKey realm="https://127.0.0.1:${api.port}/",name="Ocp-Apim-Subscription-Key",type="header"`,
        ]);
      });

      it("says nothing of the token that was sent", async () => {
        const { fields, text } = await rawRequest(api.port, "/", 'authorization: Bearer evil"\\<script>');
        expect(JSON.stringify([fields, text])).not.to.match(/evil|<script/);
      });
    });

    describe("200", () => {
      for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer  "])
        it(`Authorization: ${scheme} …`, async () =>
          expect((await rawRequest(api.port, "/", `authorization: ${scheme} ${token}`)).status).to.equal(
            200,
          ));
      it("the field name in capitals", async () =>
        expect((await rawRequest(api.port, "/", `AUTHORIZATION: Bearer ${token}`)).status).to.equal(200));
      it("the secondary key", async () =>
        expect((await rawRequest(api.port, "/", `${KEY}: pro-other-key`)).status).to.equal(200));
      it("an empty key field and a key in the query", async () =>
        expect((await rawRequest(api.port, "/?subscription-key=pro-key", `${KEY}:`)).status).to.equal(200));
    });

    it("a connection lives on after refusals and admissions, unread bodies included", async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const send = (headers: Record<string, string>, body: string) =>
        new Promise<{ status: number | undefined; reused: boolean }>((resolve, reject) => {
          const sent = httpRequest(
            { agent, port: api.port, host: "127.0.0.1", method: "POST", headers },
            (response: IncomingMessage) => {
              text(response).then(
                () => resolve({ status: response.statusCode, reused: sent.reusedSocket }),
                reject,
              );
            },
          );
          sent.on("error", reject);
          sent.end(body);
        });
      try {
        const good = { authorization: `Bearer ${token}` };
        expect([
          await send({}, "x".repeat(200_000)),
          await send(good, ""),
          await send({ authorization: "Bearer rubbish" }, "y"),
          await send(good, "z"),
        ]).to.deep.equal([
          { status: 401, reused: false },
          { status: 200, reused: true },
          { status: 401, reused: true },
          { status: 200, reused: true },
        ]);
      } finally {
        agent.destroy();
      }
    });
  });
}
