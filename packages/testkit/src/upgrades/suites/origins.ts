import { expect } from "chai";
import type { FullTestRunner } from "../../test-runner.js";
import type { WebSocketHarness } from "../upgrade-harness.js";
import type { RefusedUpgrade } from "../web-socket-client.js";
import { webSocketApis } from "../web-sockets.js";

const KEY = { "ocp-apim-subscription-key": "pro-key" };

/** Which pages may connect (RFC 6455 §10.2). */
export function origins(runner: FullTestRunner, harness: WebSocketHarness): void {
  const { describe, it } = runner;

  describe("the Origin of an upgrade", () => {
    const start = webSocketApis(runner, harness);
    const listed = { upgrades: { origins: ["https://app.example", "http://localhost:5173"] } };

    it("403 for every page unless the options list its origin, and no challenge: no credential is at fault", async () => {
      const api = await start();
      const answer = (await api.connect({ ...KEY, origin: "https://app.example" })) as RefusedUpgrade;
      expect(answer.status).to.equal(403);
      expect(answer.challenges).to.deep.equal([]);
      expect(answer.body).to.include("origin").and.not.include("app.example");
      expect(api.events).to.have.lengthOf(1);
      expect(api.events[0]).to.include({ code: "origin_not_allowed", actual: "https://app.example" });
    });

    it("101 for a page that is listed, with a good credential, and 401 without", async () => {
      const api = await start(listed);
      for (const origin of ["https://app.example", "http://localhost:5173"]) {
        expect(await api.connect({ ...KEY, origin })).to.include({ status: 101 });
        expect(await api.connect({ origin })).to.include({ status: 401 });
      }
    });

    it("101 for programs, which send none", async () => {
      const api = await start(listed);
      expect(await api.connect(KEY)).to.include({ status: 101 });
    });

    const others = [
      "http://app.example",
      "https://app.example:8443",
      "https://app.example.evil.example",
      "https://evil.example",
      "https://app.example@evil.example",
      "https://app.example/",
      "https://app.example https://evil.example",
      "null",
      "",
    ];
    for (const origin of others)
      it(`403 for ${JSON.stringify(origin)}`, async () => {
        const api = await start(listed);
        expect(await api.connect({ ...KEY, origin })).to.include({ status: 403 });
      });

    it("403 for two, even if both are listed", async () => {
      const api = await start(listed);
      const origin = ["https://app.example", "https://app.example"];
      expect(await api.connect({ ...KEY, origin })).to.include({ status: 403 });
    });

    it("the option origins lists pages for upgrades as well, unless upgrades.origins replaces it", async () => {
      const api = await start({ origins: ["https://app.example"] });
      expect(await api.connect({ ...KEY, origin: "https://app.example" })).to.include({ status: 101 });
      expect(await api.connect({ ...KEY, origin: "https://evil.example" })).to.include({ status: 403 });
      const other = await start({ origins: ["https://app.example"], upgrades: { origins: [] } });
      expect(await other.connect({ ...KEY, origin: "https://app.example" })).to.include({ status: 403 });
    });

    it('101 for every page with origins: "any"', async () => {
      const api = await start({ upgrades: { origins: "any" } });
      expect(await api.connect({ ...KEY, origin: "https://evil.example" })).to.include({ status: 101 });
    });
  });
}
