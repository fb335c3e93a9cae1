import { administerClients } from "@product-auth/core/clients";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { manualProvisioning } from "@product-auth/graph";
import { expect } from "chai";
import { blockLeaver, retention } from "./portal-users.js";

describe("the page about users of the portal", () => {
  it("a program blocks a user, and the keys of the user with it", async () => {
    const records = new MemoryRecordRepository();
    const subscriptions = administerSubscriptions({ repository: new MemorySubscriptionRepository() });
    const provisioning = manualProvisioning({ tokenUrl: "https://login.example.com/token" });
    const applications = administerClients({ records, provisioning });
    const stores = { records, subscriptions, applications };
    const value = { email: "adele@contoso.example", firstName: "Adele", lastName: "Vance", state: "active" };
    await records.write([{ put: { kind: "user", id: "adele", version: 1, value } }]);
    await subscriptions.create({ scope: "/products/starter", ownerId: "adele" });
    expect(await blockLeaver("other@contoso.example", stores)).to.equal("unknown");
    expect(await blockLeaver("adele@contoso.example", stores)).to.equal("blocked");
    const { items } = await subscriptions.list({ ownerId: "adele" });
    expect(items.map(({ ownerState }) => ownerState)).to.deep.equal(["blocked"]);
  });

  it("the audit is kept for 90 days", () => {
    expect(retention).to.deep.equal({ retention: { audit: 90 } });
  });
});
