import { expect } from "chai";
import { applyPlan, destroyCatalog, planCatalog, type ProvisionOptions } from "@product-auth/graph";
import { shop } from "../support/catalogs.js";
import {
  shapeOf,
  writesOf,
  type RecordedCall,
  type Script,
  type ScriptedAnswer,
} from "../support/recorded-fetch.js";
import { startWorld, type World } from "../support/world.js";

const error = (
  status: number,
  code: string,
  message = "x",
  headers: Record<string, string> = {},
): ScriptedAnswer => ({
  status,
  body: { error: { code, message } },
  headers,
});

/** Answers the calls of a shape: the first `times` of them. */
function on(shape: RegExp, answer: ScriptedAnswer | "cut", times = Infinity): Script {
  let seen = 0;
  return (call) => (shape.test(shapeOf(call)) && seen++ < times ? answer : undefined);
}

const CREATE = /^PATCH \/applications\(uniqueName/;
const URI = /^PATCH \/applications\/\{id\}$/;
const PRINCIPAL = /^PATCH \/servicePrincipals\(appId/;
const ASSIGN = /^POST \/servicePrincipals/;

describe("answers of Graph", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  const run = async (script: Script, more: Partial<ProvisionOptions> = {}) => {
    const recorded = world.scripted(script);
    const report = await world.apply(shop, more, recorded);
    return {
      report,
      calls: recorded.calls,
      errors: report.findings.filter(({ severity }) => severity === "error"),
    };
  };

  describe("waits", () => {
    const INVISIBLE = error(404, "Request_ResourceNotFound");
    const rows: readonly (readonly [what: string, script: () => Script, waits: readonly number[]])[] = [
      ["404 for an application of this run", () => on(URI, INVISIBLE, 4), [1, 2, 4, 8]],
      [
        "NoBackingApplicationObject",
        () => on(PRINCIPAL, error(400, "NoBackingApplicationObject"), 2),
        [1, 2],
      ],
      [
        "role not found yet",
        () =>
          on(
            ASSIGN,
            error(400, "Request_BadRequest", "Permission being assigned was not found on application"),
            3,
          ),
        [1, 2, 4],
      ],
      [
        "principal not found yet",
        () => on(ASSIGN, error(400, "Request_BadRequest", "Not a valid reference update."), 1),
        [1],
      ],
      ["403 three times", () => on(ASSIGN, error(403, "Authorization_RequestDenied"), 3), [1, 2, 4]],
      [
        "429 with Retry-After",
        () => on(CREATE, error(429, "TooManyRequests", "x", { "retry-after": "7" }), 2),
        [7, 7],
      ],
      ["429 without", () => on(CREATE, error(429, "TooManyRequests"), 3), [2, 4, 8]],
      [
        "503 with Retry-After",
        () => on(CREATE, error(503, "ServiceUnavailable", "x", { "retry-after": "9" }), 1),
        [9],
      ],
      ["503 without", () => on(CREATE, error(503, "ServiceUnavailable"), 3), [1, 2, 4]],
      ["504", () => on(/^GET \/applications$/, error(504, "x"), 1), [1]],
      ["cut", () => on(CREATE, "cut", 2), [1, 2]],
      ["409 of another kind", () => on(URI, error(409, "Request_Conflict"), 3), [1, 2, 4]],
      ["412", () => on(PRINCIPAL, error(412, "PreconditionFailed"), 3), [1, 2, 4]],
      [
        "already assigned",
        () =>
          on(
            ASSIGN,
            error(400, "Request_BadRequest", "Permission being assigned already exists on the object"),
          ),
        [],
      ],
    ];
    for (const [what, script, waits] of rows)
      it(`${what}: ${waits.join(", ") || "none"}`, async () => {
        const { report } = await run(script());
        expect(report.findings.map(({ code }) => code)).to.deep.equal(["P34"]);
        expect(report.changes.every(({ done }) => done)).to.equal(true);
        expect(world.waits).to.deep.equal(waits);
        expect(world.progress.map(({ seconds }) => seconds)).to.deep.equal(
          waits.filter((seconds) => seconds > 1),
        );
      });
  });

  describe("refusals end the run and become findings", () => {
    const rows: readonly (readonly [
      what: string,
      script: () => Script,
      finding: string,
      more?: Partial<ProvisionOptions>,
    ])[] = [
      [
        "not visible within the timeout",
        () => on(URI, error(404, "x")),
        "P09 products.gold",
        { timeout: 10 },
      ],
      [
        "throttled past the timeout",
        () => on(CREATE, error(429, "x", "x", { "retry-after": "400" })),
        "P08 products.gold",
      ],
      ["throttled for too long", () => on(CREATE, error(429, "x")), "P08 products.gold", { timeout: 20 }],
      ["unavailable for too long", () => on(CREATE, "cut"), "P08 products.gold", { timeout: 20 }],
      ["may not create", () => on(CREATE, error(403, "Authorization_RequestDenied")), "P01 tenant"],
      ["may not read", () => on(/^GET/, error(403, "Authorization_RequestDenied")), "P01 tenant"],
      [
        "may not assign",
        () => on(ASSIGN, error(403, "Authorization_RequestDenied")),
        "P02 clients.batch.products.gold",
      ],
      ["quota", () => on(CREATE, error(403, "Directory_QuotaExceeded")), "P07 products.gold"],
      ["401 twice", () => on(/./, error(401, "InvalidAuthenticationToken")), "P05 tenant"],
      ["500", () => on(CREATE, error(500, "InternalServerError")), "P09 products.gold"],
      [
        "a redirect",
        () => on(CREATE, { status: 307, headers: { location: "https://evil.example/" } }),
        "P09 products.gold",
      ],
      [
        "an unknown refusal",
        () => on(CREATE, error(400, "Request_BadRequest", "Invalid value")),
        "P09 products.gold",
      ],
      [
        "the next page is elsewhere",
        () =>
          on(/^GET \/applications$/, {
            status: 200,
            body: { value: [], "@odata.nextLink": "https://evil.example/v1.0/applications" },
          }),
        "P09 tenant",
      ],
      [
        "an answer without ids",
        () => on(CREATE, { status: 201, body: { id: "../..", appId: "x" } }),
        "P09 products.gold",
      ],
      [
        "uniqueName taken, holder never seen",
        () =>
          on(
            CREATE,
            error(
              400,
              "Request_BadRequest",
              "Another object with the same value for property uniqueName already exists.",
            ),
          ),
        "P13 products.gold",
      ],
    ];
    for (const [what, script, finding, more] of rows)
      it(`${what}: ${finding}`, async () => {
        const { report, errors } = await run(script(), more);
        expect(errors.map(({ code, at }) => `${code} ${at}`)).to.deep.equal([finding]);
        expect(report.exit).to.equal(1);
        expect(errors[0]?.fix).to.not.equal("");
        const done = await world.apply(shop);
        expect(done.exit).to.equal(0); // a second run completes the work
      });
  });

  it("P06: an application of other owners", async () => {
    await world.apply(shop);
    const catalog = { ...shop, products: { gold: { displayName: "Golden" } } };
    const recorded = world.scripted(on(URI, error(403, "Authorization_RequestDenied")));
    const report = await world.apply(catalog, {}, recorded);
    expect(report.findings.map(({ code, at }) => `${code} ${at}`)).to.include("P06 products.gold");
    expect(world.waits).to.deep.equal([]);
  });

  it("401 once: one new token, and the run goes on", async () => {
    const { report, calls } = await run(on(CREATE, error(401, "InvalidAuthenticationToken"), 1));
    expect(report.exit).to.equal(0);
    expect(new Set(calls.map(({ headers }) => headers.get("authorization"))).size).to.equal(2);
  });

  it("a token that was given is not renewed: P05 after one call", async () => {
    const credential = { getToken: () => Promise.resolve({ token: "opaque", expiresOnTimestamp: 9e15 }) };
    const { errors, calls } = await run(() => undefined, { credential });
    expect([errors.map(({ code }) => code), calls.length]).to.deep.equal([["P05"], 1]);
    expect(JSON.stringify(errors)).to.not.include("opaque");
  });

  it("a lost answer to POST: looks first, and assigns once", async () => {
    const { report, calls } = await run(on(ASSIGN, "cut", 1));
    expect(report.exit).to.equal(0);
    const shapes = calls.map(shapeOf).slice(-3);
    expect(shapes).to.deep.equal([
      "POST /servicePrincipals/{id}/appRoleAssignedTo",
      "GET /servicePrincipals/{id}/appRoleAssignedTo",
      "POST /servicePrincipals/{id}/appRoleAssignedTo",
    ]);
  });

  it("another run was faster: 204 and 409 are followed by a read, and the run goes on from there", async () => {
    const first = await planCatalog(shop, world.options());
    await world.apply(shop);
    const recorded = world.recorder();
    const options = world.options({}, recorded);
    const report = await applyPlan(first, options);
    expect(report.exit).to.equal(0);
    expect(report.changes.every(({ done }) => done)).to.equal(true);
    expect(recorded.calls.map(shapeOf).filter((shape) => shape.startsWith("GET"))).to.deep.equal([
      "GET /applications(uniqueName='{name}')",
      "GET /servicePrincipals(appId='{id}')",
      "GET /applications(uniqueName='{name}')",
      "GET /servicePrincipals(appId='{id}')",
    ]);
    expect((await world.state()).applications).to.have.length(3);
    expect((await world.state()).assignments).to.have.length(1);
  });

  it("another run created and deleted the applications meanwhile: they are restored", async () => {
    const first = await planCatalog(shop, world.options());
    const { products } = await world.apply(shop);
    await destroyCatalog(shop, world.options());
    const report = await applyPlan(first, world.options());
    expect(report.findings.filter(({ severity }) => severity === "error")).to.deep.equal([]);
    expect(report.products).to.deep.equal(products);
    expect((await world.state()).assignments).to.have.length(1);
    expect(writesOf((await world.apply(shop)).recorded.calls)).to.deep.equal([]);
  });

  it("P13: an application of other origin in the bin got the address or the name meanwhile", async () => {
    const first = await planCatalog(shop, world.options());
    const { products } = await world.apply(shop);
    const { objectId, applicationId } = products["gold"]!;
    await world.graph("PATCH", `/applications/${objectId}`, { tags: ["theirs"] });
    await world.graph("DELETE", `/applications/${objectId}`);
    const report = await applyPlan(first, world.options());
    const error = report.findings.find(({ severity }) => severity === "error");
    expect(error).to.include({ code: "P13", at: "products.gold" });
    expect(error?.message).to.include(applicationId);
  });

  it("two at once end in one state", async () => {
    const alone = await world.apply(shop).then(() => world.state());
    await world.reset();
    const reports = await Promise.all([world.apply(shop), world.apply(shop)]);
    expect(reports.map(({ exit }) => exit)).to.deep.equal([0, 0]);
    expect(await world.state()).to.deep.equal(alone);
    expect(writesOf((await world.apply(shop)).recorded.calls)).to.deep.equal([]);
  });

  it("replication of 5 seconds: the run waits, and a second run right behind it does too", async () => {
    world.entra.faults.replication(5);
    const report = await world.apply(shop);
    expect(report.exit, JSON.stringify(report.findings)).to.equal(0);
    const second = await world.apply(shop);
    expect(second.exit, JSON.stringify(second.findings)).to.equal(0);
    world.entra.clock.advance(10);
    world.entra.faults.clear();
    expect(writesOf((await world.apply(shop)).recorded.calls)).to.deep.equal([]);
    expect((await world.state()).applications).to.have.length(3);
  });

  it("stopped by the caller: the report says what was done", async () => {
    const stop = new AbortController();
    const recorded = world.scripted((_call: RecordedCall, index) => {
      if (index === 8) stop.abort();
      return undefined;
    });
    const report = await world.apply(shop, { signal: stop.signal }, recorded);
    expect(report.changes.map(({ done }) => done)).to.deep.equal([true, false, false]);
    expect(report.findings.at(-1)?.message).to.include("stopped");
    expect(report.products["gold"]?.applicationId).to.be.a("string");
    expect(report.catalog.changed).to.equal(true); // what exists is written back
  });

  it("nothing that a server repeats of a token is shown", async () => {
    let token = "";
    const { errors } = await run((call) => {
      token = call.headers.get("authorization")!.slice("Bearer ".length);
      return CREATE.test(shapeOf(call))
        ? error(400, "Request_BadRequest", `refused: Bearer ${token}`)
        : undefined;
    });
    expect(JSON.stringify(errors)).to.not.include(token);
    expect(JSON.stringify(errors)).to.include("refused: Bearer …");
  });
});
