import { expect } from "chai";
import { stories } from "./support/stories.js";
import type { User } from "./support/user.js";

stories(
  "applications",
  ({ person, world, isScripted }) => {
    async function tokenFor(user: User, secret: string): Promise<string> {
      const response = await fetch(await user.term("Token URL"), {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: await user.term("Client ID"),
          client_secret: secret,
          scope: await user.page
            .getByRole("cell", { name: /\/\.default$/ })
            .first()
            .innerText(),
        }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    }
    const call = async (path: string, token: string) =>
      (await fetch(world().origin + path, { headers: { authorization: `Bearer ${token}` } })).status;
    const fault = (faults: object) =>
      fetch(`${world().entraOrigin}/emulator/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(faults),
      });
    /** Registers an application and waits for its page. */
    async function register(user: User, name: string, product: string): Promise<void> {
      await user.open("/applications/new");
      await user.write("Name", name);
      await user.tick(product);
      await user.press("Register");
      await user.page.getByRole("heading", { level: 1, name, exact: true }).waitFor({ timeout: 30_000 });
    }
    async function makeSecret(user: User): Promise<string> {
      await user.follow("New client secret");
      await user.choose("In 3 months");
      await user.press("Generate");
      expect(await user.heading()).to.equal("Your client secret");
      return user.valueOf("Client secret");
    }

    it("Adele registers on the way from a product, and calls the API with a token until she removes the product", async () => {
      const adele = await person();
      await adele.open("/products/analytics");
      await adele.follow("Register application");
      await adele.signInHere("adele@contoso");
      expect(await adele.heading()).to.equal("Register application");
      expect(
        await adele.page.getByRole("group", { name: "Products" }).getByLabel("Analytics").isChecked(),
      ).to.equal(true);
      await adele.write("Name", "Robot");
      await adele.press("Register");
      await adele.page.getByRole("heading", { level: 1, name: "Robot", exact: true }).waitFor();
      const page = adele.page.url().split("?")[0]!;
      const secret = await makeSecret(adele);
      await adele.page.goto(page);
      expect(await adele.page.content()).not.to.include(secret);
      const token = await tokenFor(adele, secret);
      expect(await call("/reports/2026", token)).to.equal(200);
      expect(await call("/orders", token)).to.be.oneOf([401, 403]);

      await adele.follow("Remove Analytics");
      await adele.press("Remove product");
      await adele.sees("The product was removed.");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await call("/reports/2026", token)).to.equal(403);
    });

    it("Alex asks for Pro, the administrator approves, and later suspends and restores the application", async () => {
      const alex = await person();
      await alex.signIn("alex");
      await register(alex, "Shop", "Pro");
      await alex.sees("Waiting for approval");
      const page = alex.page.url().split("?")[0]!;

      const admin = await person();
      await admin.signIn("portal.admin");
      await admin.follow("Administration");
      await admin.follow("Approvals");
      await admin.follow("Review Shop");
      await admin.write("Comment", "Welcome");
      await admin.press("Approve");
      await alex.page.goto(page);
      await alex.sees("Welcome");
      const secret = await makeSecret(alex);
      await alex.page.goto(page);
      const token = await tokenFor(alex, secret);
      expect(await call("/orders", token)).to.equal(200);

      await admin.open("/admin/applications");
      await admin.follow("Shop");
      await admin.press("Suspend");
      await admin.sees("The application is suspended.");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await call("/orders", token)).to.equal(403);
      await admin.press("Restore");
      await alex.page.goto(page);
      await alex.page.getByText("Active", { exact: true }).waitFor();
    });

    it("a registration that takes a while shows its progress by itself", async () => {
      const megan = await person();
      await megan.signIn("megan");
      await fault({ replication: 2 });
      try {
        await megan.open("/applications/new");
        await megan.write("Name", "Slow robot");
        await megan.tick("Analytics");
        await megan.press("Register");
        expect(await megan.heading()).to.equal("Registering Slow robot");
        await megan.page
          .getByRole("heading", { level: 1, name: "Slow robot", exact: true })
          .waitFor({ timeout: 40_000 });
        await megan.sees("The application is registered.");
      } finally {
        await fault({ clear: true });
      }
    });

    it("Adele tries a call with client credentials on the page of an operation", async () => {
      if (!isScripted) return;
      const adele = await person();
      await adele.signIn("adele");
      await register(adele, "Console robot", "Analytics");
      const secret = await makeSecret(adele);
      await adele.open("/apis/reports/operations/read-report");
      const { page } = adele;
      await page.getByRole("radio", { name: "Client credentials" }).check();
      await page.getByRole("combobox", { name: "Application" }).selectOption("Console robot");
      await page.getByRole("textbox", { name: "Client secret" }).fill("wrong");
      await page.getByRole("button", { name: "Get token" }).click();
      await page.getByText("The secret was refused.").waitFor();
      await page.getByRole("textbox", { name: "Client secret" }).fill(secret);
      await page.getByRole("button", { name: "Get token" }).click();
      await page.getByText(/expires in/).waitFor();
      expect(await page.getByRole("button", { name: "Renew" }).count()).to.equal(1);
      await page.getByRole("textbox", { name: "year" }).fill("2026");
      await page.getByRole("button", { name: "Send" }).click();
      await page.getByRole("region", { name: "Response" }).getByText("200 OK").waitFor();
      expect(await page.getByLabel("curl command of this request").textContent()).to.include("$ACCESS_TOKEN");
      const kept = await page.evaluate(
        "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href])",
      );
      expect(kept).not.to.include(secret);
      await page.getByRole("radio", { name: "No credential" }).check();
      await page.getByRole("radio", { name: "Client credentials" }).check();
      expect(await page.getByRole("textbox", { name: "Client secret" }).inputValue()).to.equal("");
    });
  },
  ["--controls"],
);
