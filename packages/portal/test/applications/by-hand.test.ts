import { manualProvisioning } from "@product-auth/graph";
import { expect } from "chai";
import { createApplicationsWorld, register } from "../support/applications-world.js";
import { linkOf } from "../support/visitor.js";

const TOKEN_URL = "https://login.microsoftonline.com/aaaaaaaa-0000-4000-8000-000000000000/oauth2/v2.0/token";
const CLIENT_ID = "dddddddd-1111-4222-8333-444444444444";

describe("an application that an administrator registers in the Entra portal", () => {
  it("opens its products after the last step, and no earlier; cut-offs hold at once", async () => {
    const world = createApplicationsWorld({ provisioning: manualProvisioning({ tokenUrl: TOKEN_URL }) });
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true, name: "Ada" })];
    const { to: own = "" } = await register(adele, { name: "Robot" });
    expect(own).to.match(/^\/applications\/registrations\//);
    expect((await adele.open(own)).text).not.to.include("Complete");
    expect((await adele.post(own, { act: "complete", "client-id": CLIENT_ID })).status).to.equal(400);

    const job = linkOf(await admin.open("/admin/applications"), "Registering Robot");
    expect(job).to.match(/^\/admin\/applications\/registrations\//);
    expect((await admin.open(job)).text).to.include("in the Entra portal");
    expect((await admin.post(job, { act: "complete", "client-id": "robot" })).status).to.equal(400);
    expect((await admin.post(job, { act: "complete", "client-id": CLIENT_ID })).to).to.equal(
      `${job}?done=completed`,
    );
    expect(await world.administration.get(CLIENT_ID)).to.equal(undefined);
    expect((await admin.open(job)).text).to.include("Product.Gold.All");
    expect((await admin.post(job, { act: "complete" })).status).to.equal(303);

    const shown = await adele.open(`/applications/${CLIENT_ID}`);
    expect([shown.h1, shown.status]).to.deep.equal(["Robot", 200]);
    expect(shown.text).to.include(TOKEN_URL).and.include(CLIENT_ID);

    const removed = await adele.post(`/applications/${CLIENT_ID}/products/gold/remove`, {});
    expect(removed.status).to.equal(303);
    expect((await world.administration.get(CLIENT_ID))!.products).to.deep.equal([]);
    const [left] = (await world.administration.jobs()).items;
    const leftover = `/admin/applications/registrations/${left!.id}`;
    expect((await admin.open("/admin/health")).text).to.include("Robot");
    expect((await admin.post(leftover, { act: "complete" })).to).to.equal(
      "/admin/applications?done=completed",
    );
    expect((await world.administration.jobs()).items).to.deep.equal([]);
    await world.portal.close();
    await world.administration.close();
  });
});
