// NestJS, Jest, Vitest, MSW, undici and other JWT middleware with the packages as a user gets them: .ci/ecosystem is copied out, installed by
// its own lock and with the tarballs, and run. What a page says about other Node versions is run on those.
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root } from "./files.mjs";
import { run } from "./run-command.mjs";
import { installRuntimes, laterNodes } from "./runtimes.mjs";
import { packAll } from "./tarballs.mjs";

const NPM = "--prefer-offline --ignore-scripts --no-audit --no-fund";
const JEST = "node_modules/jest/bin/jest.js";
const needed = ["core", "emulator", "express", "fastify", "koa", "passport"].map(
  (name) => `@product-auth/${name}`,
);
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "product-auth-ecosystem-")));
const folder = join(temporary, "project");
let failures = 0;

try {
  run("node .ci/build.mjs");
  installRuntimes();
  report("installs by its lock, with the tarballs", install);
  // Those that the pages name: with Node 26 the check would take too long.
  const later = laterNodes().filter(({ name }) => name !== "Node 26");
  const here = { name: `Node ${process.versions.node.split(".")[0]}`, path: process.execPath };
  report("compiles", () => run("tsc --project tsconfig.build.json", { cwd: folder }));
  report("NestJS: guard and strategy, middleware", () =>
    run("node --test dist/nest/nest.test.js", { cwd: folder }),
  );
  report("mocha, ES modules and CommonJS", () => run("mocha runners/mocha/*.test.*", { cwd: folder }));
  report("node:test, ES modules and CommonJS", () =>
    run("node --test runners/node-test/orders.test.mjs runners/node-test/orders.test.cjs", { cwd: folder }),
  );
  report("Vitest, ES modules and CommonJS", () =>
    run("npx vitest run --root runners/vitest", { cwd: folder }),
  );
  for (const { name, path } of [here, ...later])
    report(`Jest on ${name}, ES modules`, () =>
      jest(path, "--experimental-vm-modules", "modules.config.mjs"),
    );
  report("Jest, CommonJS converted", () => jest(process.execPath, "", "converted.config.cjs"));
  for (const { name, path } of later.filter(({ name }) => name !== "Node 22"))
    report(`Jest on ${name}, CommonJS`, () => jest(path, "--experimental-vm-modules", "required.config.mjs"));
  report("fetch-like requests, Azure Functions", () =>
    run(`node --test ${inFetching("fetch-requests")}`, { cwd: folder }),
  );
  report("express-oauth2-jwt-bearer, express-jwt, koa-jwt, @fastify/jwt: before and after", () =>
    run("node --test migrations/migrations.test.mjs", {
      cwd: folder,
      env: { PAGE: join(root, "docs/from-jwt-middleware.md") },
    }),
  );
  for (const { name, path } of [here, ...later])
    report(`MSW, undici and the environment on ${name}`, () =>
      run(`"${path}" --test ${inFetching("msw", "mock-agent", "environment")}`, { cwd: folder }),
    );
} catch (error) {
  failures++;
  console.error(error.message);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

function install() {
  const source = join(root, ".ci/ecosystem");
  cpSync(source, folder, { recursive: true, filter: (path) => basename(path) !== "node_modules" });
  run(`npm ci ${NPM}`, { cwd: folder });
  const tarballs = packAll(temporary).filter(({ name }) => needed.includes(name));
  run(`npm install --no-save ${NPM} ${tarballs.map(({ path }) => `"${path}"`).join(" ")}`, { cwd: folder });
}

function jest(node, flags, config) {
  return run(`"${node}" ${flags} ${JEST} --config runners/jest/${config}`, { cwd: folder });
}

function inFetching(...names) {
  return names.map((name) => `fetching/${name}.test.mjs`).join(" ");
}

function report(what, check) {
  const start = Date.now();
  try {
    check();
    console.log(`ok      ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures++;
    console.error(`FAILED  ${what}\n${error.message}`);
  }
}
