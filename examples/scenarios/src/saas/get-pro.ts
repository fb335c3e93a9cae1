import type { TakeStep, Taken } from "../ground/walk.js";
import { createClient } from "./client.js";
import { newForm, type Developer } from "./developer.js";
import { listOf, withLeft, type SaasWorld } from "./seen.js";

/** From the request for the paid product to calls with client credentials. Gives the address of the application. */
export async function getPro(
  step: TakeStep,
  { origin, api, authority }: SaasWorld,
  { nia, alex }: { readonly nia: Developer; readonly alex: Developer },
): Promise<string> {
  const history = `${origin}/history/oslo`;
  await step({
    does: "She subscribes to Pro, and accepts its terms.",
    sees: "201 submitted, no key",
    why: "Pro is paid: an administrator approves each subscription, and its keys come after that.",
    take: async () => {
      const fields = { name: "Storm watch", "i-accept-the-terms-of-pro": true };
      const { status, body } = await nia.post("/products/pro/subscribe", fields);
      return {
        saw: `${status} ${String(body["state"])}, ${"primaryKey" in body ? "a key" : "no key"}`,
        value: undefined,
      };
    },
  });
  const application = await step({
    does: "She registers an application for Pro.",
    sees: "201, pro is pending",
    why: "The portal has created it in Entra ID, through Microsoft Graph, without the role of Pro.",
    take: async () => {
      const { status, location } = await nia.post("/applications/new", {
        name: "Storm watch",
        products: ["pro"],
      });
      const value = location ?? "";
      const { name, state } = await linkOf(nia, value);
      return { saw: `${status}, ${name} is ${state}`, value };
    },
  });
  const secret = await step({
    does: "She makes a client secret, and sends the form again.",
    sees: "201 with the secret, 409 without; the page of the application has a hint",
    why: "The secret is in one answer, to its owner. The portal stores none, and Entra ID shows none again.",
    take: () => makeSecret(nia, application),
  });
  const page = await nia.get(application);
  const { scope } = await linkOf(nia, application);
  const token = createClient({ authority, clientId: String(page.body["id"]), clientSecret: secret, scope });
  await step({
    does: "Her application asks for a token before the approval.",
    sees: "AADSTS501051",
    why: "Pro requires an assignment in Entra ID, and the application has none yet.",
    take: async () => {
      const [reason = "a token"] = await token().then(
        () => [],
        (error: unknown) => /AADSTS\d+/.exec(String(error)) ?? [String(error)],
      );
      return { saw: reason, value: undefined };
    },
  });
  await step({
    does: "Alex, an administrator, approves both.",
    sees: "Storm watch 200, Storm watch 200",
    why: "The portal assigns the role of Pro in Entra ID, then the API admits the application.",
    take: async () => {
      const seen: string[] = [];
      for (const { displayName, review } of listOf(await alex.get("/admin/approvals"))) {
        const { status } = await alex.post(String(review), {
          decision: "approve",
          comment: "Welcome to Pro",
        });
        seen.push(`${String(displayName)} ${status}`);
      }
      return { saw: seen.join(", "), value: undefined };
    },
  });
  await step({
    does: "Her application gets a token by client credentials, with MSAL, and calls GET /history/oslo.",
    sees: "200, X-Calls-Left: 299",
    why: "The token has the role of Pro. Its limits are those of Pro, counted by application.",
    take: async () => withLeft(await api.call(history, { token: await token() })),
  });
  await step({
    does: "She shows the keys of her subscription to Pro, and calls GET /history/oslo with one.",
    sees: "200, X-Calls-Left: 299",
    why: "Pro takes a token or a key. The subscription counts as another caller.",
    take: async () => {
      const waiting = listOf(await nia.get("/subscriptions")).find(({ scope: of }) => of === "/products/pro");
      const { body } = await nia.post(`/subscriptions/${String(waiting?.["id"])}/keys`, {});
      return withLeft(await api.call(history, { key: String(body["primaryKey"]) }));
    },
  });
  await step({
    does: "She removes Pro from the application, which calls again with the token that it has.",
    sees: "403 client_not_linked",
    why: "Access ends in the API at once; the token lives for the rest of its hour.",
    take: async () => {
      const kept = await token();
      await nia.post(`${application}/products/pro/remove`, {});
      return api.call(history, { token: kept });
    },
  });
  return application;
}

/** The only product of an application. */
async function linkOf(
  nia: Developer,
  application: string,
): Promise<{ readonly name: string; readonly state: string; readonly scope: string }> {
  const { body } = await nia.get(application);
  const [link] = (body["products"] ?? []) as { name: string; state: string; scope: string }[];
  if (link === undefined) throw new Error(`${application} has no product`);
  return link;
}

async function makeSecret(nia: Developer, application: string): Promise<Taken<string>> {
  const form = newForm();
  const send = () => nia.post(`${application}/secrets/new`, { "the-secret-ends": "in-3-months" }, form);
  const [first, second] = [await send(), await send()];
  const value = String(first.body["secretText"]);
  const { body } = await nia.get(application);
  const has = (document: object): string =>
    JSON.stringify(document).includes(value) ? "with the secret" : "without";
  const hints = (body["secrets"] ?? []) as { hint?: string }[];
  const shown =
    has(body) === "without" && hints.length === 1 && value.startsWith(hints[0]?.hint ?? "?")
      ? "a hint"
      : "something else";
  return {
    saw: `${first.status} ${has(first.body)}, ${second.status} ${has(second.body)}; the page of the application has ${shown}`,
    value,
  };
}
