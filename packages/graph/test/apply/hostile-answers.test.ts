import { expect } from "chai";
import {
  destroyCatalog,
  environmentCredential,
  planCatalog,
  removeClientSecret,
  type ProvisionReport,
} from "@product-auth/graph";
import { shop } from "../support/catalogs.js";
import { shapeOf, writesOf, type Script } from "../support/recorded-fetch.js";
import { startWorld, type World } from "../support/world.js";

const ID = "11111111-2222-4333-8444-555555555555";
const LIST = /^GET \/applications$/;

describe("a server that answers something else", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  const on =
    (shape: RegExp, body: unknown, status = 200): Script =>
    (call) =>
      shape.test(shapeOf(call)) ? { status, body } : undefined;
  const errorsOf = ({ findings }: ProvisionReport) =>
    findings.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code} ${message}`);

  it("ignores the filter: --destroy deletes only what has the tag of the instance", async () => {
    await world.apply(shop);
    const foreign = await world.graph("POST", "/applications", { displayName: "Payroll" });
    const other = { ...shop, provision: { ...shop.provision, instance: "shop" } };
    await world.apply(other);
    const all = await world.graph("GET", "/applications");
    const recorded = world.scripted(on(LIST, all));
    const report = await destroyCatalog(shop, { ...world.options({}, recorded), purge: true });
    expect(report.changes.map(({ at }) => at)).to.deep.equal(["clients.batch", "products.gold"]);
    const left = (await world.graph("GET", "/applications")).value;
    expect(left.map(({ id }) => id)).to.include(foreign.id);
    expect(left.filter(({ tags }) => tags.includes("productAuth:instance=shop"))).to.have.lengthOf(2);
    expect(left.filter(({ tags }) => tags.includes("productAuth:instance=shop-test"))).to.deep.equal([]);
  });

  it("ignores the filter: --prune deletes only what has the tag of the instance", async () => {
    await world.apply(shop);
    await world.graph("POST", "/applications", { displayName: "Payroll" });
    const recorded = world.scripted(on(LIST, await world.graph("GET", "/applications")));
    const report = await world.apply(shop, { prune: true }, recorded);
    expect(report.changes).to.deep.equal([]);
    expect(writesOf(recorded.calls)).to.deep.equal([]);
  });

  it("repeats the token, however long the text before and the token are: it is in no finding", async () => {
    const token = `opaque-${"s3cret".repeat(400)}`;
    const credential = environmentCredential({
      AZURE_TENANT_ID: world.entra.tenantId,
      PRODUCT_AUTH_GRAPH_TOKEN: token,
    });
    for (const text of [token, `${"x".repeat(250)}${token}`, `\u001B[2J${token}\n${token}`]) {
      const recorded = world.scripted(on(LIST, { error: { code: token, message: text } }, 400));
      const { report } = await planCatalog(shop, { ...world.options({}, recorded), credential });
      expect(errorsOf(report)).to.have.lengthOf(1);
      expect(JSON.stringify(report)).to.not.contain("s3cret").and.not.contain("u001b");
    }
  });

  it("repeats the token after it was tried again, or when a secret is removed: it is in no finding", async () => {
    await world.apply(shop);
    const token = `opaque-${"s3cret".repeat(3)}`;
    let tokens = 0;
    const credential = {
      getToken: () => Promise.resolve({ token: `${token}${tokens++}`, expiresOnTimestamp: Infinity }),
    };
    const applications = await world.graph("GET", "/applications");
    const client = applications.value.find(({ tags }) => tags.includes("productAuth:client=batch"))!;
    const keyed = { ...client, passwordCredentials: [{ keyId: ID, endDateTime: null }] };
    const body = { error: { code: `\u0007${token}0`, message: `\u001B[2J ${token}0 ${"x".repeat(5_000)}` } };
    let refused = false;
    const recorded = world.scripted((call) => {
      if (!refused) return ((refused = true), { status: 401, body });
      if (LIST.test(shapeOf(call))) return { status: 200, body: { value: [keyed] } };
      if (shapeOf(call) === "GET /applications/{id}") return { status: 200, body: keyed };
      return { status: 400, body };
    });
    const report = await removeClientSecret(shop, "batch", ID, {
      ...world.options({}, recorded),
      credential,
    });
    const [finding] = errorsOf(report);
    expect(finding).to.match(/^P09 /);
    expect(finding!.length).to.be.below(700);
    expect(JSON.stringify(report))
      .to.not.contain("s3cret")
      .and.not.match(/u001b|u0007/);
  });

  it("sends a link with a user, or a page with a million entries: P09, without a wait", async () => {
    const base = world.entra.graphUrl.replace("://", "://user:password@");
    const rows = [
      { value: [], "@odata.nextLink": `${base}/applications` },
      { value: Array.from({ length: 1_000_000 }, () => 0) },
    ];
    for (const body of rows) {
      const { report } = await planCatalog(shop, world.options({}, world.scripted(on(LIST, body))));
      expect(errorsOf(report)[0]).to.match(/^P09 /);
      expect(world.waits).to.deep.equal([]);
    }
  });

  it("throttles while the clock is set back: the step ends after its timeout", async () => {
    const recorded = world.scripted(on(LIST, { error: { code: "TooManyRequests", message: "x" } }, 429));
    let now = Date.now();
    const waits: number[] = [];
    const { report } = await planCatalog(shop, {
      ...world.options({}, recorded),
      timeout: 60,
      clock: () => (now -= 3_600_000),
      delay: (milliseconds) => {
        waits.push(milliseconds / 1000);
      },
      credential: { getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: Infinity }) },
    });
    expect(errorsOf(report)[0]).to.match(/^P08 /);
    expect(waits).to.deep.equal([2, 4, 8, 16]);
  });

  it("lists assignments whose ids would address another object: no such call", async () => {
    await world.apply(shop);
    const principals = await world.graph("GET", "/servicePrincipals");
    const gold = principals.value.find(({ displayName }) => displayName === "APIMProductApplicationGold")!;
    const batch = principals.value.find(({ displayName }) => displayName === "APIMApplicationOrders batch")!;
    const assignment = { id: "..", principalId: batch.id, resourceId: gold.id, appRoleId: ID };
    const listed = on(/^GET \/servicePrincipals\/\{id\}\/appRoleAssignedTo$/, { value: [assignment] });
    const recorded = world.scripted(listed);
    await world.apply(shop, {}, recorded).catch(() => undefined);
    expect(recorded.calls.filter(({ method }) => method === "DELETE")).to.deep.equal([]);
  });
});
