import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { MissingServiceError } from "@product-auth/testkit/services";
import { chromium, type Browser } from "playwright-core";

const PROGRAMS = ["chromium-headless-shell", "chromium", "google-chrome"];

/** A browser on this machine. Rejects with `MissingServiceError` where there is none. */
export async function startBrowser(): Promise<Browser> {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const executablePath = folders
    .flatMap((folder) => PROGRAMS.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new MissingServiceError(
      "There is no Chromium on this machine. Install it: apt-get install chromium-headless-shell",
    );
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
