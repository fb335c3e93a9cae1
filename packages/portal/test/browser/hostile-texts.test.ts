import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serviceFor } from "@product-auth/testkit/services";
import { expect } from "chai";
import type { Context } from "mocha";
import { hostileCatalog, MARK } from "../support/hostile-catalog.js";
import { startPortal, type World } from "../support/start-portal.js";
import { closeBrowser, newVisitor, startBrowser } from "./support/browser.js";

describe("in a browser: texts of others", function () {
  this.timeout(60_000);
  let world: World;
  let elsewhere: Server;
  const visits: (string | undefined)[] = [];

  before(async function (this: Context) {
    await serviceFor(this, startBrowser);
    elsewhere = createServer((req, res) => {
      visits.push(req.url);
      res.end();
    });
    await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
    world = await startPortal({
      catalog: hostileCatalog(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`),
      portal: () => ({ title: MARK.slice(0, 60) }),
      users: { mallory: { displayName: MARK, givenName: MARK, surname: MARK } },
    });
  });
  after(async () => {
    elsewhere?.close();
    await world?.close();
    await closeBrowser();
  });

  it("run nothing and load nothing on any page: the browser reports no violation", async () => {
    const { page, problems, close } = await newVisitor();
    page.on("dialog", (dialog) => {
      visits.push(dialog.message());
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") visits.push(request.url());
    });
    await page.goto(`${world.url}/signin`);
    await page.getByRole("button", { name: /mallory@/ }).click();
    await page.waitForURL(world.url);
    await page.goto(`${world.url}/apis/orders`);
    const operation = await page.locator('main a[href*="/operations/"]').first().getAttribute("href");
    const paths = ["", "/?q=alert", `/?q=${encodeURIComponent(MARK)}`, "/apis", "/apis/orders", "/products"];
    const pages = [...paths, "/products/starter", "/products/pro", "/products/starter/subscribe", "/profile"];
    const { origin } = new URL(world.url);
    for (const address of [...pages.map((path) => world.url + path), `${origin}${operation}`]) {
      await page.goto(address, { waitUntil: "networkidle" });
      expect(await page.locator("main").innerText(), address).not.to.equal("");
    }
    expect(await page.locator("main").innerText()).to.include("<img src=x");
    expect(problems).to.deep.equal([]);
    expect(visits).to.deep.equal([]);
    await close();
  });
});
