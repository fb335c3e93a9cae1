import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { listening, stopped } from "../../served.js";
import { entraClaims, openIdClaims } from "../../support/issuer-claims.js";
import { rawSigner } from "../../support/raw-signer.js";
import { unavailable } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const MARK = "SECRET-7f3a9c";
const CONTROL = "a\r\nb\u0000c\u001b[31md\u007fe\u0085f";

export function issuerOutput({ describe, it, before, after, issuerApis }: Suite): void {
  describe("what an issuer says when it fails", () => {
    const start = issuerApis();
    let server: Server;
    let answer: (response: ServerResponse) => void;
    let origin: string;

    before(async () => {
      server = await listening(createServer((_req, response) => answer(response)));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => stopped(server));

    const say = (status: number, body: string, headers: Record<string, string> = {}) => {
      answer = (response) => void response.writeHead(status, headers).end(body);
    };
    const documents: Record<string, () => void> = {
      "500 with a JSON error": () =>
        say(500, JSON.stringify({ error: MARK, error_description: MARK, trace_id: MARK })),
      "400 with a JSON error": () => say(400, JSON.stringify({ error: MARK, message: MARK })),
      "503 with a text": () => say(503, MARK, { "retry-after": MARK, "x-detail": MARK }),
      "401 with a challenge": () => say(401, MARK, { "www-authenticate": `Bearer realm="${MARK}"` }),
      "200 with a page": () => say(200, `<html><title>${MARK}</title></html>`),
      "200 with half a document": () => say(200, `{"issuer":"${MARK}`),
      "200 with a document that says nothing": () => say(200, JSON.stringify({ [MARK]: MARK })),
      "200 with an address that is none": () =>
        say(200, JSON.stringify({ issuer: MARK, jwks_uri: `http://${MARK}.example/keys` })),
      "200 with a list": () => say(200, JSON.stringify([MARK])),
      "a redirect": () => say(302, MARK, { location: `https://${MARK}.example/` }),
      "a document too long": () => say(200, MARK.repeat(100_000)),
      "no proper HTTP": () => {
        answer = (response) => void response.socket?.end(`${MARK}\r\n\r\n${MARK}`);
      },
    };
    for (const [name, prepare] of Object.entries(documents))
      it(`is told to nobody: ${name}`, async () => {
        prepare();
        const key = await rawSigner("good");
        const api = await start({ tenantId: TENANT, authorityHost: origin });
        const token = key.sign(entraClaims(TENANT, 2));
        const event = await api.refuses(token, unavailable, "signing_keys_unavailable");
        const raw = await api.get("/orders").auth(token, { type: "bearer" });
        const why = await api.auth.ready().catch((error: unknown) => String(error));
        const everything = [raw.text, raw.headers, event, api.auth.health(), why];
        expect(JSON.stringify(everything)).not.to.contain(MARK);
        expect(event.actual).to.be.a("string").with.length.below(200);
      });

    it("a foreign issuer's name is told to operators in one short line", async () => {
      const issuer = `https://other.example/\r\n${"x".repeat(500)}`;
      say(200, JSON.stringify({ issuer, jwks_uri: `${origin}/keys` }));
      const key = await rawSigner("good");
      const api = await start({ issuer: origin });
      const event = await api.refuses(
        key.sign(openIdClaims(origin)),
        unavailable,
        "signing_keys_unavailable",
      );
      expect(event.actual).to.match(/^the metadata is of another issuer, https:\/\/other\.example\/\?\?x+…$/);
      expect(event.actual).to.have.length.below(200);
    });
  });

  describe("what a token says, where operators see it", () => {
    const start = issuerApis();

    it("has no control characters and no great length", async () => {
      const key = await rawSigner("good");
      const fetch = () => Promise.reject(new Error("nothing needs to be fetched"));
      const api = await start({ tenantId: TENANT, fetch });
      for (const claims of [
        { ver: CONTROL },
        { ver: "x".repeat(5_000) },
        { tid: CONTROL },
        { tid: ["x".repeat(5_000)] },
      ]) {
        const token = key.sign(entraClaims(TENANT, 2, claims));
        await api.get("/orders").auth(token, { type: "bearer" }).expect(401);
        const { actual = "" } = api.events.at(-1)!;
        expect(actual).to.have.length.within(5, 125);
        // oxlint-disable-next-line no-control-regex -- they are what is looked for
        expect(actual).not.to.match(/[\u0000-\u001f\u007f-\u009f]/);
      }
    });
  });
}
