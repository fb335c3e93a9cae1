import { expect } from "chai";
import { toyFolder } from "./run-toy.js";

const GUARDED = `{ method: "GET", path: "/orders", marks: [{ kind: "guard", rule: { product: "pro" }, products: ["pro"] }] }`;
const OPEN = `{ method: "GET", path: "/health", marks: [{ kind: "open" }] }`;
const UNPROTECTED = `{ method: "GET", path: "/metrics", marks: [] }`;
const toy = (...routes: string[]) => `{ toy: true, routes: [${routes.join(", ")}] }`;
const GOOD = toy(GUARDED, OPEN);

const PAGE = `METHOD  PATH      DEMANDS
GET     /health   open
GET     /metrics  OPEN, WITHOUT SAYING SO
GET     /orders   product pro

1 of 3 routes is open without saying so:
  GET /metrics
Guard it, or say that it is meant:
  toy("/metrics", guard)
  toy("/metrics", open)
`;

describe("the routes command", () => {
  let folder: Awaited<ReturnType<typeof toyFolder>>;
  before(async () => void (folder = await toyFolder()));
  after(() => folder.remove());

  const ended = async (source: string, ...options: string[]) => {
    await folder.write("app.mjs", source);
    const { took: _, ...end } = await folder.run("routes", "./app.mjs", ...options);
    return end;
  };

  it("0 when every route is guarded or says that it is open", async () => {
    const end = await ended(`export const app = ${GOOD};`);
    expect(end).to.include({ code: 0, stderr: "" });
    expect(end.stdout).to.match(/\n\n2 routes: 1 open and saying so, all others guarded\.\n$/);
  });

  it("1 when one is open without saying so, with its line", async () =>
    expect(await ended(`export const app = ${toy(GUARDED, OPEN, UNPROTECTED)};`)).to.deep.equal({
      code: 1,
      stdout: PAGE,
      stderr: "",
    }));

  it("--json: the report and nothing else, with the same ending", async () => {
    const { code, stdout } = await ended(`export const app = ${toy(GUARDED, UNPROTECTED)};`, "--json");
    expect(code).to.equal(1);
    const metrics = {
      method: "GET",
      path: "/metrics",
      state: "unprotected",
      demands: "OPEN, WITHOUT SAYING SO",
      guards: [],
    };
    expect(JSON.parse(stdout)).to.deep.equal({
      routes: [
        metrics,
        {
          method: "GET",
          path: "/orders",
          state: "guarded",
          demands: "product pro",
          guards: [{ products: ["pro"] }],
        },
      ],
      unprotected: [metrics],
      opaque: [],
    });
  });

  it("--strict: 1 when a place could not be looked into", async () => {
    const source = `export const app = { ...${GOOD}, opaque: [{ path: "/docs", name: "serve", why: "who knows" }] };`;
    const lax = await ended(source);
    expect(lax.code).to.equal(0);
    expect(lax.stdout).to.include("\nNot looked into:\n  /docs  serve  who knows\n");
    expect(await ended(source, "--strict")).to.deep.equal({ ...lax, code: 1 });
    expect((await ended(`export const app = ${GOOD};`, "--strict")).code).to.equal(0);
  });

  describe("the module", () => {
    const forms: Record<string, string> = {
      app: `export const app = ${GOOD}; export const other = 1;`,
      "a default": `export default ${GOOD};`,
      "a promise": `export const app = Promise.resolve(${GOOD});`,
      "another name": `export const server = ${GOOD};`,
      "an object with app": `export const made = { app: ${GOOD}, auth: {} };`,
      "a function that makes it": `export default () => (${GOOD});`,
      "an async function that makes it": `export const createApp = async () => ({ app: ${GOOD} });`,
      "a function that the framework knows": `export default (name) => name === "given by the framework" && ${GOOD};`,
      "top-level await": `export const app = await new Promise((done) => setTimeout(done, 20, ${GOOD}));`,
    };
    for (const [name, source] of Object.entries(forms))
      it(`may export ${name}`, async () => expect(await ended(source)).to.include({ code: 0, stderr: "" }));

    it("may be CommonJS", async () => {
      for (const source of [
        `module.exports = ${GOOD};`,
        `exports.app = ${GOOD};`,
        `module.exports = { app: ${GOOD} };`,
        `exports.__esModule = true; exports.default = ${GOOD};`,
      ]) {
        await folder.write("app.cjs", source);
        expect(await folder.run("routes", "app.cjs"), source).to.include({ code: 0, stderr: "" });
      }
    });

    it("--export names one, a function too", async () => {
      const source = `export const app = ${GOOD}; export const open = ${toy(UNPROTECTED)}; export function other() { return open; }`;
      expect((await ended(source)).code).to.equal(0);
      expect((await ended(source, "--export", "open")).code).to.equal(1);
      expect((await ended(source, "--export", "other")).code).to.equal(1);
    });

    it("is not asked to run other functions", async () => {
      const source = `export function dropTables() { console.log("dropped"); } export const zapp = ${GOOD};`;
      expect(await ended(source)).to.include({ code: 0, stderr: "" });
    });

    it("may listen, keep timers, print and send messages: it ends, and its words go to stderr", async () => {
      await folder.write(
        "app.mjs",
        `import { createServer } from "node:http";
        import { writeSync } from "node:fs";
        createServer().listen(0);
        setInterval(() => undefined, 1000);
        process.on("SIGTERM", () => undefined);
        console.log("listening");
        writeSync(1, "as loggers do\\n");
        process.send?.("ready");
        process.send?.({ type: "ready" });
        export const app = ${GOOD};`,
      );
      const end = await folder.run("routes", "app.mjs", "--json");
      expect(end).to.include({ code: 0, stderr: "listening\nas loggers do\n" });
      expect(JSON.parse(end.stdout)).to.have.property("routes");
      expect(end.took, "milliseconds").to.be.below(5_000);
    });

    it("does not see the command's arguments", async () =>
      expect((await ended(`export const app = process.argv.length === 2 && ${GOOD};`)).code).to.equal(0));

    it("meets what the framework prepared", async () => {
      await folder.write("node_modules/toy-parts/index.js", "module.exports = { parts: 1 };");
      const { code, stderr } = await ended(
        `import parts from "toy-parts";
        import { channel } from "node:diagnostics_channel";
        channel("toy.made").publish("toy");
        const isPrepared = parts.replaced && parts.parts === 1 && globalThis.absent === undefined;
        export const app = isPrepared && globalThis.published[0] === "toy" && ${GOOD};`,
      );
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    });
  });
}).timeout(20_000);
