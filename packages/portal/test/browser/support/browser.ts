import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { MissingServiceError } from "@product-auth/testkit/services";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

const PROGRAMS = ["chromium-headless-shell", "chromium", "google-chrome"];

let launched: Promise<Browser> | undefined;

/** The browser of this process. Rejects with `MissingServiceError` where there is none. */
export function startBrowser(): Promise<Browser> {
  launched ??= launch().catch((error: unknown) => {
    launched = undefined; // there is nothing to close
    throw error;
  });
  return launched;
}

async function launch(): Promise<Browser> {
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

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

/** Whether the console calls an address: one of the demo world's API, or one that gives it a credential. */
const isOfConsole = (url: string) =>
  URL.canParse(url) &&
  /^\/(?:orders|reports|internal|developer\/console)(?:\/|$)/.test(new URL(url).pathname);

/** A visitor: a browser profile of its own. Every problem that the browser reports about a page is kept. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Violations of the content security policy, errors of scripts, failed requests. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Opens a browser profile. `isScripted`: whether pages may run JavaScript. */
export async function newVisitor({
  isScripted = true,
  ...options
}: {
  readonly isScripted?: boolean;
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
} = {}): Promise<Visitor> {
  const browser = await startBrowser();
  const context = await browser.newContext({
    javaScriptEnabled: isScripted,
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    // Chromium reports every page with such a status, and every such answer to the console, also where the story is about it.
    const isStatus = message.text().startsWith("Failed to load resource: the server responded with a status");
    if (isStatus && (message.location().url === page.url() || isOfConsole(message.location().url))) return;
    if (message.type() === "error" || /content security policy/i.test(message.text()))
      problems.push(`${message.text()} (${page.url()})`);
  });
  page.on("pageerror", (error) => problems.push(`${String(error)} (${page.url()})`));
  return { page, context, problems, close: () => context.close() };
}
