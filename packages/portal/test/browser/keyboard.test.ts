import { expect } from "chai";
import type { Page } from "playwright-core";
import { stories } from "./support/stories.js";

// WCAG 2.2: 2.1.1 Keyboard, 2.4.1 Bypass Blocks, 2.4.3 Focus Order, 2.4.7 Focus Visible, 3.3.1 Error Identification.
stories("the keyboard alone", ({ person }) => {
  it("a visitor skips the navigation with the first Tab", async () => {
    const visitor = await person();
    const { page } = visitor;
    await visitor.open("/products");
    await page.keyboard.press("Tab");
    expect(await focused(page)).to.deep.equal({ name: "Skip to content", isSeen: true });
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect((await focused(page)).name).to.equal(await firstLinkOfMain(page));
  });

  it("focus moves through the page in reading order, always visible, and leaves it again", async () => {
    const visitor = await person();
    const { page } = visitor;
    await visitor.open("/products");
    const links = await page.getByRole("link").allInnerTexts();
    for (const link of links) {
      await page.keyboard.press("Tab");
      expect(await focused(page)).to.deep.equal({ name: link, isSeen: true });
    }
  });

  it("Alex signs in, corrects the form, and subscribes to Pro", async () => {
    const alex = await person();
    const { page } = alex;
    await alex.open("/products/pro");
    await reach(page, "Subscribe");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/signin/);
    await reachAccount(page, /alex@contoso/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/products\/pro\/subscribe/);

    await reach(page, "Name");
    await page.keyboard.type("Reports");
    await page.keyboard.press("Enter"); // the terms are not accepted yet
    await alex.sees("There is a problem");
    expect(await page.locator("[role=alert]:focus").count(), "the summary has the focus").to.equal(1);
    await page.keyboard.press("Tab");
    expect((await focused(page)).name).to.equal("Accept the terms of Pro.");
    await page.keyboard.press("Enter"); // the link leads to the field
    expect((await focused(page)).name).to.equal("I accept the terms of Pro");
    await page.keyboard.press("Space");
    expect(await alex.valueOf("Name")).to.equal("Reports"); // nothing must be written twice
    await page.keyboard.press("Tab");
    expect((await focused(page)).name).to.equal("Subscribe");
    await page.keyboard.press("Enter");
    await page.waitForLoadState("load");
    await alex.sees("Waiting for approval");
  });

  it("Adele registers an application, and creates a secret", async () => {
    const adele = await person();
    const { page } = adele;
    await adele.open("/applications/new");
    await reachAccount(page, /adele@contoso/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/applications\/new/);
    await reach(page, "Name");
    await page.keyboard.type("Robot");
    await reach(page, "Analytics");
    await page.keyboard.press("Space");
    await reach(page, "Register");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Robot", exact: true }).waitFor();
    await reach(page, "New client secret");
    await page.keyboard.press("Enter");
    await page.waitForURL(/secrets\/new/);
    await reach(page, "Generate");
    await page.keyboard.press("Enter");
    await adele.sees("Your client secret");
    expect((await adele.valueOf("Client secret")).length).to.be.greaterThan(20);
  });
});

/** What has the focus: the words of a control, and whether it lies in the viewport with an outline around it. */
async function focused(page: Page): Promise<{ readonly name: string; readonly isSeen: boolean }> {
  return page.evaluate(() => {
    const { document, getComputedStyle, innerHeight, innerWidth } = globalThis as unknown as Window;
    const element = document.activeElement;
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const { outlineStyle } = getComputedStyle(element);
    const isInside = top >= 0 && left >= 0 && bottom <= innerHeight + 1 && right <= innerWidth + 1;
    const text = element.labels?.[0]?.innerText ?? element.innerText;
    return { name: text.trim(), isSeen: isInside && outlineStyle !== "none" };
  });
}

interface Focusable {
  readonly innerText: string;
  readonly labels?: readonly { readonly innerText: string }[];
  getBoundingClientRect(): { top: number; bottom: number; left: number; right: number };
}

interface Window {
  readonly document: { readonly activeElement: Focusable };
  readonly innerHeight: number;
  readonly innerWidth: number;
  getComputedStyle(element: Focusable): { readonly outlineStyle: string };
}

/** Most presses of Tab that reach any control of a page. */
const MOST = 60;

/** From the sign-in page to an account of the issuer. */
async function reachAccount(page: Page, account: RegExp): Promise<void> {
  await reach(page, "Sign in with Microsoft Entra ID");
  await page.keyboard.press("Enter");
  await page.waitForURL(/authorize/);
  await reach(page, account);
}

/** Presses Tab until the control with these words has the focus. */
async function reach(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  while (passed.length < MOST) {
    await page.keyboard.press("Tab");
    const at = (await focused(page)).name;
    if (typeof name === "string" ? at === name : name.test(at)) return;
    passed.push(at);
  }
  expect.fail(`Tab does not reach ${String(name)}; it passes ${passed.join(", ")}`);
}

const firstLinkOfMain = (page: Page) => page.getByRole("main").getByRole("link").first().innerText();
