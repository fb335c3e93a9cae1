import type { Answer } from "../ground/api.js";
import type { TakeStep, Taken } from "../ground/walk.js";
import { signUp, type Developer } from "./developer.js";
import { withLeft, type SaasWorld } from "./seen.js";

/** From the first visit to the limits of the test key. */
export async function explore(step: TakeStep, { origin, publicUrl, api }: SaasWorld): Promise<Developer> {
  const nia = await step({
    does: "Nia has found the API on the web. She signs in to the portal, and creates an account with Google.",
    sees: "nia@people.example is signed in",
    why: "The tenant has a user flow for sign-up: it makes a guest of her, and the portal a developer.",
    take: async () => {
      const value = await signUp(publicUrl, "nia@people.example", "Nia");
      const { body } = await value.get("/profile");
      return { saw: `${String(body["email"])} is signed in`, value };
    },
  });
  await step({
    does: "She subscribes to Free.",
    sees: "201 active, two keys",
    why: "Free needs no approval. The keys are in this one answer; the portal keeps digests.",
    take: async () => {
      const { status, body } = await nia.post("/products/free/subscribe", { name: "Trying out" });
      const keys = [body["primaryKey"], body["secondaryKey"]].filter((key) => typeof key === "string");
      const count = keys.length === 2 ? "two keys" : `${keys.length} keys`;
      return { saw: `${status} ${String(body["state"])}, ${count}`, value: undefined };
    },
  });
  const key = await step({
    does: "The console asks for a test key, and sends GET /forecasts/oslo with it.",
    sees: "200, X-Calls-Left: 4",
    why: "The key lasts for 15 minutes and has the limits of Free: 5 calls in a minute.",
    take: async () => {
      const { body } = await nia.post("/console/key", { api: "forecasts" });
      const value = String(body["key"]);
      return { saw: withLeft(await api.call(`${origin}/forecasts/oslo`, { key: value })).saw, value };
    },
  });
  await step({
    does: "She sends GET /history/oslo three times.",
    sees: "200, 200, 403 quota_exceeded with Retry-After",
    why: "Free has a quota: two calls of the history in a day, to see what it is like.",
    take: () => inARow(3, () => api.call(`${origin}/history/oslo`, { key })),
  });
  await step({
    does: "She sends GET /forecasts/bergen three times.",
    sees: "200, 200, 429 rate_exceeded with Retry-After",
    why: "It was the sixth call of the minute. The refused call was counted by no limit.",
    take: () => inARow(3, () => api.call(`${origin}/forecasts/bergen`, { key })),
  });
  return nia;
}

async function inARow(times: number, call: () => Promise<Taken<Answer>>): Promise<Taken<undefined>> {
  const seen: string[] = [];
  for (let i = 0; i < times; i++) {
    const { saw, value } = await call();
    seen.push(value.headers.has("retry-after") ? `${saw} with Retry-After` : saw);
  }
  return { saw: seen.join(", "), value: undefined };
}
