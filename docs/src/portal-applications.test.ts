import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { startEntra, type Entra } from "@product-auth/emulator";
import { entraId, type Portal } from "@product-auth/portal";
import { expect } from "chai";
import { createPortalWithApplications, credentialOf } from "./portal-applications.js";

describe("the page about applications in the portal", () => {
  let entra: Entra;
  let portal: Portal;
  before(async () => {
    entra = await startEntra({
      products: { gold: {} },
      clients: {
        portal: { redirectUris: { web: ["http://127.0.0.1:1/developer/signin/entra/callback"] } },
        website: { products: ["gold"] },
        provisioning: { graphRoles: ["Application Administrator"] },
      },
    });
    const { tenantId, origin: authorityHost, graphUrl } = entra;
    const { portal: registration, provisioning, website } = entra.clients;
    portal = createPortalWithApplications({
      catalog: {
        tenantId,
        authorityHost,
        products: { gold: { displayName: "Gold", audience: entra.products["gold"]!.audience } },
      },
      repository: new MemorySubscriptionRepository(),
      records: new MemoryRecordRepository(),
      publicUrl: "http://127.0.0.1:1/developer",
      signIn: [
        entraId({
          tenantId,
          authorityHost,
          clientId: registration!.appId,
          clientSecret: registration!.secret,
        }),
      ],
      tenantId,
      hosts: { graphUrl, authorityHost },
      website: website!.appId,
      credential: credentialOf({
        AZURE_TENANT_ID: tenantId,
        AZURE_CLIENT_ID: provisioning!.appId,
        AZURE_CLIENT_SECRET: provisioning!.secret,
        AZURE_AUTHORITY_HOST: authorityHost,
      }),
    });
  });
  after(async () => {
    await portal.close();
    await entra.close();
  });

  it("the product links to the registration, and health knows of applications", async () => {
    const request = new Request("http://127.0.0.1:1/developer/products/gold");
    const page = await (await portal.handle(request, { address: undefined })).text();
    expect(page).to.include("Register application").and.include("/.default");
    expect((await portal.health()).applications).to.include({ provisioning: "unknown" });
  });
});
