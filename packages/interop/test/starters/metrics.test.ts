import { startEntra, type Entra } from "@product-auth/emulator";
import { freePort } from "@product-auth/testkit/services";
import { expect } from "chai";
import { seriesOf } from "../observability/support/collector.js";
import {
  folderOf,
  FRAMEWORKS,
  issuerOf,
  startStarter,
  type Framework,
  type StarterProcess,
} from "./support/starters.js";

describe("METRICS_PORT of the starters", function () {
  this.timeout(20_000);
  let entra: Entra;
  let api: StarterProcess | undefined;
  before(async () => (entra = await startEntra({ products: { starter: {}, pro: {} } })));
  after(() => entra.close());
  afterEach(() => api?.kill("SIGKILL"));

  const environment = (framework: Framework) => ({
    ...issuerOf(entra),
    SUBSCRIPTIONS_FILE: `${folderOf(framework)}subscriptions.local.json`,
  });

  for (const framework of FRAMEWORKS)
    it(`with ${framework}: decisions are counted at /metrics of that port, until the API has ended`, async () => {
      const METRICS_PORT = String(await freePort());
      api = await startStarter(framework, { ...environment(framework), METRICS_PORT });
      const headers = { "ocp-apim-subscription-key": "a-key-of-nobody" };
      expect((await fetch(`${api.origin}/reports/2026`, { headers })).status).to.equal(401);
      const metrics = await (await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).text();
      const decisions = [...seriesOf(metrics, "product_auth_decisions_total")].join("\n");
      expect(decisions).to.include('code="key_unknown",credential_kind="key"');
      expect(metrics).not.to.include("a-key-of-nobody");
      api.kill("SIGTERM");
      expect(await api.ended).to.equal(0);
    });
});
