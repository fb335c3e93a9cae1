import { expect } from "chai";
import type { Response } from "playwright-core";
import { inBrowser } from "./support/in-browser.js";
import type { Person } from "./support/person.js";

describe("the scenario saas, in a browser", function () {
  this.timeout(120_000);
  const stage = inBrowser("saas", "suite");

  let ida: Person;
  let application: string;

  it("Ida signs up with Google on the way to Free, and tries the API with a test key until its limit", async () => {
    ida = await stage.person();
    await ida.open(portal("/products/free"));
    await ida.follow("Subscribe");
    await signUp(ida, "Ida");
    await ida.write("Name", "Trying out");
    await ida.press("Subscribe");
    await ida.arrivesAt("Your keys");

    const { page } = ida;
    await ida.open(portal("/apis/forecasts/operations/read-forecast"));
    await page.getByRole("radio", { name: "Subscription key" }).check();
    await ida.press("Get a 15-minute key");
    await ida.sees(/expires in/);
    await ida.write("city", "oslo");
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await send(ida, "/forecasts/oslo")).status());
    const refused = await send(ida, "/forecasts/oslo");
    expect(statuses).to.deep.equal([200, 200, 200, 200, 200]);
    expect(refused.status()).to.equal(429);
    expect(Number(refused.headers()["retry-after"])).to.be.within(1, 60);
    await page.getByRole("region", { name: "Response" }).getByText("429 Too Many Requests").waitFor();
  });

  it("she registers an application for Pro, which waits until Alex approves it", async () => {
    await ida.open(portal("/products/pro"));
    await ida.follow("Register application");
    await ida.write("Name", "Snow report");
    await ida.press("Register");
    await ida.arrivesAt("Snow report");
    await ida.sees("Waiting for approval");
    application = ida.page.url().split("?")[0]!;

    const alex = await stage.person();
    await alex.open(portal("/signin"));
    await alex.signInHere("alex");
    await alex.open(portal("/admin/approvals"));
    await alex.follow("Review Snow report");
    await alex.press("Approve");
    await ida.open(application);
    await ida.sees("Approved");
  });

  it("she sees a client secret once, and the console sends a token of the application", async () => {
    const { page } = ida;
    await ida.follow("New client secret");
    await page.getByRole("radio", { name: "In 3 months", exact: true }).check();
    await ida.press("Generate");
    await ida.arrivesAt("Your client secret");
    const secret = await ida.valueOf("Client secret");
    await ida.open(application);
    expect(await page.content()).not.to.include(secret);

    await ida.open(portal("/apis/history/operations/read-history"));
    await page.getByRole("radio", { name: "Client credentials" }).check();
    await page.getByRole("combobox", { name: "Application" }).selectOption("Snow report");
    await ida.write("Client secret", secret);
    await ida.press("Get token");
    await ida.sees(/expires in/);
    await ida.write("city", "oslo");
    const answer = await send(ida, "/history/oslo");
    expect(answer.status()).to.equal(200);
    expect(answer.headers()["x-calls-left"]).to.equal("299");
  });

  it("Olaf signs up, and finds nothing of hers", async () => {
    const olaf = await stage.person();
    await olaf.open(portal("/subscriptions"));
    await signUp(olaf, "Olaf");
    await olaf.arrivesAt("Subscriptions");
    expect(await olaf.page.getByText("Trying out").count()).to.equal(0);
    await olaf.open(portal("/applications"));
    expect(await olaf.page.getByText("Snow report").count()).to.equal(0);
    expect((await olaf.page.goto(application))?.status()).to.equal(404);
  });

  const portal = (path: string): string => stage.scenario.places["portal"]! + path;

  /** Creates an account on the page of the issuer that is open, and comes back. */
  async function signUp(stranger: Person, name: string): Promise<void> {
    await stranger.follow("Create an account");
    await stranger.write("E-mail", `${name.toLowerCase()}@people.example`);
    await stranger.write("Given name", name);
    await stranger.press("Create account with Google");
  }

  /** Presses "Send" in the console, and gives what the API answered. */
  async function send({ page, press }: Person, path: string): Promise<Response> {
    const answered = page.waitForResponse((response) => new URL(response.url()).pathname === path);
    await press("Send");
    return answered;
  }
});
