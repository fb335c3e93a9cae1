import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  BRONZE,
  ProcessEnded,
  quiet,
  register,
  SILVER,
  wanted,
  type ClientProcess,
  type ClientWorld,
  type ClientCase,
} from "./client-world.js";

/** A process ends at each of its calls, before and after it; another one goes on over the same records. */
export function clientCrashes(it: ClientCase): void {
  it("a registration: one application, and nothing admitted before the end", async (world) => {
    const registration = async (process: ClientProcess, key: string) => {
      const { id } = await process.clients.register(wanted({ key }), { by: "zoe" });
      await process.clients.wait(id);
    };
    await atEveryCall(world, registration, async (key) => {
      const [before] = world.tenant.registrations.filter((one) => !known.has(one.clientId));
      if (before !== undefined) {
        const stored = await world.admitted(before.clientId);
        ok(stored.length === 0 || before.links.has("gold"), "nothing is half admitted");
      }
      const next = await world.start();
      const clientId = await register(next, { key });
      known.add(clientId);
      await quiet(next);
      deepStrictEqual(await world.admitted(clientId), ["gold"]);
      deepStrictEqual(new Set(world.tenant.registrations.map((one) => one.clientId)), known);
      deepStrictEqual(
        (await next.clients.list({ limit: 1000 })).items.map(({ id }) => id),
        [...known].sort(),
      );
    });
  });
  const known = new Set<string>();

  it("a registration that no one sends again is finished by resumeAll", async (world) => {
    const process = await world.start({ call: 4, when: "before" });
    await process.clients.register(wanted()).catch(ended);
    world.clock.now += 31_000;
    const next = await world.start();
    strictEqual(await next.clients.resumeAll(), 1);
    await quiet(next);
    const { clientId } = world.tenant.registrations[0]!;
    deepStrictEqual(await world.admitted(clientId), ["gold"]);
    strictEqual(next.events[0]!.action, "register");
  });

  it("a discard leaves nothing", async (world) => {
    const discard = async (process: ClientProcess, key: string) => {
      const job = await (
        await world.start({ call: 5, when: "before" })
      ).clients
        .register(wanted({ key }))
        .catch(ended);
      const [item] = job === undefined ? (await process.clients.jobs()).items : [job];
      if (item !== undefined) await process.clients.discard(item.id).catch(ended);
      if (item !== undefined) await process.clients.wait(item.id);
    };
    await atEveryCall(world, discard, async () => {
      const next = await world.start();
      for (const { id, kind } of (await next.clients.jobs()).items)
        if (kind === "register") await next.clients.discard(id).catch(registered);
      await quiet(next);
      // To look at a job continues it: it may have been faster.
      for (const { id } of (await next.clients.list()).items) await next.clients.delete(id);
      await quiet(next);
      deepStrictEqual(world.tenant.registrations, []);
      deepStrictEqual((await next.clients.list()).items, []);
    });
  });

  it("a process whose clock was ahead holds nothing up", async (world) => {
    const process = await world.start({ call: 3, when: "before" });
    await process.clients.register(wanted()).catch(ended);
    await process.clients.close();
    world.clock.now -= 600_000;
    const { now } = world.clock;
    await register(await world.start());
    ok(world.clock.now - now <= 60_000, `${world.clock.now - now} ms`);
    strictEqual(world.tenant.registrations.length, 1);
  });

  for (const [name, { act, again, expected }] of Object.entries(ACTS))
    it(`${name}: the next process ends it`, async (world) => {
      await atEveryCall(
        world,
        async (process, id) => {
          await act(process, id);
          await quiet(process);
        },
        async (id) => {
          const next = await world.start();
          await again(next, id);
          await quiet(next);
          deepStrictEqual(await world.admitted(id), expected);
          deepStrictEqual(world.tenant.linksOf(id) ?? [], expected);
        },
        async (key) => {
          const setUp = await world.start();
          const id = await register(setUp, { key });
          if (name === "restore") {
            await setUp.clients.suspend(id);
            await quiet(setUp);
          }
          return id;
        },
      );
    });
}

type Act = (process: ClientProcess, id: string) => Promise<unknown>;

const same = (act: Act, expected: readonly string[]) => ({ act, again: act, expected });

const ACTS: Readonly<Record<string, { act: Act; again: Act; expected: readonly string[] }>> = {
  approve: same(({ clients }, id) => clients.approve(id, BRONZE), ["bronze", "gold"]),
  link: same(({ clients }, id) => clients.link(id, SILVER), ["gold", "silver"]),
  unlink: same(({ clients }, id) => clients.unlink(id, "gold"), []),
  suspend: same(({ clients }, id) => clients.suspend(id), []),
  restore: same(({ clients }, id) => clients.restore(id), ["gold"]),
  delete: same(({ clients }, id) => clients.delete(id), []),
};

/** Runs `work` in processes that end at the first call, the second … until one reaches its end. Then `check`. */
async function atEveryCall(
  world: ClientWorld,
  work: (process: ClientProcess, subject: string) => Promise<unknown>,
  check: (subject: string) => Promise<void>,
  prepare: (key: string) => Promise<string> = async (key) => key,
): Promise<void> {
  for (const when of ["before", "after"] as const)
    for (let call = 1; ; call++) {
      const subject = await prepare(`${when}-${call}`);
      const process = await world.start({ call, when });
      await work(process, subject).catch(ended);
      await process.clients.close();
      const isThrough = process.calls() < call;
      world.clock.now += 31_000;
      await check(subject);
      if (isThrough) break;
      ok(call < 60, "the work comes to an end");
    }
}

function registered(error: unknown): void {
  if ((error as { state?: unknown }).state !== "done") throw error;
}

function ended(error: unknown): undefined {
  if (!(error instanceof ProcessEnded) && !String(error).includes("process has ended")) throw error;
}
