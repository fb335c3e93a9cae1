import { expect } from "chai";
import { stories } from "./support/stories.js";

stories("the console", ({ person, isScripted }) => {
  it("Adele reads an order with a 15-minute key; without JavaScript the page has the curl command", async () => {
    const adele = await person();
    await adele.signIn("adele");
    await adele.open("/products/starter/subscribe");
    await adele.write("Name", "For the console");
    await adele.press("Subscribe");
    await adele.open("/apis/orders/operations/read-order");
    await adele.sees(/curl/);
    if (!isScripted) return;
    const { page } = adele;
    await page.getByRole("radio", { name: "Subscription key" }).check();
    await page.getByRole("button", { name: "Get a 15-minute key" }).click();
    await page.getByText(/expires in/).waitFor();
    await page.getByRole("textbox", { name: "id" }).fill("a?b");
    await page.getByRole("button", { name: "Send" }).click();
    const response = page.getByRole("region", { name: "Response" });
    await response.getByText("200 OK").waitFor();
    expect(await response.innerText()).to.include('"a?b"');
  });

  it("a visitor tries a call without a credential and reads the refusal", async () => {
    if (!isScripted) return;
    const visitor = await person();
    await visitor.signIn("alex");
    await visitor.open("/apis/orders/operations/list-orders");
    await visitor.page.getByRole("radio", { name: "No credential" }).check();
    await visitor.page.getByRole("button", { name: "Send" }).click();
    await visitor.page.getByRole("region", { name: "Response" }).getByText("401 Unauthorized").waitFor();
  });
});
