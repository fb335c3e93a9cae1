import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect } from "chai";
import { NodeRequestView } from "#src/request/request-view.js";
import { RecheckedRequest } from "#src/upgrades/rechecked-request.js";

describe("a request that is decided again", () => {
  it("comes from the address that the framework reports, not from that of the proxy", () => {
    const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: "10.0.0.4" });
    const view = new NodeRequestView(new IncomingMessage(socket), "/", () => "192.0.2.1");
    expect(new RecheckedRequest(view).address()).to.equal("192.0.2.1");
  });
});
