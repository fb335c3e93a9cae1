import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { createPortalWithConsole } from "./portal-console.js";

describe("the page about the console's client", () => {
  it("the API admits the client", async () => {
    const consoleId = "11111111-2222-4333-8444-555555555555";
    const portal = createPortalWithConsole({
      catalog: {
        tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
        products: { gold: { displayName: "Gold", audience: "api://7b0c9e11-2222-4333-8444-955566667777" } },
      },
      repository: new MemorySubscriptionRepository(),
      records: new MemoryRecordRepository(),
      publicUrl: "https://api.example.com/developer",
      signIn: [
        {
          id: "none",
          label: "None",
          begin: () => Promise.reject(new Error("not used")),
          complete: () => Promise.reject(new Error("not used")),
        },
      ],
      consoleId,
      consoleSecret: "secret",
    });
    expect((await portal.health()).console).to.deep.include({
      clientId: consoleId,
      client: "admitted",
      missingProducts: [],
      redirectUri: "https://api.example.com/developer/console/callback",
    });
    await portal.close();
  });
});
