import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";

/** A person with a browser profile, in the words of a page. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  open(url: string): Promise<void>;
  follow(link: string | RegExp): Promise<void>;
  press(button: string | RegExp): Promise<void>;
  write(field: string, text: string): Promise<void>;
  /** Waits until a text stands on the page. */
  sees(text: string | RegExp): Promise<void>;
  /** Waits for the heading of the page. */
  arrivesAt(heading: string): Promise<void>;
  /** What stands in a field. */
  valueOf(field: string): Promise<string>;
  /** Picks an account at the issuer: where a portal has one way to sign in it leads there, else by its link. */
  signInHere(account: string): Promise<void>;
  close(): Promise<void>;
}

/** Fails at `close` when a page reported an error of a script or a violation of its content security policy. */
export async function newPerson(browser: Browser): Promise<Person> {
  // The certificates of a scenario are from an authority that no browser knows.
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`${String(error)} (${page.url()})`));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) problems.push(`${message.text()} (${page.url()})`);
  });
  const click = async (role: "link" | "button", name: string | RegExp): Promise<void> => {
    const exact = typeof name === "string";
    await page.getByRole(role, { name, exact }).first().click();
    await page.waitForLoadState("load");
  };
  return {
    page,
    context,
    open: async (url) => void (await page.goto(url)),
    follow: (link) => click("link", link),
    press: (button) => click("button", button),
    write: (field, text) => page.getByLabel(field, { exact: true }).fill(text),
    sees: (text) => page.getByText(text).first().waitFor(),
    arrivesAt: (heading) => page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor(),
    valueOf: (field) => page.getByRole("textbox", { name: field, exact: true }).inputValue(),
    async signInHere(account) {
      const link = page.getByRole("link", { name: "Sign in with Microsoft Entra ID" });
      await link.or(page.getByRole("heading", { name: "Pick an account" })).waitFor();
      if (await link.isVisible()) await click("link", "Sign in with Microsoft Entra ID");
      await click("button", new RegExp(`^.*${account.replaceAll(".", "\\.")}@`));
    },
    async close() {
      await context.close();
      expect(problems).to.deep.equal([]);
    },
  };
}
