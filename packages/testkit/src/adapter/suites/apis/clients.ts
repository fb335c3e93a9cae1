import type { ClientApplication, ClientRegistry } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { AnyOptions } from "../../adapter-harness.js";
import { KEY } from "../../support/api.js";
import { expectRefused, notPermitted, unavailable } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

export function clients({ describe, it, before, catalogApis, sharedEntra }: Suite): void {
  describe("registered client applications", () => {
    const start = catalogApis();
    let entra: Entra;
    before(async () => void (entra = await sharedEntra()));

    const startWith = (clientApplications: AnyOptions["clientApplications"] & object) =>
      start({
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        products: {
          starter: { displayName: "Starter", audience: entra.products["starter"]!.audience },
          pro: { displayName: "Pro", audience: entra.products["pro"]!.audience, accepts: ["token", "key"] },
        },
        subscriptions: [{ id: "pro", scope: "/products/pro", primaryKey: "pro-1" }],
        clientApplications,
      });
    const contoso = (over: Partial<ClientApplication> = {}): ClientApplication => ({
      id: entra.clients["contoso"]!.appId,
      products: ["starter"],
      state: "active",
      ...over,
    });
    const token = async (product = "starter") => ({
      authorization: `Bearer ${await entra.tokenFor({ client: "contoso", product })}`,
    });

    it("200 for one that is active and linked", async () => {
      const api = await startWith([contoso()]);
      expect(await api.outcome("/", await token())).to.equal("200 starter token");
    });
    const refused = [
      ["unknown", () => [], "client_unknown"],
      ["pending", () => [contoso({ state: "pending" })], "client_state"],
      ["rejected", () => [contoso({ state: "rejected" })], "client_state"],
      ["of an owner who is blocked", () => [contoso({ ownerState: "blocked" })], "client_owner"],
      ["linked to another product", () => [contoso({ products: ["pro"] })], "client_not_linked"],
    ] as const;
    for (const [name, clients, code] of refused)
      it(`403 for one that is ${name}`, async () => {
        const api = await startWith(clients());
        expectRefused(await api.get("/", await token()), notPermitted);
        expect(api.events.at(-1)?.code).to.equal(code);
      });

    it("keys are not asked about: they belong to subscriptions", async () => {
      const api = await startWith([]);
      expect(await api.outcome("/", { [KEY]: "pro-1" })).to.equal("200 pro key");
    });
    it("a registry is asked once per request, with the token's client id, and not for a bad token", async () => {
      const asked: string[] = [];
      const registry: ClientRegistry = {
        findClient: (id) => {
          asked.push(id);
          return Promise.resolve(contoso());
        },
      };
      const api = await startWith(registry);
      expect(await api.outcome("/", await token())).to.equal("200 starter token");
      expect(asked).to.deep.equal([entra.clients["contoso"]!.appId]);
      const flawed = `Bearer ${await entra.flawed.wrongSignature({ product: "starter" })}`;
      expect(await api.outcome("/", { authorization: flawed })).to.equal("401 token_signature");
      expect(asked).to.have.length(1);
    });
    it("503 while the registry is down, and 200 when it is back", async () => {
      let down = true;
      const api = await startWith({
        findClient: () => {
          const error = Object.assign(new Error("connect db://api:s3cret@db failed"), {
            code: "ECONNREFUSED",
          });
          return down ? Promise.reject(error) : Promise.resolve(contoso());
        },
      });
      const answer = await api.get("/", await token());
      expectRefused(answer, unavailable);
      expect(answer.headers["retry-after"]).to.equal("5");
      expect(api.events.at(-1)).to.include({ code: "clients_unavailable", actual: "ECONNREFUSED" });
      expect(JSON.stringify(api.events)).not.to.contain("s3cret");
      down = false;
      expect(await api.outcome("/", await token())).to.equal("200 starter token");
    });
  });
}
