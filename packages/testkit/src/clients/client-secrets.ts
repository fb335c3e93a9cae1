import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ProvisioningError, type CreatedSecret } from "@product-auth/core/clients";
import { quiet, register, type ClientWorld, type ClientCase } from "./client-world.js";

const DAY = 86_400_000;
const inDays = (world: ClientWorld, days: number) => new Date(world.clock.now + days * DAY);

/** Two active secrets at most, each in one answer. */
export function clientSecrets(it: ClientCase): void {
  it("creates, lists and removes", async (world) => {
    const { clients, events } = await world.start();
    const id = await register({ clients, events, calls: () => 0 });
    const made = await clients.addSecret(
      id,
      { operation: "one", endDate: inDays(world, 365) },
      { by: "zoe" },
    );
    const [listed] = await clients.listSecrets(id);
    strictEqual(listed!.keyId, made.keyId);
    strictEqual(listed!.displayName, "product-auth one");
    strictEqual(events.at(-1)!.keyId, made.keyId);
    const second = await clients.addSecret(id, { operation: "two", endDate: inDays(world, 90) });
    const third = { operation: "three", endDate: inDays(world, 90) };
    await rejects(clients.addSecret(id, third), { reason: "two-secrets" });
    await clients.removeSecret(id, second.keyId);
    await clients.removeSecret(id, second.keyId);
    await clients.addSecret(id, third);
    strictEqual(world.tenant.secretsOf(id).length, 2);
    const stored = JSON.stringify(await (await world.records()).get("application", id));
    ok(!stored.includes(made.secret) && !stored.includes(second.secret), "no secret is stored");
    ok(!JSON.stringify(events).includes(made.secret));
  });

  it("expired secrets do not count", async (world) => {
    const process = await world.start();
    const id = await register(process);
    for (const operation of ["one", "two"])
      await process.clients.addSecret(id, { operation, endDate: inDays(world, 1) });
    world.clock.now += 2 * DAY;
    await process.clients.addSecret(id, { operation: "three", endDate: inDays(world, 1) });
  });

  it("refuses what cannot be", async (world) => {
    const process = await world.start();
    const id = await register(process);
    const add = (operation: string, days: number) =>
      process.clients.addSecret(id, { operation, endDate: inDays(world, days) });
    await rejects(add("one", 367), RangeError);
    await rejects(add("one", 0), RangeError);
    await rejects(add("one", Number.NaN), RangeError);
    await rejects(add("a b", 1), RangeError);
    await rejects(add("x".repeat(61), 1), RangeError);
    await rejects(process.clients.addSecret("unknown", { operation: "one", endDate: inDays(world, 1) }), {
      name: "ApplicationNotFoundError",
    });
  });

  it("an operation whose secret was returned makes no other one", async (world) => {
    const process = await world.start();
    const id = await register(process);
    const one = { operation: "one", endDate: inDays(world, 1) };
    await process.clients.addSecret(id, one);
    await rejects(process.clients.addSecret(id, one), { reason: "already-shown" });
    strictEqual(world.tenant.secretsOf(id).length, 1);
  });

  it("lists that lag behind do not let a third one through, nor keep a second one away", async (world) => {
    const process = await world.start();
    const id = await register(process);
    world.tenant.listLag = 50;
    const add = (operation: string) =>
      process.clients.addSecret(id, { operation, endDate: inDays(world, 1) });
    const first = await add("one");
    await add("two");
    await rejects(add("three"), { reason: "two-secrets" });
    await process.clients.removeSecret(id, first.keyId);
    await add("four");
    strictEqual(world.tenant.secretsOf(id).length, 2);
  });

  it("a lost answer: the same operation, or the next one, removes what was created", async (world) => {
    for (const next of ["lost", "other"]) {
      const process = await world.start();
      const id = await register(process, { key: `form-${next}` });
      const failing = await world.start({ call: 2, when: "after" });
      const endDate = inDays(world, 1);
      // Call 1: the list. Call 2: the secret, whose answer is lost.
      await rejects(failing.clients.addSecret(id, { operation: "lost", endDate }));
      world.clock.now += 31_000;
      const made = await process.clients.addSecret(id, { operation: next, endDate });
      deepStrictEqual(
        world.tenant.secretsOf(id).map(({ keyId }) => keyId),
        [made.keyId],
      );
    }
  });

  it("a policy that forbids the lifetime reaches the caller, and frees the application", async (world) => {
    const process = await world.start();
    const id = await register(process);
    world.tenant.failures.set("addSecret", [
      new ProvisioningError("secret-policy", "90 days", { maximumDays: 90 }),
    ]);
    const add = (days: number) =>
      process.clients.addSecret(id, { operation: "one", endDate: inDays(world, days) });
    await rejects(add(365), { reason: "secret-policy", maximumDays: 90 });
    await add(90);
  });

  it("five at the same time: at most two, the others are refused", async (world) => {
    const processes = [await world.start(), await world.start()];
    const id = await register(processes[0]!);
    world.tenant.listLag = 20;
    const endDate = inDays(world, 365);
    const made: CreatedSecret[] = [];
    const reasons = new Set<string>();
    for (let round = 0; round < 3; round++)
      await Promise.all(
        Array.from({ length: 5 }, async (_, i) => {
          try {
            made.push(await processes[i % 2]!.clients.addSecret(id, { operation: `${round}-${i}`, endDate }));
          } catch (error) {
            reasons.add(error instanceof ProvisioningError ? error.reason : String(error));
          }
        }),
      );
    for (const reason of reasons) ok(["busy", "two-secrets"].includes(reason), reason);
    deepStrictEqual(
      world.tenant
        .secretsOf(id)
        .map(({ keyId }) => keyId)
        .sort(),
      made.map(({ keyId }) => keyId).sort(),
    );
    strictEqual(made.length, 2);
  });

  it("a secret that is being created while the application is transferred is returned to no caller", async (world) => {
    const process = await world.start();
    const other = await world.start();
    const id = await register(process);
    const endDate = inDays(world, 365);
    const early = await process.clients.addSecret(id, { operation: "early", endDate });
    world.tenant.listLag = 1000; // lists lack both
    const { clients } = await world.connected({
      before: async (call) => {
        if (call === "addSecret") await other.clients.transfer(id, "eve", { removeSecrets: true });
      },
    });
    await rejects(clients.addSecret(id, { operation: "late", endDate, ownerId: "zoe" }), { reason: "busy" });
    await quiet(other);
    deepStrictEqual(world.tenant.secretsOf(id), []);
    await rejects(process.clients.addSecret(id, { operation: "later", endDate, ownerId: "zoe" }), {
      name: "ApplicationNotFoundError",
    });
    const made = await process.clients.addSecret(id, { operation: "hers", endDate, ownerId: "eve" });
    ok(made.keyId !== early.keyId);
    strictEqual(world.tenant.secretsOf(id).length, 1);
  });
}
