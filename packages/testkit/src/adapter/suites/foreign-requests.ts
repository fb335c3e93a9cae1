import { expect } from "chai";
import { IncomingMessage, ServerResponse, type IncomingHttpHeaders, type Server } from "node:http";
import { Socket } from "node:net";
import { Writable } from "node:stream";
import { KEY, tell, type Api } from "../support/api.js";
import type { Suite } from "../suite.js";

/** A request as serverless adapters and injecting tests make it: no socket, no `rawHeaders`. */
interface MadeRequest {
  readonly headers: IncomingHttpHeaders;
  readonly headersDistinct?: NodeJS.Dict<string[]>;
  readonly rawHeaders?: readonly string[] | undefined;
  readonly url?: string;
}

/** Lets the application answer a request that did not come over the network; gives the status and the body. */
function inject(
  server: Server,
  { url = "/", ...made }: MadeRequest,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const message = new IncomingMessage(new Socket());
    Object.assign(message, {
      method: "GET",
      url,
      httpVersion: "1.1",
      httpVersionMajor: 1,
      httpVersionMinor: 1,
    });
    for (const [name, value] of Object.entries(made))
      Object.defineProperty(message, name, { value, writable: true });
    message.push(null);
    const response = new ServerResponse(message);
    const chunks: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    response.assignSocket(sink as unknown as Socket);
    response.once("error", reject).once("finish", () => {
      const [, text = ""] = Buffer.concat(chunks)
        .toString("utf8")
        .split(/\r\n\r\n(.*)/s);
      resolve({ status: response.statusCode, text });
    });
    server.emit("request", message, response);
  });
}

/** `rawHeaders` of requests that Node did not parse is empty or absent; `headers` holds what there is. */
export function foreignRequests({ describe, it, before, apiStarter }: Suite): void {
  describe("requests that Node did not parse", () => {
    const start = apiStarter();
    let api: Api;
    let token: string;
    before(async () => {
      api = await start((app, auth) => {
        app.get("/", auth.requireProduct("pro"), tell);
      });
      token = await api.entra.tokenFor({ client: "contoso", product: "pro" });
    });
    const ask = (made: MadeRequest) => inject(api.server, made);
    const bearer = () => `Bearer ${token}`;

    for (const [what, raw] of [
      ["rawHeaders is as IncomingMessage makes it", {}],
      ["rawHeaders is empty", { rawHeaders: [] }],
      ["rawHeaders is absent", { rawHeaders: undefined }],
    ] as const)
      describe(what, () => {
        it("200 with a token, and with a key", async () => {
          const byToken = await ask({ headers: { host: "x", authorization: bearer() }, ...raw });
          expect(byToken.status, byToken.text).to.equal(200);
          expect(JSON.parse(byToken.text)).to.include({ product: "pro", credential: "token" });
          const byKey = await ask({ headers: { host: "x", [KEY]: "pro-key" }, ...raw });
          expect([byKey.status, JSON.parse(byKey.text)]).to.deep.include(200);
        });
        it("401 without a credential, and with a bad one", async () => {
          for (const [headers, code] of [
            [{ host: "x" }, "credentials_missing"],
            [{ host: "x", authorization: "Bearer rubbish" }, "token_malformed"],
            [{ host: "x", [KEY]: "wrong" }, "key_unknown"],
          ] as const) {
            expect((await ask({ headers, ...raw })).status).to.equal(401);
            expect(api.events.at(-1)).to.include({ code });
          }
        });
        it("401 with a credential twice, where that can be seen", async () => {
          const twice: readonly (readonly [MadeRequest, string])[] = [
            [{ headers: { authorization: [bearer(), bearer()] as never } }, "token_repeated"],
            [{ headers: { authorization: bearer(), Authorization: bearer() } }, "token_repeated"],
            [
              {
                headers: { authorization: bearer() },
                headersDistinct: { authorization: [bearer(), bearer()] },
              },
              "token_repeated",
            ],
            [{ headers: { authorization: `${bearer()}, ${bearer()}` } }, "token_malformed"],
            [{ headers: { [KEY]: ["pro-key", "pro-key"] } }, "key_repeated"],
            [{ headers: { [KEY]: "pro-key, pro-key" } }, "key_unknown"],
          ];
          for (const [made, code] of twice) {
            expect((await ask({ ...made, ...raw })).status, code).to.equal(401);
            expect(api.events.at(-1)).to.include({ code });
          }
        });
      });

    it("401 when rawHeaders holds fields and headers says more", async () => {
      const made = { headers: { authorization: bearer() }, rawHeaders: ["Host", "x"] };
      expect((await ask(made)).status).to.equal(401);
      expect(api.events.at(-1)).to.include({ code: "credentials_missing" });
    });
  });
}
