import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { ClientAdministration } from "@product-auth/core/clients";
import {
  BRONZE,
  GOLD,
  quiet,
  register,
  SILVER,
  wanted,
  type ClientWorld,
  type ClientCase,
} from "./client-world.js";

/** Several processes at the same time. */
export function clientRaces(it: ClientCase): void {
  it("twenty registrations with one key are one application", async (world) => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => world.start()));
    const jobs = await Promise.all(
      Array.from({ length: 20 }, (_, i) => processes[i % 4]!.clients.register(wanted())),
    );
    strictEqual(new Set(jobs.map(({ id }) => id)).size, 1);
    for (const process of processes)
      strictEqual(await register(process), world.tenant.registrations[0]!.clientId);
    strictEqual(world.tenant.registrations.length, 1);
    strictEqual((await processes[0]!.clients.list()).items.length, 1);
    strictEqual(processes.flatMap(({ events }) => events).length, 1);
  });

  it("an owner's limit holds, with registrations in progress", async (world) => {
    const processes = [await world.start(), await world.start()];
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        processes[i % 2]!.clients.register(wanted({ key: `form-${i}`, limit: 3 })),
      ),
    );
    const refused = results.filter(({ status }) => status === "rejected");
    for (const { reason } of refused as PromiseRejectedResult[])
      strictEqual((reason as Error).name, "ApplicationLimitError");
    strictEqual(refused.length, 9);
    await quiet(processes[0]!);
    const { items } = await processes[0]!.clients.list({ ownerId: "zoe" });
    strictEqual(items.length, 3);
    await processes[0]!.clients.delete(items[0]!.id);
    await register(processes[1]!, { key: "form-20", limit: 3 });
    await register(processes[1]!, { key: "form-21", ownerId: "eve", limit: 3 });
  });

  for (const seed of [1, 2, 3])
    it(`acts in any order end with the roles that the record names, and nothing else (${seed})`, async (world) => {
      const processes = [await world.start(), await world.start()];
      const id = await register(processes[0]!);
      const random = randomFrom(seed);
      for (let round = 0; round < 6; round++) {
        await Promise.all(
          Array.from({ length: 5 }, async () => {
            const { clients } = processes[Math.floor(random() * 2)]!;
            const act = ACTS[Math.floor(random() * ACTS.length)]!;
            await act(clients, id).catch(refusal);
          }),
        );
        await expectLinked(world, id);
      }
    });

  it("what was unlinked or suspended while a link was being made stays so", async (world) => {
    const { clients } = await world.start();
    const id = await register({ clients, events: [], calls: () => 0 });
    const other = await world.start();
    for (const cut of ["unlink", "suspend"] as const) {
      const linked = clients.link(id, SILVER);
      await (cut === "unlink" ? other.clients.unlink(id, "silver") : other.clients.suspend(id));
      await linked.catch(refusal);
      await clients.unlink(id, "silver");
      ok(!(await world.admitted(id)).includes("silver"));
      await quiet(other);
      ok(!(await world.admitted(id)).includes("silver"));
      ok(!world.tenant.linksOf(id)!.includes("silver"));
    }
  });
}

const ACTS: readonly ((clients: ClientAdministration, id: string) => Promise<unknown>)[] = [
  (clients, id) => clients.link(id, SILVER),
  (clients, id) => clients.link(id, GOLD),
  (clients, id) => clients.link(id, BRONZE),
  (clients, id) => clients.approve(id, BRONZE),
  (clients, id) => clients.reject(id, "bronze"),
  (clients, id) => clients.unlink(id, "silver"),
  (clients, id) => clients.unlink(id, "gold"),
  (clients, id) => clients.unlink(id, "bronze"),
  (clients, id) => clients.suspend(id),
  (clients, id) => clients.restore(id),
  (clients, id) => clients.restore(id),
];

// Several processes end their jobs; then Entra ID has what the record names.
async function expectLinked(world: ClientWorld, id: string): Promise<void> {
  const process = await world.start();
  const admitted = await world.admitted(id);
  // Access never precedes the role.
  for (const name of admitted) ok(world.tenant.linksOf(id)!.includes(name), `${name} has its role`);
  await quiet(process);
  const { state, products } = (await process.clients.get(id))!;
  const approved = products.filter((product) => product.state === "approved").map(({ name }) => name);
  deepStrictEqual(world.tenant.linksOf(id), state === "active" ? approved.sort() : []);
  deepStrictEqual(await world.admitted(id), world.tenant.linksOf(id));
}

/** An act that the state does not allow is no error of the test. */
function refusal(error: unknown): void {
  if ((error as Error).name !== "ApplicationStateError") throw error;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
