import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import type { DecisionEvent } from "@product-auth/core";
import { findProgram, serviceFor } from "@product-auth/testkit/services";
import { Collector, metricsIn } from "./support/collector.js";
import { watchedBy } from "./support/watched.js";

const FOLDER = fileURLToPath(new URL("../../../../docs/observability/", import.meta.url));
const read = (file: string) => readFile(join(FOLDER, file), "utf8");

/** Labels of our metrics; in an expression they look like names of metrics. */
const LABELS = ["code", "credential_kind", "product_name", "api_name", "operation_name"];

/** Every metric that an API can export: Prometheus' names for them, and the names and units of OpenTelemetry. */
async function exportedMetrics(): Promise<{
  names: ReadonlySet<string>;
  units: ReadonlyMap<string, string>;
}> {
  const collector = new Collector();
  const telemetry = watchedBy(collector);
  telemetry.decided({ outcome: "admit", credential: "none", rule: {} } as unknown as DecisionEvent);
  telemetry.took(1, "admit");
  for (const store of ["subscriptions", "clients", "counters"] as const) {
    telemetry.queried(store, 1, false);
    if (store !== "counters") for (const found of [true, false]) telemetry.lookedUp(store, found);
  }
  for (const found of [true, false]) telemetry.lookedUp("tokens", found);
  telemetry.fetchedKeys(1, false);
  const names = metricsIn(await collector.scrape());
  const units = await collector.units();
  await collector.close();
  return { names, units };
}

/** The names of metrics in an expression; `a_(b|c)_d(_seconds)?` stands for those that it matches. */
function namesIn(expression: string): string[] {
  const patterns =
    expression.match(/product_auth_[a-z_]*(?:\([a-z|]+\)[a-z_]+)?(?:\(_seconds\)\?[a-z_]*)?/g) ?? [];
  const labels = LABELS.map((label) => `product_auth_${label}`);
  return patterns.filter((pattern) => !labels.includes(pattern)).flatMap(alternatives);
}

function alternatives(pattern: string): string[] {
  const bare = pattern.replace("(_seconds)?", "");
  const [, before, choices, after] = /^(.*)\(([a-z|]+)\)(.*)$/.exec(bare) ?? [];
  return choices === undefined ? [bare] : choices.split("|").map((choice) => `${before}${choice}${after}`);
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const panels = async () => (JSON.parse(await read("dashboard.json")) as { panels: Panel[] }).panels;
const expressions = async () =>
  (await panels()).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

describe("the files for operators", () => {
  let exported: ReadonlySet<string>;
  let units: ReadonlyMap<string, string>;
  before(async () => void ({ names: exported, units } = await exportedMetrics()));

  it("the page lists every metric with its unit, and no other", async () => {
    const page = await readFile(join(FOLDER, "../observability.md"), "utf8");
    const rows = page.matchAll(/^\| `(product_auth\.[a-z_.]+)` *\| [a-z -]+\| `([^`]+)`/gm);
    const listed = [...rows].flatMap(([, name = "", unit]) => [
      [name, unit],
      ...(name.endsWith(".hits") ? [[name.replace(".hits", ".misses"), unit]] : []),
    ]);
    expect(listed).to.have.deep.members([...units]);
  });

  it("the rules name metrics that an API exports", async () => {
    const text = (await read("rules.yaml")).replace(/^ *#.*$/gm, "");
    const names = namesIn(text);
    expect(names.length).to.be.above(10);
    expect([...exported]).to.include.members(names);
  });

  it("the dashboard shows every metric that an API exports, and no other", async () => {
    const names = new Set((await expressions()).flatMap(namesIn));
    expect([...exported]).to.include.members([...names]);
    const shown = (name: string) => name.replace(/_(bucket|count|sum)$/, "");
    const isHistogram = (name: string) => [...exported].some((other) => other === `${shown(name)}_sum`);
    const subject = (name: string) => (isHistogram(name) ? shown(name) : name);
    expect(new Set([...names].map(subject))).to.deep.equal(new Set([...exported].map(subject)));
  });

  it("a name that no API exports is found", () => {
    expect(namesIn('rate(product_auth_misspelt_total{product_auth_code="x"}[5m])')).to.deep.equal([
      "product_auth_misspelt_total",
    ]);
    expect(namesIn('{__name__=~"product_auth_(a|b)_c(_seconds)?_count"}')).to.deep.equal([
      "product_auth_a_c_count",
      "product_auth_b_c_count",
    ]);
  });

  it("the panels of the dashboard do not overlap", async () => {
    const places = (await panels()).map(({ gridPos }) => gridPos);
    expect(new Set((await panels()).map(({ id }) => id)).size).to.equal(places.length);
    for (const [i, one] of places.entries())
      for (const other of places.slice(i + 1))
        expect(
          one.x + one.w <= other.x ||
            other.x + other.w <= one.x ||
            one.y + one.h <= other.y ||
            other.y + other.h <= one.y,
        ).to.equal(true);
  });

  describe("with promtool", () => {
    let promtool: (...args: string[]) => Promise<string>;
    before(async function () {
      const program = await serviceFor(this, async () =>
        findProgram("promtool", "apt-get install --no-install-recommends prometheus"),
      );
      promtool = async (...args) => (await promisify(execFile)(program, args)).stdout;
    });

    it("the rules are valid", async () =>
      expect(await promtool("check", "rules", join(FOLDER, "rules.yaml"))).to.match(
        /SUCCESS: \d+ rules found/,
      ));

    it("the configuration on the page is valid, with the rules beside it", async () => {
      const page = await readFile(join(FOLDER, "../observability.md"), "utf8");
      const folder = await mkdtemp(join(tmpdir(), "product-auth-prometheus-"));
      await writeFile(join(folder, "prometheus.yml"), /```yaml\n(# prometheus\.yml.+?)```/s.exec(page)![1]!);
      await writeFile(join(folder, "rules.yaml"), await read("rules.yaml"));
      const printed = await promtool("check", "config", join(folder, "prometheus.yml"));
      await rm(folder, { recursive: true });
      expect(printed)
        .to.match(/1 rule files found/)
        .and.to.match(/SUCCESS: \d+ rules found/);
    });

    it("the rules alert when they should, and only then", async () =>
      expect(await promtool("test", "rules", join(FOLDER, "rules.test.yaml"))).to.include("SUCCESS"));

    it("every alert is tested", async () => {
      const alerts = [...(await read("rules.yaml")).matchAll(/alert: (\w+)/g)].map(([, name]) => name);
      const tests = await read("rules.test.yaml");
      for (const alert of alerts) expect(tests).to.include(`alertname: ${alert}\n`);
    });

    it("every expression of the dashboard is valid", async () => {
      const folder = await mkdtemp(join(tmpdir(), "product-auth-dashboard-"));
      const rules = (await expressions()).map((expr, i) => ({
        record: `dashboard:expression:${i}`,
        expr: expr.replaceAll("$__rate_interval", "5m").replaceAll("$job", ".*"),
      }));
      const file = join(folder, "dashboard.yaml"); // JSON is YAML
      await writeFile(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
      const printed = await promtool("check", "rules", file);
      await rm(folder, { recursive: true });
      expect(printed).to.include(`${rules.length} rules found`);
    });
  });
});
