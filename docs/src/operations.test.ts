import type { AddressInfo } from "node:net";
import { startEntra, type Entra } from "@product-auth/emulator";
import { ConfigurationError, UnavailableError } from "@product-auth/express";
import { expect } from "chai";
import { createApi, start, stop, throttled } from "./operations.js";

const unexpected = (error: unknown) => expect.fail(String(error));

describe("an API in operation", () => {
  let entra: Entra;
  let now: number;
  before(async () => {
    now = Date.now(); // not when the file is loaded: other tests may take minutes in between
    entra = await startEntra({
      products: { starter: {} },
      clients: { contoso: { products: ["starter"] } },
      tokenLifetime: 1_000_000,
    });
  });
  afterEach(() => entra.faults.clear());
  after(() => entra.close());

  function api(
    tenantId = entra.tenantId,
    change = (options: Parameters<typeof createApi>[0]): Parameters<typeof createApi>[0] => options,
  ) {
    const { audience } = entra.products["starter"]!;
    const made = createApi(
      change({
        tenantId,
        authorityHost: entra.origin,
        products: { starter: { displayName: "Starter", audience } },
        clock: () => now,
      }),
    );
    const get = async (path: string, roles?: string[]) => {
      const { port } = made.server.address() as AddressInfo;
      const token = await entra.tokenFor({
        client: "contoso",
        product: "starter",
        ...(roles !== undefined && { roles }),
      });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      return {
        status: answer.status,
        body: await answer.text(),
        retryAfter: answer.headers.get("retry-after"),
      };
    };
    return { ...made, get };
  }

  it("is ready, serves known keys through an outage for a day, and answers 503 after it", async () => {
    const made = api();
    await start(made, 0, unexpected);
    expect(await made.get("/orders")).to.include({ status: 200 });
    expect((await made.get("/health/live")).body).to.equal("ok");

    entra.faults.outage();
    now += 23 * 3_600_000;
    expect(await made.get("/orders")).to.include({ status: 200 });
    expect(JSON.parse((await made.get("/health/ready")).body)).to.deep.equal({ status: "degraded" });
    expect(await made.get("/health/details")).to.include({ status: 403 });
    const operator = await made.get("/health/details", ["Product.Starter.All", "Operator"]);
    expect(JSON.parse(operator.body)).to.have.nested.property("issuers[0].from").that.contains(entra.origin);

    now += 2 * 3_600_000;
    const refused = await made.get("/orders");
    expect(refused.status).to.equal(503);
    expect(Number(refused.retryAfter)).to.be.at.least(1);
    expect(await made.get("/health/ready")).to.include({ status: 503 });

    entra.faults.clear();
    now += 61_000;
    expect(await made.get("/orders")).to.include({ status: 200 });
    await stop(made);
  });
  it("answers 429 to new tokens after 30 refused ones, and admits known ones", async () => {
    const made = api(entra.tenantId, throttled);
    await start(made, 0, unexpected);
    const { port } = made.server.address() as AddressInfo;
    const status = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`http://127.0.0.1:${port}/orders`, { headers })).status;
    };
    const newToken = () => entra.tokenFor({ client: "contoso", product: "starter" });
    const known = await newToken();
    expect(await status(known)).to.equal(200);
    for (let i = 0; i < 30; i++) expect(await status("forged")).to.equal(401);
    expect([await status("forged"), await status(await newToken()), await status(known)]).to.deep.equal([
      ...[429, 429, 200],
    ]);
    await stop(made);
  });
  it("starts without the issuer, and not with an unknown tenant", async () => {
    entra.faults.outage();
    const warnings: unknown[] = [];
    const early = api();
    await start(early, 0, (error) => warnings.push(error));
    expect(warnings.map((error) => error instanceof UnavailableError)).to.deep.equal([true]);
    expect(await early.get("/orders")).to.include({ status: 503 });
    await stop(early);
    entra.faults.clear();

    const mistaken = api("99998888-7777-4666-8555-444433332222");
    const failure = await start(mistaken, 0, unexpected).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ConfigurationError);
    await mistaken.auth.close();
  });
});
