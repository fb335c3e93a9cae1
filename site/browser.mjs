// Reads the built site in a browser: without script it can be read and walked through, on a wide screen and a narrow one,
// light and dark; with script its search finds pages, and no request leaves this machine.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { colorProblems } from "./contrast.mjs";
import { searches } from "./searches.mjs";
import { output } from "./places.mjs";

const program = "/usr/bin/chromium-headless-shell";
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const screens = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } };
const failures = [];

if (existsSync(program)) await readSite();
else if ((process.env.CI ?? "") !== "")
  failures.push(`${program} is missing: install chromium-headless-shell`);
else console.log("site: not read in a browser; install chromium-headless-shell");
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

async function readSite() {
  const server = createServer((request, response) => void serveFile(request, response)).listen(
    0,
    "127.0.0.1",
  );
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  try {
    const site = `http://127.0.0.1:${server.address().port}`;
    for (const [name, viewport] of Object.entries(screens)) {
      await check(`without script, ${name}`, () =>
        readWithoutScript(browser, { baseURL: site, viewport, javaScriptEnabled: false }),
      );
      await check(`with script, ${name}`, () => search(browser, { baseURL: site, viewport }));
    }
    await check("searches", () => findPages(browser, { baseURL: site }));
    for (const colorScheme of ["light", "dark"])
      for (const javaScriptEnabled of [false, true])
        await check(`${colorScheme}, ${javaScriptEnabled ? "with" : "without"} script`, () =>
          lookAtColors(browser, { baseURL: site, colorScheme, javaScriptEnabled }),
        );
  } finally {
    await browser.close();
    server.close();
  }
}

async function check(name, read) {
  try {
    await read();
    console.log(`ok      ${name}`);
  } catch (error) {
    failures.push(`FAILED  ${name}\n${error.message}`);
  }
}

async function readWithoutScript(browser, options) {
  const page = await open(browser, options, "/");
  await page.getByRole("heading", { name: "Product Auth", level: 1 }).waitFor();
  await page.getByText('import { productAuth } from "@product-auth/express"').first().waitFor();
  const navigation = page.getByLabel("Sidebar Navigation");
  await navigation.getByRole("link", { name: "Rules and guards" }).click();
  await page.getByRole("heading", { name: "Rules and guards", level: 1 }).waitFor();
  await page.getByRole("banner").getByRole("link", { name: "API" }).click();
  await navigation.getByRole("link", { name: "core/adapter" }).click();
  await page.getByRole("heading", { name: "@product-auth/core/adapter" }).waitFor();
  if (await page.getByRole("button", { name: "Search" }).isVisible())
    throw new Error("the search is shown, and cannot work");
  await page.context().close();
}

async function lookAtColors(browser, options) {
  const page = await open(browser, options, "/");
  const problems = [];
  for (const path of ["/", "/comparison.html", "/api/express.html", "/no-such-page"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    problems.push(...(await colorProblems(page, options.colorScheme)).map((each) => `${path}: ${each}`));
  }
  await page.context().close();
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

async function search(browser, options) {
  const page = await open(browser, options, "/guards.html");
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url()));
  page.on("pageerror", (error) => failures.push(`${page.url()}: ${error.message}`));
  await page.reload();
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("role_missing");
  await page.getByRole("option", { name: "role_missing" }).first().click();
  await page.waitForURL(/\.html#/);
  const foreign = loaded.filter((url) => !url.startsWith(options.baseURL) && !url.startsWith("data:"));
  if (foreign.length > 0) throw new Error(`asked for ${foreign.join(", ")}`);
  await page.context().close();
}

async function findPages(browser, options) {
  const page = await open(browser, options, "/");
  await page.getByRole("button", { name: "Search" }).click();
  const missed = [];
  for (const [words, path] of Object.entries(searches)) {
    await page.getByRole("searchbox").fill("");
    await page.locator("#localsearch-list > li").first().waitFor({ state: "detached" }); // the results of the last search
    await page.getByRole("searchbox").fill(words);
    const first = page.locator(`#localsearch-list > li:first-child a[href^="${path}"]`);
    await first
      .waitFor({ timeout: 10_000 })
      .catch(() => missed.push(`"${words}" does not find ${path} first`));
  }
  await page.context().close();
  if (missed.length > 0) throw new Error(missed.join("\n"));
}

async function open(browser, options, path) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

async function serveFile(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const path = join(output, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
  try {
    const content = await readFile(path);
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream").end(content);
  } catch {
    response.writeHead(404, { "content-type": "text/html" });
    response.end(await readFile(join(output, "404.html")));
  }
}
