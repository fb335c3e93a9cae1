import { expect } from "chai";
import { inBrowser } from "./support/in-browser.js";
import type { Person } from "./support/person.js";

const PASSWORD = "purple monkey dishwasher";

describe("the scenario partner-spa, in a browser", function () {
  this.timeout(120_000);
  const stage = inBrowser("partner-spa");

  it("Megan signs in to the app, reads orders, and sees the refusals of the API", async () => {
    const megan = await stage.person();
    const answer = (text: RegExp) =>
      megan.page.getByRole("log", { name: "Answer" }).filter({ hasText: text }).waitFor();
    await megan.open(stage.scenario.places["app"]!);
    await megan.sees("Not signed in");
    await megan.press("List orders");
    await answer(/^401\s+Bearer\b/);

    await megan.press("Sign in");
    await megan.press(/megan@fabrikam/);
    await megan.sees("Signed in as Megan Bowen");
    expect(megan.page.url()).to.equal(stage.scenario.places["app"]); // without the code
    await megan.press("List orders");
    await answer(/^200[^]*"chair"/);
    await megan.press("Place an order");
    await answer(/^403\s+Bearer .*insufficient_scope/);

    const kept = await megan.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
    expect(kept).not.to.include("eyJ");
    await megan.press("Sign out");
    await megan.page.waitForURL(stage.scenario.places["app"]!);
    await megan.sees("Not signed in");
  });

  it("the app shows that a sign-in was cancelled, and refuses a foreign code", async () => {
    const megan = await stage.person();
    await megan.open(stage.scenario.places["app"]!);
    await megan.press("Sign in");
    await megan.press("Cancel");
    await megan.sees(/^Sign-in failed: /);
    await megan.open(`${stage.scenario.places["app"]}?code=a-foreign-code&state=guessed`);
    await megan.sees(/^Sign-in failed: No matching state/);
  });

  it("the app says what to do while the browser does not accept a certificate", async () => {
    const megan = await stage.person();
    await megan.open(stage.scenario.places["app"]!);
    const help = megan.page.getByRole("alert");
    const orders = `${stage.scenario.places["gateway"]}/orders`;
    for (const [addresses, button] of [
      [orders, "List orders"],
      [`${stage.scenario.places["issuer"]!.split(" ", 1)[0]}/**`, "Sign in"],
    ] as const) {
      expect(await help.isVisible()).to.equal(false);
      await megan.page.route(addresses, (route) => route.abort("accessdenied"));
      await megan.press(button);
      await help.filter({ hasText: "accept their certificates" }).waitFor();
      expect(await help.getByRole("link", { name: "the API" }).getAttribute("href")).to.equal(orders);
      await megan.page.unrouteAll();
      await megan.press("List orders");
      await help.waitFor({ state: "hidden" });
    }
  });

  it("a page of another origin reads no answer of the API", async () => {
    const visitor = await stage.person();
    await visitor.open(stage.scenario.places["issuer"]!.split(" ", 1)[0]!);
    const url = JSON.stringify(`${stage.scenario.places["gateway"]}/orders`);
    const failure = await visitor.page.evaluate(`fetch(${url}).then(() => "read", (error) => error.name)`);
    expect(failure).to.equal("TypeError");
  });

  it("Alex invites a developer, who chooses a password, subscribes, and tries the test backend", async () => {
    const portal = stage.scenario.places["portal"]!;
    const alex = await stage.person();
    await alex.open(`${portal}/signin`);
    await alex.follow("Sign in with Contoso");
    await alex.press(/alex@contoso/);
    await alex.open(`${portal}/admin/users/invite`);
    await alex.write("E-mail", "robin@fabrikam.example");
    await alex.write("First name", "Robin");
    await alex.page.getByLabel("Fabrikam", { exact: true }).check();
    await alex.press("Send invitation");
    await alex.sees(/was sent|is sent/);

    const robin = await stage.person();
    await robin.open(`${portal}/apis`);
    await robin.arrivesAt("Sign in");
    await robin.open(await linkInMail(robin, "robin@fabrikam.example"));
    await robin.write("New password", PASSWORD);
    await robin.press("Create account");
    await robin.arrivesAt("Profile");
    await robin.open(`${portal}/products/sandbox`);
    await robin.follow("Subscribe");
    await robin.write("Name", "App");
    await robin.press("Subscribe");
    await robin.arrivesAt("Your keys");
    const key = await robin.valueOf("Primary key");

    await robin.open(`${portal}/apis/test-orders/operations/list-test-orders`);
    await robin.write("Key", key);
    await robin.press("Send");
    const response = robin.page.getByRole("region", { name: "Response" });
    await response.getByText("200 OK").waitFor();
    await response.getByText("an invented chair").waitFor();
  });

  /** Of the newest mail to an address. */
  async function linkInMail({ context }: Person, to: string): Promise<string> {
    const outbox = await context.request.get(`${stage.scenario.places["mails"]}.json`);
    const mails = (await outbox.json()) as readonly { readonly to: string; readonly text: string }[];
    const [link = ""] = /https:\/\/\S+/.exec(mails.find((mail) => mail.to === to)?.text ?? "") ?? [];
    return link;
  }
});
