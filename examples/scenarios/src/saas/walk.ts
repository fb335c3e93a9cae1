import type { TakeStep } from "../ground/walk.js";
import { signIn, signUp, type Developer } from "./developer.js";
import { explore } from "./explore.js";
import { getPro } from "./get-pro.js";
import { listOf, type SaasWorld } from "./seen.js";

export async function walkThrough(step: TakeStep, world: SaasWorld): Promise<void> {
  const nia = await explore(step, world);
  const alex = await signIn(world.publicUrl, "alex");
  const application = await getPro(step, world, { nia, alex });
  await step({
    does: "Omar signs up too, and opens the addresses of what Nia has.",
    sees: "his lists are empty; her application 404, her subscriptions 404",
    why: "Everything in the portal belongs to its owner; what belongs to others does not exist.",
    take: async () => {
      const omar = await signUp(world.publicUrl, "omar@people.example", "Omar");
      const subscriptions = listOf(await nia.get("/subscriptions")).map(
        ({ id }) => `/subscriptions/${String(id)}`,
      );
      const own = [...listOf(await omar.get("/subscriptions")), ...listOf(await omar.get("/applications"))];
      const lists = own.length === 0 ? "his lists are empty" : "his lists have what is not his";
      const seen = `her application ${await statusesOf(omar, [application])}, her subscriptions ${await statusesOf(omar, subscriptions)}`;
      return { saw: `${lists}; ${seen}`, value: undefined };
    },
  });
}

async function statusesOf(developer: Developer, paths: readonly string[]): Promise<string> {
  const statuses = new Set<number>();
  for (const path of paths) statuses.add((await developer.get(path)).status);
  return [...statuses].join(", ");
}
