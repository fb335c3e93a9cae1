import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { RouteReport } from "@product-auth/routes/koa";

const command = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const folder = fileURLToPath(new URL("modules/koa", import.meta.url));

const run = (...args: string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

describe("product-auth routes, Koa", () => {
  it("fails with the route that is open without saying so, and ends though the module goes on", async () => {
    const { code, stdout, stderr } = await run("routes", "./shop.js");
    expect({ code, stdout }).to.deep.equal({
      code: 1,
      stdout: `METHOD  PATH              DEMANDS
GET     /admin/users/:id  product pro
GET     /health           open
GET     /metrics          OPEN, WITHOUT SAYING SO
GET     /orders           product starter

1 of 4 routes is open without saying so:
  GET /metrics
Guard it, or say that it is meant:
  router.get("/metrics", auth.requireProduct("…"), …)
  router.get("/metrics", auth.open(), …)
`,
    });
    expect(stderr).to.match(/^starting\n/);
  });

  it("passes when every route is guarded or says that it is open; --json", async () => {
    const { code, stdout, stderr } = await run("routes", "guarded.js", "--json");
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    const { routes, unprotected } = JSON.parse(stdout) as RouteReport;
    expect(routes.map(({ path, state }) => `${path} ${state}`)).to.deep.equal([
      "/health open",
      "/orders guarded",
    ]);
    expect(unprotected).to.deep.equal([]);
  });

  it("says what to export", async () => {
    const wrong = await run("routes", "shop.js", "--export", "application");
    expect(wrong).to.include({ code: 2, stdout: "" });
    expect(wrong.stderr).to.match(/product-auth: shop\.js: there is no export application; it exports app\./);
  });
}).timeout(20_000);
