import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { Shutdown } from "../src/shutdown.js";

describe("the end of the server", () => {
  let server: Server;
  let arrived: Promise<ServerResponse>;
  let origin: string;

  beforeEach(async () => {
    arrived = new Promise((resolve) => {
      const hold: RequestListener = (_req, res) => resolve(res);
      server = createServer(hold).listen(0, "127.0.0.1");
    });
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  it("lets requests in flight end, accepts no others, and closes the rest last", async () => {
    const answer = fetch(origin);
    const response = await arrived;
    const shutdown = new Shutdown({ delay: 0, timeout: 60 });
    expect(shutdown.hasBegun).to.equal(false);
    let restIsClosed = false;
    const ended = shutdown.begin(server, async () => {
      restIsClosed = true;
    });
    expect(shutdown.hasBegun).to.equal(true);

    while (server.listening) await setImmediate();
    const refused = await fetch(origin).catch(() => "refused");
    expect([refused, restIsClosed]).to.deep.equal(["refused", false]);

    response.end("answered");
    expect(await (await answer).text()).to.equal("answered");
    await ended;
    expect(restIsClosed).to.equal(true);
  });

  it("cuts requests that take longer than the timeout", async () => {
    const answer = fetch(origin).catch(() => "cut");
    await arrived;
    await new Shutdown({ delay: 0, timeout: 0.05 }).begin(server, () => Promise.resolve());
    expect(await answer).to.equal("cut");
  });

  it("begins once, and fails when the rest cannot be closed", async () => {
    const shutdown = new Shutdown({ delay: 0, timeout: 60 });
    const first = shutdown.begin(server, () => Promise.reject(new Error("the store does not close")));
    expect(shutdown.begin(server, () => Promise.resolve())).to.equal(first);
    expect(await first.catch((error: Error) => error.message)).to.equal("the store does not close");
  });
});
