import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerClients, clientRegistryOver, ProvisioningError } from "@product-auth/core/clients";
import { MemoryTenant } from "@product-auth/testkit";
import { expect } from "chai";
import { addSecret, approveAndSuspend, completed, register, registered } from "./client-applications.js";

describe("the page of client applications", () => {
  it("continues a registration that an administrator has made in the Entra portal", async () => {
    const records = new MemoryRecordRepository();
    const tenant = new MemoryTenant(() => Date.now());
    tenant.failures.set("ensureApplication", [new ProvisioningError("manual", "register it")]);
    const clients = administerClients({ records, provisioning: tenant.connect() });
    const products = [{ name: "pro", audience: "api://pro", role: "Pro", approvalRequired: true }];
    const job = await clients.register({ key: "form", displayName: "Batch", products });
    expect(job).to.include({ state: "stopped" });
    expect(await completed(clients, job.id)).to.include({ state: "done" });
    await clients.close();
  });

  it("registers, creates secrets, approves and suspends", async () => {
    const records = new MemoryRecordRepository();
    const tenant = new MemoryTenant(() => Date.now());
    const told: object[] = [];
    const { clients, job } = await register(records, tenant.connect(), (event) => told.push(event));
    expect(job).to.include({ state: "done", ownerId: "zoe" });
    const clientId = job!.clientId!;
    const auth = registered({ tenantId: clientId }, records, tenant.registrations[0]!.clientId);
    const registry = clientRegistryOver(records);
    expect(await registry.findClient(clientId)).to.include({ state: "active", ownerId: "zoe" });

    const secret = await addSecret(clients, clientId);
    expect(tenant.secretsOf(clientId)).to.have.lengthOf(1);
    expect(secret).to.match(/^abc~/);

    const { application } = await approveAndSuspend(clients, clientId);
    expect(application).to.include({ state: "rejected", stateComment: "leaked secret" });
    expect((await registry.findClient(clientId))!.state).to.equal("rejected");
    await clients.close();
    await auth.close();
  });
});
