import { expect } from "chai";
import { startEntra, type Entra } from "@product-auth/emulator";
import type { MoveOrder, MoveOutcome, MoveRequest, Step } from "./programs/move.js";
import { runTrusting, writeAuthority, type Authority } from "./support/trusting-process.js";

const STEPS: readonly Step[] = ["step1", "step2", "step3"];

describe("moving from passport-azure-ad, step by step", () => {
  let entra: Entra;
  let authority: Authority;
  let outcome: MoveOutcome;

  const tokenFor = (product: string, client = "contoso", scopes?: string[]) =>
    entra.tokenFor({ client, product, ...(scopes !== undefined && { delegated: { scopes } }) });
  const run = (requests: MoveOrder["requests"]) => {
    const { tenantId, origin: authorityHost, products } = entra;
    const settings = {
      tenantId,
      authorityHost,
      starter: products["starter"]!.appId,
      pro: products["pro"]!.appId,
    };
    return runTrusting<MoveOutcome>("move", authority, { settings, requests } satisfies MoveOrder);
  };
  const get = (path: string, value?: string): MoveRequest => ({
    method: "GET",
    path,
    ...(value !== undefined && { token: { in: "header", value } }),
  });
  const post = (path: string, value: string): MoveRequest => ({ ...get(path, value), method: "POST" });

  before(async function () {
    this.timeout(40_000);
    entra = await startEntra({
      protocol: "https",
      products: {
        starter: { roles: ["Product.Starter.All", "Orders.Admin"], scopes: ["Orders.Read", "Orders.Write"] },
        pro: {},
      },
      clients: {
        contoso: { products: { starter: ["Product.Starter.All"], pro: ["Product.Pro.All"] } },
        admin: { products: ["starter"] },
        stranger: {},
      },
    });
    authority = await writeAuthority(entra);
    const { tooLong: _, ...flawed } = entra.flawed; // Node answers 431 before anybody sees it
    const requests: Record<string, MoveRequest> = {
      good: get("/orders", await tokenFor("starter")),
      "no token": get("/orders"),
      "another product": get("/orders", await tokenFor("pro")),
      "no role of the product": get("/orders", await tokenFor("starter", "stranger")),
      "a user": get("/orders", await tokenFor("starter", "contoso", ["Orders.Read"])),
      "no such role": get("/reports", await tokenFor("starter")),
      "the role": get("/reports", await tokenFor("starter", "admin")),
      "a user with the scope": post("/orders", await tokenFor("starter", "contoso", ["Orders.Write"])),
      "a user without it": post("/orders", await tokenFor("starter", "contoso", ["Orders.Read"])),
      "an application": post("/orders", await tokenFor("starter")),
      "in the body": {
        method: "POST",
        path: "/orders",
        token: { in: "body", value: await tokenFor("starter", "contoso", ["Orders.Write"]) },
      },
      "in the query": {
        method: "GET",
        path: "/orders",
        token: { in: "query", value: await tokenFor("starter") },
      },
    };
    for (const [flaw, make] of Object.entries(flawed))
      requests[`flawed: ${flaw}`] = get("/orders", await make({ client: "contoso", product: "starter" }));
    outcome = await run(requests);
  });
  after(async () => {
    await authority?.remove();
    await entra?.close();
  });

  const statuses = (name: string) => STEPS.map((step) => outcome[name]![step].status);

  for (const [name, status] of Object.entries({
    good: 200,
    "no token": 401,
    "another product": 401,
    "no role of the product": 403,
    "a user": 403,
    "no such role": 403,
    "the role": 200,
    "a user with the scope": 200,
    "a user without it": 403,
    "an application": 401,
    "in the body": 401,
    "in the query": 401,
  }))
    it(`${status} after each step: ${name}`, () =>
      expect(statuses(name)).to.deep.equal([status, status, status]));

  it("401 after each step: any token with a flaw, but for roles, which are 403", () => {
    const flaws = Object.keys(outcome).filter((name) => name.startsWith("flawed: "));
    expect(flaws).to.have.length.above(25);
    for (const flaw of flaws) {
      const status = /noRoles|otherRole|roleWrongCase/.test(flaw) ? 403 : 401;
      expect(statuses(flaw), flaw).to.deep.equal([status, status, status]);
    }
  });
  it("what handlers answer stays the same, from before to the end", () => {
    for (const name of ["good", "the role", "a user with the scope"]) {
      const bodies = (["before", ...STEPS] as const).map((step) => outcome[name]![step].body);
      expect(new Set(bodies), name).to.have.length(1);
    }
  });
  it("a refusal of ours reads the same after each step", () => {
    for (const name of ["another product", "no role of the product", "a user", "a user without it"]) {
      const bodies = STEPS.map((step) => outcome[name]![step].body);
      expect(new Set(bodies), name).to.have.length(1);
      expect(bodies[0], name).to.match(/^\{ "statusCode": 40[13], "message": "Access denied/);
    }
  });
  it("what gets stricter with the first step", () => {
    const stricter = Object.keys(outcome).filter(
      (name) => outcome[name]!.before.status !== outcome[name]!.step1.status,
    );
    expect(stricter.filter((name) => !name.startsWith("flawed: "))).to.have.members([
      "another product",
      "no role of the product",
      "a user",
      "an application", // 403 before
      "in the body",
    ]);
    expect(
      stricter.every((name) => outcome[name]!.before.status === 200 || name === "an application"),
    ).to.equal(true);
  });
  it("while the issuer cannot be reached: 401 as long as passport-azure-ad asks it, 503 after that", async function () {
    this.timeout(40_000);
    const request = get("/orders", await tokenFor("starter"));
    entra.faults.outage({ refuse: true });
    const { down } = await run({ down: request });
    entra.faults.clear();
    expect(Object.values(down!).map(({ status }) => status)).to.deep.equal([401, 401, 503, 503]);
  });
});
