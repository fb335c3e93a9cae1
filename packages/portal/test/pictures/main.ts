// `npm run portal:pictures`: every page of the portal, light and dark, 1280 and 390 px wide, into the folder that is named.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { closeBrowser } from "../browser/support/browser.js";
import { startDemoWorld } from "../browser/support/demo-world.js";
import { everyPage } from "../browser/support/every-page.js";
import { newUser } from "../browser/support/user.js";

const folder = process.argv[2] ?? ".pictures";
let count = 0;
for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390]) {
    const into = join(folder, `${colorScheme}-${width}`);
    mkdirSync(into, { recursive: true });
    // A world of its own, so that each set of pictures shows the same data.
    const world = await startDemoWorld("express", { more: ["--at", "2026-11-29T12:00:00Z"] });
    const person = await newUser(world, { colorScheme, viewport: { width, height: 800 } });
    for await (const name of everyPage(person)) {
      await withoutChance(person.page);
      const file = `${String(++count % 100).padStart(2, "0")}-${name.replaceAll(/[^a-z0-9]+/gi, "-").replaceAll(/^-|-$/g, "")}.png`;
      await person.page.screenshot({ path: join(into, file), fullPage: true });
      process.stdout.write(`\r${into}: ${file}`.padEnd(80));
    }
    process.stdout.write("\n");
    count = 0;
    await person.close();
    await world.stop();
  }
await closeBrowser();

/** Replaces what differs from run to run: keys, references and the port. */
async function withoutChance(page: Page): Promise<void> {
  await page.evaluate(() => {
    const document = (globalThis as unknown as { document: MinimalDocument }).document;
    for (const field of document.querySelectorAll("input[readonly]"))
      field.value =
        field.id === "client-secret"
          ? "q1W8Q~0123456789abcdefghijklmnopqrstuvwx"
          : "pa_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    for (const code of document.querySelectorAll(".reference code"))
      code.textContent = "0e1d2c3b-4a59-4687-9f8e-7d6c5b4a3928";
    const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
    const clientId = [...document.querySelectorAll("dd code")].find((code) => guid.test(code.textContent));
    // The addresses of the issuer begin with a tenant, those of the portal do not.
    for (const text of document.querySelectorAll("pre, code"))
      if (text.children.length === 0)
        text.textContent = text.textContent
          .replaceAll(/127\.0\.0\.1:\d+(?=\/[\da-f]{8}-)/g, "127.0.0.1:8090")
          .replaceAll(/127\.0\.0\.1:(?!8090\/)\d+/g, "127.0.0.1:3000");
    if (clientId !== undefined) {
      const id = clientId.textContent;
      for (const text of document.querySelectorAll("pre, code"))
        text.textContent = text.textContent.replaceAll(id, "0a1b2c3d-4e5f-4061-8273-8495a6b7c8d9");
    }
    for (const link of document.querySelectorAll("a"))
      if (/^Remove secret /.test(link.textContent)) link.textContent = "Remove secret q1W";
    for (const hint of document.querySelectorAll("td code"))
      if (/^[\w~-]{3}$/.test(hint.textContent)) hint.textContent = "q1W";
  });
}

interface MinimalDocument {
  querySelectorAll(
    selector: string,
  ): Iterable<{ id: string; value: string; textContent: string; children: { length: number } }>;
}
