import { setTimeout as delay } from "node:timers/promises";
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
  /** The same, from the sign-in page that is open. */
  signInHere(account: string): Promise<void>;
  /** Signs in with e-mail and password. */
  signInWith(email: string, password: string): Promise<void>;
  /** Waits until the page has this heading. */
  arrivesAt(heading: string): Promise<void>;
  /** Opens the link in the newest mail to an address, once there is one with this subject. */
  openMail(to: string, subject: RegExp): Promise<void>;
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
  const write = (field: string, text: string) => page.getByLabel(field, { exact: true }).fill(text);
  async function signInHere(account: string): Promise<void> {
    await follow("Sign in with Microsoft Entra ID");
    await press(new RegExp(account.replaceAll(".", "\\.")));
  }
  return {
    ...visitor,
    follow,
    press,
    open: async (path) => void (await page.goto(world.url + path)),
    write,
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
      await signInHere(account);
    },
    signInHere,
    signInWith: async (email, password) => {
      await page.goto(`${world.url}/signin`);
      await write("E-mail", email);
      await write("Password", password);
      await press("Sign in");
    },
    arrivesAt: (heading) => page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor(),
    openMail: async (to, subject) => void (await page.goto(await linkInMail(world, to, subject))),
  };
}

async function clickAndLoad(page: Page, role: "link" | "button", name: string | RegExp): Promise<void> {
  await page
    .getByRole(role, { name, exact: typeof name === "string" })
    .first()
    .click();
  await page.waitForLoadState("load");
}

/** The first link in the newest mail of the outbox. */
async function linkInMail({ url }: DemoWorld, to: string, subject: RegExp): Promise<string> {
  for (let i = 0; i < 200; i++) {
    const mails = (await (await fetch(`${url}/dev/outbox.json`)).json()) as Record<
      "to" | "subject" | "text",
      string
    >[];
    const mail = mails.find((each) => each.to === to && subject.test(each.subject));
    const link = mail && /^https?:.*$/m.exec(mail.text)?.[0];
    if (link !== undefined) return link;
    await delay(25);
  }
  throw new Error(`There is no mail to ${to} about ${String(subject)}`);
}
