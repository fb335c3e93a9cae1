import { expect } from "chai";
import { once } from "node:events";
import { connect, createServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { productAuth } from "@product-auth/koa";
import { KEY, noKey, optionsFor } from "@product-auth/testkit/adapter";
import { onBothVersions } from "./support/both-versions.js";
import { sharedEntra, tell } from "./support/koa-api.js";

onBothVersions("HTTP/2", (Koa) => {
  let server: Http2Server;

  before(async () => {
    const app = new Koa();
    app.use(productAuth(optionsFor(await sharedEntra())).requireProduct("batch")).use(tell);
    server = createServer(app.callback() as Parameters<typeof createServer>[1]);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after((done) => void server.close(() => done()));

  async function get(fields: Record<string, string>): Promise<object> {
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      const stream = session.request({ ":path": "/", ...fields });
      const answered = once(stream, "response") as Promise<[Record<string, string | number>]>;
      const [[headers], body] = await Promise.all([answered, text(stream)]);
      return { status: headers[":status"], type: headers["content-type"], body };
    } finally {
      session.close();
    }
  }

  it("401 without a key", async () =>
    expect(await get({})).to.deep.equal({
      status: 401,
      type: "application/json",
      body: `{ "statusCode": 401, "message": "${noKey.message}" }`,
    }));
  it("200 with one", async () => expect(await get({ [KEY]: "batch-key" })).to.include({ status: 200 }));
});
