import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ProvisioningError } from "@product-auth/core/clients";
import { BRONZE, GOLD, quiet, register, SILVER, wanted, type ClientCase } from "./client-world.js";

/** One act after the other: what the API admits, and what is in Entra ID. */
export function clientActs(it: ClientCase): void {
  it("registers: role first, access last, pending products without either", async (world) => {
    const process = await world.start();
    const id = await register(process);
    deepStrictEqual(await world.admitted(id), ["gold"]);
    deepStrictEqual(await world.admitted(id.toUpperCase()), ["gold"]);
    deepStrictEqual(world.tenant.linksOf(id), ["gold"]);
    deepStrictEqual(world.tenant.calls, ["ensureApplication", "ensureLink"]);
    const application = (await process.clients.get(id.toUpperCase()))!;
    const { name, audience, role } = BRONZE;
    deepStrictEqual(application.products, [
      { ...GOLD, state: "approved" },
      { name, audience, role, state: "pending" },
    ]);
    strictEqual(application.ownerId, "zoe");
    ok(!("secrets" in application) && !("registration" in application));
    deepStrictEqual(
      process.events.map(({ action, by, applicationId }) => [action, by, applicationId]),
      [["register", "zoe", id]],
    );
    deepStrictEqual((await process.clients.list({ ownerId: "zoe" })).items, [application]);
    deepStrictEqual((await process.clients.jobs()).items, []);
  });

  it("the same key is the same application; of another owner it is another one", async (world) => {
    const process = await world.start();
    const id = await register(process);
    strictEqual(await register(process), id);
    ok((await register(process, { ownerId: "eve" })) !== id);
    strictEqual(world.tenant.registrations.length, 2);
  });

  it("waits and goes on when Entra ID is not ready, and reports each step", async (world) => {
    const process = await world.start();
    world.tenant.failures.set("ensureApplication", [
      new ProvisioningError("unavailable", "503", { retryAfter: 7 }),
      new Error("ECONNRESET at 10.0.0.1"),
    ]);
    world.tenant.failures.set(
      "ensureLink",
      Array.from({ length: 6 }, () => new ProvisioningError("not-ready", "404")),
    );
    const since = world.clock.now;
    const seen = new Set<string>();
    const { id } = await process.clients.register(wanted());
    const job = await process.clients.wait(id, {
      onProgress: ({ state, steps, problem }) =>
        void seen.add([state, problem?.reason, ...steps.map((step) => step.state)].join(" ")),
    });
    strictEqual(job!.state, "done");
    ok([...seen].some((text) => text.startsWith("waiting not-ready done open open")));
    ok(world.clock.now - since >= 70_000, "7 + 2 + 1 + 2 + 4 + 8 + 16 + 32 seconds");
    strictEqual(world.tenant.registrations.length, 1);
  });

  it("stops where a permission is missing, goes on with resume, and gives up with discard", async (world) => {
    const { clients } = await world.start();
    const refused = () => new ProvisioningError("refused", "no role", { finding: "P01" });
    world.tenant.failures.set("ensureLink", [refused(), refused()]);
    const { id } = await clients.register(wanted());
    const stopped = (await clients.wait(id))!;
    strictEqual(stopped.state, "stopped");
    deepStrictEqual(stopped.problem, { reason: "refused", message: "no role", finding: "P01" });
    strictEqual((await clients.jobs({ ownerId: "zoe" })).items.length, 1);
    await clients.resume(id);
    strictEqual((await clients.wait(id))!.state, "stopped");
    await clients.resume(id);
    const { clientId } = (await clients.wait(id))!;
    deepStrictEqual(await world.admitted(clientId!), ["gold"]);
    await rejects(clients.discard(id), { state: "done" });

    world.tenant.failures.set("ensureLink", [refused()]);
    const other = await clients.register(wanted({ key: "form-2" }));
    await clients.wait(other.id);
    strictEqual(world.tenant.registrations.length, 2);
    await clients.discard(other.id);
    strictEqual((await clients.wait(other.id))!.kind, "discard");
    strictEqual(world.tenant.registrations.length, 1);
    strictEqual((await clients.register(wanted({ key: "form-2" }))).kind, "discard");
    strictEqual(world.tenant.registrations.length, 1);
  });

  it("is completed by an administrator where the provisioning is manual", async (world) => {
    const { clients, events } = await world.start();
    const manual = () => new ProvisioningError("manual", "register it in the Entra portal");
    for (const call of ["ensureApplication", "ensureLink", "removeLink", "remove"])
      world.tenant.failures.set(call, [manual()]);
    const { id } = await clients.register(wanted());
    strictEqual((await clients.wait(id))!.problem!.reason, "manual");
    await rejects(clients.completeStep(id), RangeError);
    await rejects(clients.completeStep(id, { clientId: "no GUID" }), { reason: "conflict" });
    const clientId = "7B0C9E11-2222-4333-8444-955566667777";
    await clients.completeStep(id, { clientId }, { by: "ann" });
    deepStrictEqual(
      events.map(({ action, by, applicationId }) => [action, by, applicationId]),
      [["complete-step", "ann", clientId.toLowerCase()]],
    );
    strictEqual((await clients.wait(id))!.problem!.reason, "manual");
    deepStrictEqual(await world.admitted(clientId), []);
    await clients.completeStep(id);
    strictEqual((await clients.wait(id))!.state, "done");
    deepStrictEqual(await world.admitted(clientId), ["gold"]);
    await rejects(clients.completeStep(id), { name: "ApplicationStateError" });

    world.tenant.failures.set("ensureApplication", [manual()]);
    const again = await clients.register(wanted({ key: "form-2", products: [BRONZE] }));
    strictEqual((await clients.wait(again.id))!.problem!.reason, "manual");
    await clients.completeStep(again.id, { clientId });
    strictEqual((await clients.wait(again.id))!.problem!.reason, "conflict", "the id is in use");
    await clients.discard(again.id);
    strictEqual((await clients.wait(again.id))!.state, "done");
    ok(!world.tenant.calls.includes("remove"), "the registration of the other application stays");
    deepStrictEqual(await world.admitted(clientId), ["gold"]);

    await clients.unlink(clientId, "gold");
    deepStrictEqual(await world.admitted(clientId), []);
    const [job] = (await clients.jobs({ clientId })).items;
    strictEqual(job!.isCleanup, true);
  });

  it("approves and rejects", async (world) => {
    const process = await world.start();
    const id = await register(process);
    await process.clients.approve(id, BRONZE, { by: "ada", comment: "fine" });
    await quiet(process);
    deepStrictEqual(await world.admitted(id), ["bronze", "gold"]);
    deepStrictEqual(world.tenant.linksOf(id), ["bronze", "gold"]);
    await process.clients.approve(id, BRONZE, { by: "bob" });
    await process.clients.link(id, { ...SILVER, approvalRequired: true });
    deepStrictEqual(await world.admitted(id), ["bronze", "gold"]);
    await process.clients.reject(id, "silver", { comment: "no" });
    const { products } = (await process.clients.get(id))!;
    deepStrictEqual(products.at(-1), { ...SILVER, state: "rejected", comment: "no" });
    await rejects(process.clients.reject(id, "gold"), { state: "approved" });
    await rejects(process.clients.approve(id, { ...GOLD, name: "unknown" }), { state: "none" });
    deepStrictEqual(
      process.events.map(({ action, by, product }) => [action, by, product]),
      [
        ["register", "zoe", undefined],
        ["approve", "ada", "bronze"],
        ["request", undefined, "silver"],
        ["reject", undefined, "silver"],
      ],
    );
  });

  it("links and unlinks", async (world) => {
    const process = await world.start();
    const id = await register(process);
    await process.clients.link(id, SILVER);
    await quiet(process);
    deepStrictEqual(await world.admitted(id), ["gold", "silver"]);
    await process.clients.unlink(id, "silver");
    deepStrictEqual(await world.admitted(id), ["gold"]);
    await process.clients.unlink(id, "bronze");
    await process.clients.unlink(id, "bronze");
    await quiet(process);
    deepStrictEqual(world.tenant.linksOf(id), ["gold"]);
    strictEqual(process.events.filter(({ action }) => action === "unlink").length, 2);
  });

  it("suspends at once and restores at last", async (world) => {
    const process = await world.start();
    const id = await register(process);
    const { application } = await process.clients.suspend(id, { comment: "abuse" });
    strictEqual(application.state, "rejected");
    strictEqual(application.stateComment, "abuse");
    deepStrictEqual(await world.admitted(id), []);
    await quiet(process);
    deepStrictEqual(world.tenant.linksOf(id), []);
    await rejects(process.clients.link(id, SILVER), { state: "rejected" });
    await rejects(
      process.clients.addSecret(id, { operation: "a", endDate: new Date(world.clock.now + 1000) }),
      { state: "rejected" },
    );
    await process.clients.restore(id);
    await quiet(process);
    deepStrictEqual(world.tenant.linksOf(id), ["gold"]);
    deepStrictEqual(await world.admitted(id), ["gold"]);
    strictEqual((await process.clients.get(id))!.stateComment, undefined);
    deepStrictEqual(
      process.events.slice(1).map(({ action, from, to }) => [action, from, to]),
      [
        ["suspend", "active", "rejected"],
        ["restore", "rejected", "active"],
      ],
    );
  });

  it("transfers, and removes the secrets of the former owner when asked to", async (world) => {
    const process = await world.start();
    const id = await register(process);
    const endDate = new Date(world.clock.now + 86_400_000);
    await process.clients.addSecret(id, { operation: "one", endDate });
    await process.clients.transfer(id, "eve");
    strictEqual((await process.clients.get(id))!.ownerId, "eve");
    strictEqual(world.tenant.secretsOf(id).length, 1);
    await process.clients.transfer(id, "ada", { removeSecrets: true, by: "root" });
    await quiet(process);
    deepStrictEqual(world.tenant.secretsOf(id), []);
    deepStrictEqual((await process.clients.list({ ownerId: "zoe" })).items, []);
    deepStrictEqual(
      process.events
        .filter(({ action }) => action === "transfer")
        .map(({ fromOwner, toOwner, by }) => [fromOwner, toOwner, by]),
      [
        ["zoe", "eve", undefined],
        ["eve", "ada", "root"],
      ],
    );
  });

  it("a transfer from a blocked owner takes the state of the new one", async (world) => {
    const { clients, events } = await world.start();
    const id = await register({ clients, events, calls: () => 0 });
    await clients.setOwnerState("zoe", "blocked");
    await clients.transfer(id, "eve");
    deepStrictEqual(await world.admitted(id), []);
    await clients.transfer(id, "ada", { ownerState: "active" });
    deepStrictEqual(await world.admitted(id), ["gold"]);
    await clients.transfer(id, "zoe", { ownerState: "blocked" });
    deepStrictEqual(await world.admitted(id), []);
    deepStrictEqual(
      events
        .filter(({ action }) => action === "transfer")
        .map(({ toOwner, ownerState }) => [toOwner, ownerState]),
      [
        ["eve", undefined],
        ["ada", "active"],
        ["zoe", "blocked"],
      ],
    );
  });

  it("a form that is sent again after its job was forgotten assigns no role again", async (world) => {
    const process = await world.start();
    const id = await register(process);
    await process.clients.suspend(id);
    await process.clients.transfer(id, "eve");
    await quiet(process);
    world.clock.now += 3_700_000;
    const job = await process.clients.register(wanted({ products: [GOLD, SILVER] }));
    const ended = await process.clients.wait(job.id, { timeout: 600_000 });
    strictEqual(ended?.state, "done");
    strictEqual(ended.clientId, id);
    deepStrictEqual(world.tenant.linksOf(id), []);
    deepStrictEqual(await world.admitted(id), []);
    const { ownerId, state, version } = (await process.clients.get(id))!;
    deepStrictEqual([ownerId, state], ["eve", "rejected"]);
    await rejects(process.clients.discard(job.id), { name: "ApplicationStateError" });
    strictEqual((await process.clients.get(id))!.version, version);
    strictEqual(world.tenant.registrations.length, 1);
  });

  it("registering and discarding by turns ends while Entra ID is down", async (world) => {
    const { clients } = await world.connected({
      before() {
        throw new ProvisioningError("refused", "down");
      },
    });
    let discarded = 0;
    await rejects(
      async () => {
        for (; discarded < 50; discarded++) {
          const { id } = await clients.register(wanted({ key: `form-${discarded}`, limit: 3 }));
          await clients.discard(id);
        }
      },
      { name: "ApplicationLimitError" },
    );
    strictEqual(discarded, 8);
    await clients.register(wanted({ ownerId: "eve", limit: 3 }));
  });

  it("sets the state of an owner everywhere", async (world) => {
    const process = await world.start();
    const ids = [await register(process), await register(process, { key: "form-2" })];
    const other = await register(process, { ownerId: "eve" });
    strictEqual(await process.clients.setOwnerState("zoe", "blocked"), 2);
    strictEqual(await process.clients.setOwnerState("zoe", "blocked"), 0);
    for (const id of ids) deepStrictEqual(await world.admitted(id), []);
    deepStrictEqual(await world.admitted(other), ["gold"]);
    strictEqual(await process.clients.setOwnerState("zoe", "active"), 2);
    deepStrictEqual(await world.admitted(ids[0]!), ["gold"]);
  });

  it("deletes here, then in Entra ID", async (world) => {
    const process = await world.start();
    const id = await register(process);
    strictEqual((await process.clients.delete(id)).deleted, true);
    deepStrictEqual(await world.admitted(id), []);
    await quiet(process);
    deepStrictEqual(world.tenant.registrations, []);
    strictEqual((await process.clients.delete(id)).deleted, false);
    await rejects(process.clients.suspend(id), { name: "ApplicationNotFoundError" });
  });

  it("refuses what cannot be", async (world) => {
    const { clients } = await world.start();
    await rejects(clients.register(wanted({ displayName: "" })), RangeError);
    await rejects(clients.register(wanted({ displayName: "x".repeat(101) })), RangeError);
    await rejects(clients.register(wanted({ key: "" })), RangeError);
    await rejects(clients.register(wanted({ ownerId: "a b" })), RangeError);
    await rejects(clients.register(wanted({ products: [] })), RangeError);
    await rejects(clients.register(wanted({ products: [GOLD, GOLD] })), RangeError);
    await rejects(clients.register(wanted({ limit: 0 })), { name: "ApplicationLimitError", limit: 0 });
    await rejects(clients.resume("unknown"), { name: "ApplicationNotFoundError" });
    await rejects(clients.discard("unknown"), { name: "ApplicationNotFoundError" });
    strictEqual(await clients.job("unknown"), undefined);
    strictEqual(await clients.get("unknown"), undefined);
    ok(new ProvisioningError("refused", "no") instanceof Error);
  });
}
