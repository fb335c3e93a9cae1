import { Agent, request } from "node:http";
import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import {
  eventually,
  folderOf,
  FRAMEWORKS,
  issuerOf,
  startStarter,
  type Framework,
} from "./support/starters.js";

/** What is seen of a starter that gets SIGTERM while a request waits for the keys of the issuer. */
interface Seen {
  readonly ready: readonly number[];
  readonly newConnection: number;
  readonly answeredBefore: boolean;
  readonly answer: number;
  readonly code: number | null;
  readonly output: string;
}

/** Status of an answer; 0 when the connection was refused. */
function statusOf(url: string, agent: Agent, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    request(url, { agent, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode!));
    })
      .on("error", () => resolve(0))
      .end();
  });
}

async function stopped(framework: Framework, entra: Entra, token: string): Promise<Seen> {
  const api = await startStarter(framework, {
    ...issuerOf(entra),
    SUBSCRIPTIONS_FILE: `${folderOf(framework)}subscriptions.local.json`,
    SHUTDOWN_DELAY: "1",
  });
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const ready = () => statusOf(`${api.origin}/health/ready`, kept);
  let isAnswered = false;
  const inFlight = statusOf(`${api.origin}/orders`, new Agent(), { authorization: `Bearer ${token}` });
  void inFlight.then(() => (isAnswered = true));
  const before = await ready();
  api.kill("SIGTERM");
  const after = await eventually(ready, (status) => status !== 200);
  const alive = () => statusOf(`${api.origin}/health/live`, new Agent());
  const newConnection = await eventually(alive, (status) => status === 0);
  const answeredBefore = isAnswered;
  const [answer, code] = await Promise.all([inFlight, api.ended]);
  kept.destroy();
  return { ready: [before, after], newConnection, answeredBefore, answer, code, output: api.output() };
}

describe("SIGTERM to a starter", () => {
  let entra: Entra;
  let token: string;
  let seen: Record<Framework, Seen>;

  before(async function () {
    this.timeout(40_000);
    entra = await startEntra({
      products: { starter: {}, pro: {} },
      clients: { contoso: { products: ["starter"] } },
    });
    token = await entra.tokenFor({ client: "contoso", product: "starter" });
    entra.faults.slow(3500, "keys"); // so long the request is in flight
    const all = await Promise.all(
      FRAMEWORKS.map(async (each) => [each, await stopped(each, entra, token)] as const),
    );
    seen = Object.fromEntries(all) as Record<Framework, Seen>;
  });
  after(() => entra.close());

  for (const framework of FRAMEWORKS)
    it(`with ${framework}: is not ready, refuses connections, answers what is in flight, ends with 0`, () => {
      const { output, ...rest } = seen[framework];
      expect(rest).to.deep.equal({
        ready: [200, 503],
        newConnection: 0,
        answeredBefore: false,
        answer: 200,
        code: 0,
      });
      expect(output).to.include("SIGTERM: stopping").and.not.include(token);
    });
});
