import type { Page } from "playwright-core";
import { newVisitor, type Visitor } from "./browser.js";
import type { DemoWorld } from "./demo-world.js";

/** A person with a browser, in the words of a story. */
export interface User extends Visitor {
  /** Opens a page of the portal by its path. */
  open(path: string): Promise<void>;
  /** Follows a link of this name. */
  follow(name: string | RegExp): Promise<void>;
  /** Presses a button of this name. */
  press(name: string | RegExp): Promise<void>;
  /** Writes into the field of this name. */
  write(field: string, text: string): Promise<void>;
  /** The text of the page's heading. */
  heading(): Promise<string>;
  /** Waits until a text stands on the page. */
  sees(text: string | RegExp): Promise<void>;
  /** The descriptions of a term. */
  term(name: string): Promise<string>;
  /** Chooses one of several. */
  choose(label: string): Promise<void>;
  /** Ticks a box. */
  tick(label: string): Promise<void>;
  /** What stands in a field. */
  valueOf(field: string): Promise<string>;
  /** The names of all links of the page. */
  linkNames(): Promise<readonly string[]>;
  /** Signs in at the issuer's account picker. */
  signIn(account: string): Promise<void>;
}

/** A person who has a browser and has opened nothing yet. */
export async function newUser(
  world: DemoWorld,
  options: Parameters<typeof newVisitor>[0] = {},
): Promise<User> {
  const visitor = await newVisitor(options);
  const { page } = visitor;
  const follow = (name: string | RegExp) => clickAndLoad(page, "link", name);
  const press = (name: string | RegExp) => clickAndLoad(page, "button", name);
  return {
    ...visitor,
    follow,
    press,
    open: async (path) => void (await page.goto(world.url + path)),
    write: (field, text) => page.getByLabel(field, { exact: true }).fill(text),
    choose: (label) => page.getByRole("radio", { name: label, exact: true }).check(),
    tick: (label) => page.getByRole("checkbox", { name: label, exact: true }).check(),
    valueOf: (field) => page.getByRole("textbox", { name: field, exact: true }).inputValue(),
    linkNames: () => page.getByRole("link").allInnerTexts(),
    heading: async () => (await page.getByRole("heading", { level: 1 }).innerText()).trim(),
    sees: (text) => page.getByText(text).first().waitFor(),
    term: async (name) => {
      const entry = page.locator("dl > div", {
        has: page.getByRole("term").getByText(name, { exact: true }),
      });
      return (await entry.getByRole("definition").innerText()).trim();
    },
    signIn: async (account) => {
      await page.goto(`${world.url}/signin`);
      await press(new RegExp(account.replaceAll(".", "\\.")));
    },
  };
}

async function clickAndLoad(page: Page, role: "link" | "button", name: string | RegExp): Promise<void> {
  await page
    .getByRole(role, { name, exact: typeof name === "string" })
    .first()
    .click();
  await page.waitForLoadState("load");
}
