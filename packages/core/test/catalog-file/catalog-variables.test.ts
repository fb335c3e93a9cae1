import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProductAuth } from "#src/index.js";
import {
  loadCatalog,
  problemsOfCatalogFile,
  readCatalog,
  replaceVariables,
  watchCatalog,
} from "#src/catalog-file/index.js";
import { expect } from "chai";
import fc from "fast-check";
import { problemsOf } from "../options/problems-of.js";

const read = (catalog: unknown, env: Readonly<Record<string, string | undefined>> | undefined) =>
  readCatalog(JSON.stringify(catalog, null, 1), "shop.json", undefined, env === undefined ? {} : { env });
const problems = (catalog: unknown, env?: Readonly<Record<string, string | undefined>>) =>
  problemsOf(() => read(catalog, env)).map(({ path, message }) => `${path}: ${message}`);

const GOLD = { accepts: ["key"] };
const limited = (calls: unknown, renewalPeriod: unknown = 60) => ({
  products: { gold: { ...GOLD, rateLimit: { calls, renewalPeriod } } },
});

describe("variables in a catalog file", () => {
  it("are replaced in texts, whole and in part, several in one", () => {
    const catalog = { products: { gold: { ...GOLD, displayName: "${env:A} of ${env:B}, ${env:A}" } } };
    const { displayName } = read(catalog, { A: "Gold", B: "$& ${env:A}" }).products["gold"]!;
    expect(displayName).to.equal("Gold of $& ${env:A}, Gold");
  });
  it("become numbers where only a number is accepted", () => {
    const { rateLimit, displayName } = read(
      { products: { gold: { displayName: "${env:N}", ...limited("${env:N}", "${env:N}0").products.gold } } },
      { N: "12" },
    ).products["gold"]!;
    expect([rateLimit, displayName]).to.deep.equal([{ calls: 12, renewalPeriod: 120 }, "12"]);
  });
  it("become numbers in every kind of place", () => {
    const catalog = {
      products: {
        gold: { ...GOLD, quota: { calls: 1, renewalPeriod: 1, apis: { a: { calls: "${env:N}" } } } },
      },
      apis: {
        a: {
          path: "a",
          products: ["gold"],
          validateJwt: [
            { audiences: ["x"], failedValidation: { status: "${env:S}" }, clockTolerance: "${env:N}" },
          ],
          checkHeader: [
            {
              ...{ name: "x", failedCheckHttpCode: "${env:S}", failedCheckErrorMessage: "${env:S}" },
              ignoreCase: false,
            },
          ],
          rateLimitByKey: [
            {
              ...{ calls: 9, renewalPeriod: 9, counterKey: ["ip"], incrementCount: "${env:N}" },
              incrementCondition: { status: ["${env:S}", "${env:CLASS}"] },
            },
          ],
        },
      },
    };
    const found = read(catalog, { N: "7", S: "403", CLASS: "2xx" });
    const api = found.apis!["a"]!;
    expect(found.products["gold"]!.quota!.apis!["a"]!.calls).to.equal(7);
    expect(api.validateJwt).to.deep.equal([
      { audiences: ["x"], failedValidation: { status: 403 }, clockTolerance: 7 },
    ]);
    expect(api.checkHeader![0]).to.include({ failedCheckHttpCode: 403, failedCheckErrorMessage: "403" });
    expect(api.rateLimitByKey![0]).to.deep.include({
      incrementCount: 7,
      incrementCondition: { status: [403, "2xx"] },
    });
  });
  it("are left alone in names, in provision, and in an OpenAPI document", () => {
    const openapi = { openapi: "3.1.0", info: { title: "${env:X}" } };
    const catalog = {
      products: { gold: GOLD },
      apis: { a: { path: "a", openapi } },
      provision: { instance: "${env:X}" },
    };
    expect(read(catalog, undefined).apis!["a"]!.openapi).to.deep.equal(openapi);
  });

  it("that are unset or empty are problems, all together, one for each", () => {
    const catalog = {
      products: {
        gold: {
          ...limited("${env:CALLS}").products.gold,
          displayName: "${env:NAME}",
          description: "${env:NAME}",
        },
      },
      apis: { a: { path: "${env:toString}" } },
    };
    expect(problems(catalog, { NAME: "" })).to.deep.equal([
      "shop.json:8:14 products.gold.rateLimit.calls: needs the variable CALLS, which is not set",
      "shop.json:11:19 products.gold.displayName: needs the variable NAME, which is empty",
      "shop.json:17:12 apis.a.path: needs the variable toString, which is not set",
    ]);
  });
  it("are refused without an environment", () => {
    const [problem] = problemsOf(() => read(limited("${env:CALLS}"), undefined));
    expect(problem).to.deep.include({
      message: "needs the variable CALLS, and is read without an environment",
      fix: "pass the environment, as in loadCatalog(path, { env: process.env })",
    });
  });
  for (const text of ["${env:", "${env:}", "${env:A-B}", "${env:A", "${env:${env:A}}"])
    it(`${text} is no variable`, () =>
      expect(
        problems({ products: { gold: { ...GOLD, displayName: text } } }, { A: "1", "A-B": "1" })[0],
      ).to.match(/contains \$\{env: without the name/));
  for (const value of ["many", "1e3", "0x10", " 5", "5 ", "1".repeat(16), "Infinity"])
    it(`${JSON.stringify(value)} is no number`, () =>
      expect(problems(limited("${env:CALLS}"), { CALLS: value })).to.deep.equal([
        "shop.json:8:14 products.gold.rateLimit.calls: is a string",
      ]));
  it("do not show their value in a problem", () => {
    const catalog = { products: { gold: { accepts: ["${env:S}"], state: "${env:S}" } } };
    const error = problems(catalog, { S: "s3cret" }).join("\n");
    expect(error).to.contain("is ${env:S}").and.not.contain("s3cret");
  });
  it("leave a catalog without them as it is", () =>
    expect(read(limited(3), undefined)).to.deep.equal(read(limited(3), {})));
});

it("problemsOfCatalogFile replaces variables as well", () => {
  expect(problemsOfCatalogFile(limited("${env:N}"), { env: { N: "5" } })).to.deep.equal([]);
  expect(problemsOfCatalogFile(limited("${env:N}"))).to.have.length(1);
});

it("replaceVariables keeps the shape of any JSON value", () => {
  const marked = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  fc.assert(
    fc.property(marked, (value) => {
      const text = JSON.stringify(value);
      if (text.includes("${env:")) return;
      const { content, problems: found } = replaceVariables(value, {});
      expect([JSON.stringify(content), found]).to.deep.equal([text, []]);
    }),
    { numRuns: 200 },
  );
});

describe("a catalog file with variables", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "catalog-"))));
  afterEach(() => rm(folder, { recursive: true }));

  it("is loaded and watched with an environment", async () => {
    const path = join(folder, "catalog.json");
    const env: Record<string, string> = { NAME: "Gold" };
    await writeFile(path, JSON.stringify({ products: { gold: { ...GOLD, displayName: "${env:NAME}" } } }));
    const auth = createProductAuth({ ...(await loadCatalog(path, { env })), subscriptions: [] });
    env["NAME"] = "Silver";
    const updated = await new Promise<boolean>((resolve, reject) => {
      const watch = watchCatalog(path, auth, {
        env,
        onProblem: reject,
        onUpdate: () => {
          watch.close();
          resolve(true);
        },
      });
    });
    expect([updated, auth.catalog.products.get("gold")?.displayName]).to.deep.equal([true, "Silver"]);
  });
});
