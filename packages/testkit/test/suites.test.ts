import { deepStrictEqual } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { decisions, surface } from "#src/adapter/suites/index.js";

const FOLDER = fileURLToPath(new URL("../dist/adapter/suites", import.meta.url));
/** What other suites are made of, and the flood, which is a contract of its own. */
const NOT_LISTED = /(^|\/)index\.js$|^fuzz\/(?!over-http)|^attacks\/memory\.js$/;

describe("suites of the adapter's contracts", () => {
  it("are listed once: in the surface or in the decisions", async () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => file.endsWith(".js") && !NOT_LISTED.test(file));
    const lists = [...surface, ...decisions] as unknown[];
    const counts = await Promise.all(
      files.map(async (file) => {
        const suites = Object.values((await import(pathToFileURL(join(FOLDER, file)).href)) as object);
        return [file, suites.map((suite) => lists.filter((one) => one === suite).length)] as const;
      }),
    );
    deepStrictEqual(
      counts.filter(([, listed]) => listed.join() !== "1"),
      [],
    );
    deepStrictEqual(lists.length, files.length);
  });
});
