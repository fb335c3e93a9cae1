import { expect } from "chai";
import { scenarios } from "./scenarios.js";
import type { Fault } from "./call.js";
import { uniqueNameOf } from "./names.js";
import {
  APPLY,
  appOf,
  applied,
  CATALOG,
  expectComplete,
  expectExit,
  expectSettled,
  faultOn,
  findingsOf,
  forbidden,
  furnish,
  refused,
  spOf,
} from "./world.js";
import type { Stage } from "./stage.js";

const CREATE = /^PATCH \/applications\(/;
const ASSIGN = /^POST .*appRoleAssignedTo/;

const survives =
  (pattern: RegExp, fault: Fault, times = 1) =>
  async (s: Stage) => {
    furnish(s);
    await s.write(CATALOG());
    expectExit(await s.run(APPLY, { fault: faultOn(pattern, fault, times) }), 0);
    await expectComplete(s);
    await expectSettled(s);
  };

const stopsWith =
  (code: string, pattern: RegExp, fault: Fault, times = Infinity, args: readonly string[] = []) =>
  async (s: Stage) => {
    furnish(s);
    await s.write(CATALOG());
    const outcome = expectExit(
      await s.run([...APPLY, ...args], { fault: faultOn(pattern, fault, times) }),
      1,
    );
    expect(findingsOf(outcome).map((text) => text.split(" ")[0])).to.include(code);
    expectExit(await s.run(APPLY), 0); // the repair is a second run
    await expectComplete(s);
  };

const replicated = (lags: Stage["tenant"]["replication"]) => async (s: Stage) => {
  furnish(s);
  await s.write(CATALOG());
  s.tenant.replication = lags;
  const outcome = expectExit(await s.run(APPLY), 0);
  await expectComplete(s);
  expect(outcome.stderr, "§7 a wait over 1 s: a line on stderr").to.match(/\d+ s/);
};

scenarios("judge: faults", {
  "§4 replication of applications": replicated({ application: 2500 }),
  "§4 replication of service principals": replicated({ servicePrincipal: 2500 }),
  "§4 replication of roles": replicated({ role: 4500 }),
  "§4 replication of everything, lists last": replicated({
    application: 1500,
    servicePrincipal: 1500,
    role: 3000,
    list: 4000,
  }),
  "§4 replication longer than --timeout: P09, within it": async (s) => {
    await s.write(CATALOG());
    s.tenant.replication = { application: 60_000 };
    const begin = Date.now();
    const outcome = expectExit(await s.run([...APPLY, "--timeout", "4"]), 1);
    expect(findingsOf(outcome)).to.include("P09 products.silver");
    expect(Date.now() - begin).to.be.within(2500, 9000);
    expect((await s.catalog()).products["silver"]!["audience"], "§1 also written after a failure").to.be.a(
      "string",
    );
  },
  "§4 403 for an id of this run passes": survives(/^PATCH \/servicePrincipals\(/, forbidden, 2),
  "§4 429 with Retry-After, on a read": survives(
    /^GET \/applications/,
    refused(429, "TooManyRequests", "Slow down.", { "Retry-After": "2" }),
  ),
  "§4 429 with Retry-After, on a write": survives(
    CREATE,
    refused(429, "TooManyRequests", "Slow down.", { "Retry-After": "2" }),
    2,
  ),
  "§4 429 without Retry-After: 2, 4 s": survives(CREATE, refused(429, "TooManyRequests"), 2),
  "§4 429 past --timeout: P08": stopsWith(
    "P08",
    CREATE,
    refused(429, "TooManyRequests", "Slow down.", { "Retry-After": "120" }),
    Infinity,
    ["--timeout", "3"],
  ),
  "§4 503 before the effect": survives(
    CREATE,
    refused(503, "ServiceUnavailable", "Later.", { "Retry-After": "1" }),
  ),
  "§4 503 without Retry-After: 1, 2 s": survives(CREATE, refused(503, "ServiceUnavailable"), 2),
  "§4 504 after the effect of a creation": survives(CREATE, {
    ...refused(504, "GatewayTimeout"),
    after: true,
  } as Fault),
  "§4 cut after the effect of a creation": survives(CREATE, { how: "drop", after: true }),
  "§4 cut before a creation": survives(CREATE, { how: "drop" }),
  "§4 cut after the addresses": survives(/^PATCH \/applications\/[^(]/, { how: "drop", after: true }),
  "§4 cut after a service principal": survives(/^PATCH \/servicePrincipals\(/, { how: "drop", after: true }),
  "§4 cut after an assignment": survives(ASSIGN, { how: "drop", after: true }),
  "§4 504 after an assignment": survives(ASSIGN, { ...refused(504, "GatewayTimeout"), after: true } as Fault),
  "§4 503 before an assignment": survives(ASSIGN, refused(503, "ServiceUnavailable")),
  "§4 cut on a page": survives(/skiptoken/, { how: "drop" }),
  "§4 unavailable too long: P08": stopsWith("P08", CREATE, refused(503, "ServiceUnavailable"), Infinity, [
    "--timeout",
    "3",
  ]),
  "§4 409 of a service principal: it is read": survives(/^PATCH \/servicePrincipals\(/, {
    ...refused(409, "Request_MultipleObjectsWithSameKeyValue"),
    after: true,
  } as Fault),
  "§4 other 409, 412: thrice": survives(/^PATCH \/applications\/[^(]/, refused(412, "PreconditionFailed"), 2),
  "§4 401 once: one new token": async (s) => {
    await s.write(CATALOG());
    const fault = faultOn(/^GET \/applications/, refused(401, "InvalidAuthenticationToken"));
    const { judge } = expectExit(await s.run(APPLY, { fault }), 0);
    expect(judge.issuer.requests).to.equal(2);
  },
  "§4 401 twice: P05": async (s) => {
    await s.write(CATALOG());
    const outcome = expectExit(
      await s.run(APPLY, { fault: faultOn(/^GET/, refused(401, "InvalidAuthenticationToken"), Infinity) }),
      1,
    );
    expect(findingsOf(outcome).map((text) => text.slice(0, 3))).to.include("P05");
    expect(outcome.judge.issuer.requests).to.equal(2);
    expect(outcome.judge.calls).to.have.length(2);
  },
  "§2 one token for a run": async (s) => {
    await s.write(CATALOG());
    expect(expectExit(await s.run(APPLY), 0).judge.issuer.requests).to.equal(1);
  },
  "§2 a token of few seconds is renewed": async (s) => {
    await s.write(CATALOG());
    s.tenant.replication = { role: 5000 };
    const { judge } = expectExit(await s.run(APPLY, { tokenSeconds: 4 }), 0);
    expect(judge.issuer.requests).to.be.greaterThan(1);
  },
  "§8 P01: may not read": stopsWith("P01", /^GET \/applications/, forbidden),
  "§8 P01: may not create": stopsWith("P01", CREATE, forbidden),
  "§8 P02: may not assign": stopsWith("P02", ASSIGN, forbidden),
  "§8 P06: an application owned by others": async (s) => {
    await applied(s);
    appOf(s, "products", "gold").api.requestedAccessTokenVersion = 1;
    const outcome = expectExit(
      await s.run(APPLY, { fault: faultOn(/^PATCH \/applications\/[^(]/, forbidden, Infinity) }),
      1,
    );
    expect(findingsOf(outcome)).to.include("P06 products.gold");
  },
  "§8 P07: quota": stopsWith(
    "P07",
    CREATE,
    refused(
      403,
      "Directory_QuotaExceeded",
      "The directory object quota limit for the Principal has been exceeded.",
    ),
  ),
  "§4 anything else stops the run": stopsWith(
    "P09",
    CREATE,
    refused(400, "Request_BadRequest", "Something else."),
    1,
  ),
  "§4 500 stops the run": stopsWith("P09", CREATE, refused(500, "InternalServerError"), 1),
  "§4 what was done is told after a failure": async (s) => {
    await s.write(CATALOG());
    const outcome = expectExit(
      await s.run(APPLY, { fault: faultOn(ASSIGN, refused(400, "Request_BadRequest"), Infinity) }),
      1,
    );
    const done = outcome.report.changes.filter((change) => change.done).map(({ at }) => at);
    expect(done).to.include.members(["products.silver", "products.gold"]);
    expect(outcome.report.changes.some((change) => !change.done)).to.equal(true);
    const text = await s.run(APPLY, {
      text: true,
      fault: faultOn(ASSIGN, refused(400, "Request_BadRequest"), Infinity),
    });
    expectExit(text, 1);
    expect(text.stdout + text.stderr).to.contain("P09");
  },
  "§4 another run was faster (204): read, go on from there": async (s) => faster(s, "204"),
  "§4 another run was faster (400 uniqueName): read, go on": async (s) => faster(s, "400"),
  "§4 uniqueName taken in the bin between read and write: restored": async (s) => {
    await s.write(CATALOG());
    let isDone = false;
    const outcome = await s.run(APPLY, {
      concurrent: true,
      before: ({ method }) => {
        if (method !== "PATCH" || isDone) return;
        isDone = true;
        const tags = ["productAuth", "productAuth:instance=shop-test", "productAuth:product=silver"];
        s.tenant.delete(
          s.tenant.application({
            uniqueName: uniqueNameOf("shop-test", "products", "silver"),
            displayName: "APIMProductApplicationSilver",
            tags,
          }),
        );
      },
    });
    expectExit(outcome, 0);
    await expectComplete(s);
  },
  "§4 an address that another application has: P13": async (s) => {
    await s.write(CATALOG());
    const fault = faultOn(
      /^PATCH \/applications\/[^(]/,
      refused(
        400,
        "Request_BadRequest",
        "Another object with the same value for property identifierUris already exists.",
      ),
      Infinity,
    );
    expect(findingsOf(expectExit(await s.run(APPLY, { fault }), 1))).to.include("P13 products.silver");
  },
  "§2 no redirects": async (s) => {
    await s.write(CATALOG());
    for (const status of [301, 302, 307, 308]) {
      const fault = (call: { number: number }): Fault | undefined =>
        call.number === 1
          ? { how: "answer", answer: { status, headers: { Location: "/v1.0/elsewhere" } } }
          : undefined;
      const outcome = expectExit(await s.run(APPLY, { fault }), 1);
      expect(outcome.judge.calls).to.have.length(1);
    }
  },
  "§2 a nextLink of another origin: 1": async (s) => {
    await s.write(CATALOG());
    const other = await s.judge();
    for (const origin of [other.origin, "https://graph.microsoft.com", "//127.0.0.1:1"]) {
      const body = { value: [], "@odata.nextLink": `${origin}/v1.0/applications?$skiptoken=x` };
      const fault = faultOn(/^GET \/applications/, { how: "answer", answer: { status: 200, body } });
      expectExit(await s.run(APPLY, { fault }), 1);
    }
    expect(other.calls).to.deep.equal([]);
  },
  "§4 an answer that is not JSON, empty, of another shape": async (s) => {
    await s.write(CATALOG());
    for (const body of ["<html>", [], null, { value: "x" }, { value: [null] }, { value: [{ id: 7 }] }])
      expectExit(
        await s.run(APPLY, {
          lenient: true,
          fault: faultOn(/^GET \/applications/, { how: "answer", answer: { status: 200, body } }),
        }),
        1,
      );
  },
  "two runs at once end in one state": async (s) => {
    furnish(s);
    await s.write(CATALOG());
    await s.write(CATALOG(), "second.json");
    const options = { concurrent: true, lenient: true };
    const [a, b] = await Promise.all([
      s.run(APPLY, options),
      s.run(APPLY, { ...options, file: s.path("second.json") }),
    ]);
    expectExit(a, 0);
    expectExit(b, 0);
    await expectComplete(s);
    await expectComplete(s, "second.json");
    await expectSettled(s);
  },
  "two runs at once, slow copies": async (s) => {
    await s.write(CATALOG());
    await s.write(CATALOG(), "second.json");
    s.tenant.replication = { application: 1200, servicePrincipal: 1200, role: 2000 };
    const options = { concurrent: true, lenient: true, takenName: "400" as const };
    const [a, b] = await Promise.all([
      s.run(APPLY, options),
      s.run(APPLY, { ...options, file: s.path("second.json") }),
    ]);
    expectExit(a, 0);
    expectExit(b, 0);
    await expectComplete(s);
    await expectComplete(s, "second.json");
  },
});

async function faster(s: Stage, takenName: "204" | "400"): Promise<void> {
  await s.write(CATALOG());
  await s.write(CATALOG(), "other.json");
  let isDone = false;
  const outcome = await s.run(APPLY, {
    concurrent: true,
    takenName,
    before: async ({ method }) => {
      if (method !== "PATCH" || isDone) return;
      isDone = true;
      expectExit(await s.run(APPLY, { file: s.path("other.json") }), 0);
    },
  });
  expectExit(outcome, 0);
  await expectComplete(s);
  expect(spOf(s, appOf(s, "products", "gold").appId).appRoleAssignmentRequired).to.equal(true);
  await expectSettled(s);
}
