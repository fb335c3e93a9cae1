// `npm run site`: builds the documentation site into site/dist. `-- --dev` serves the pages as they are edited,
// `-- --preview` serves what was built. SITE_BASE is the path below which the site will stand: "/" by default.
import { rmSync } from "node:fs";
import { build, createServer, serve } from "vitepress";
import { writeReference } from "./api.mjs";
import { output, pages, site } from "./places.mjs";
import { writeDarkSheet } from "./without-script-dark.mjs";
import { followPages, writePages } from "./written-pages.mjs";

const [mode = "--build"] = process.argv.slice(2);

if (mode === "--preview") await serve({ root: site });
else if (mode === "--dev" || mode === "--build") {
  rmSync(pages, { recursive: true, force: true });
  await writeReference();
  writePages();
  if (mode === "--dev") await serveChanges();
  else await buildAll();
} else {
  console.error(`${mode}: write --dev, --preview, or nothing`);
  process.exitCode = 2;
}

async function serveChanges() {
  const server = await createServer(site);
  await server.listen();
  server.printUrls();
  followPages();
}

async function buildAll() {
  rmSync(output, { recursive: true, force: true });
  await build(site);
  writeDarkSheet();
}
