import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { PORTAL_CHANNEL } from "@product-auth/portal";
import { expect } from "chai";
import type { Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { openStores } from "../support/open-stores.js";
import { startPortal, type World } from "../support/start-portal.js";
import { linkOf, valueOf } from "../support/visitor.js";

const KINDS = ["user", "identity", "session", "flow", "form", "job", "unclaimed", "audit", "setting"];

describeOnEach("secrets of a story", (framework) => {
  for (const stores of ["memory", "files"] as const)
    it(`are in one answer each, and in no dump of ${stores}, events, messages and warnings`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "portal-story-"));
      const opened =
        stores === "files"
          ? await openStores(folder)
          : { records: new MemoryRecordRepository(), repository: new MemorySubscriptionRepository() };
      const messages: unknown[] = [];
      const note = (message: unknown) => void messages.push(message);
      subscribe(PORTAL_CHANNEL, note);
      process.on("warning", note);
      const world = await startPortal({ framework, ...opened, catalog: CATALOG });
      try {
        const story = await tell(world);
        const dumps = [
          ...(await dumpsOf(world)),
          ...(stores === "files" ? await filesOf(folder) : []),
          JSON.stringify(world.events),
          JSON.stringify(messages),
        ];
        expect(dumps.join("")).to.include("console-key").and.include("key-regenerated");
        const { exchanges } = story.browser;
        const count = (secret: string, text: string) => text.split(secret).length - 1;
        for (const [what, secret] of story.secrets) {
          expect(secret, what).to.match(/^[\w.~-]{32,}$/);
          const bodies = exchanges.filter(({ answer }) => answer.includes(secret));
          const cookies = exchanges.flatMap((each) => each.cookies).filter((set) => set.includes(secret));
          const sent = exchanges.filter((each) => each.sent.includes(secret));
          const isKey = what.startsWith("key");
          const isCookie = what.startsWith("cookie");
          expect([what, bodies.length, cookies.length]).to.deep.equal([
            what,
            isKey ? 1 : 0,
            isCookie ? 1 : 0,
          ]);
          if (isKey) expect(count(secret, bodies[0]!.answer), what).to.equal(1);
          // A code comes back from the issuer in an address, once.
          expect([what, sent.length]).to.deep.equal([what, what.startsWith("code") ? 1 : 0]);
          for (const text of dumps) expect(text.includes(secret), what).to.equal(false);
        }
        expect(new Set(story.secrets.map(([, secret]) => secret)).size).to.equal(story.secrets.length);
      } finally {
        unsubscribe(PORTAL_CHANNEL, note);
        process.off("warning", note);
        await world.close();
        for (const store of [opened.records, opened.repository]) if ("close" in store) await store.close();
        await rm(folder, { recursive: true });
      }
    });
});

const CATALOG = {
  products: { starter: { displayName: "Starter", accepts: ["key"] as const } },
  apis: { orders: { displayName: "Orders", path: "orders", products: ["starter"] } },
};

/** Signs in, subscribes, regenerates, gets a key of the console, cancels, signs in again and out. */
async function tell(world: World) {
  const browser = world.browser();
  const secrets: [what: string, secret: string][] = [
    ["client secret", world.entra.clients["portal"]!.secret],
  ];
  async function signIn(): Promise<void> {
    const callback = await browser.pick("adele");
    secrets.push(["code", new URL(callback).searchParams.get("code") ?? ""]);
    secrets.push(["cookie of the flow", browser.cookies.get("product-auth-portal-flow") ?? ""]);
    const [flow] = (await world.records.list("flow")).records;
    const { keep } = flow!.value as { keep: Record<string, string> };
    secrets.push(["verifier", keep["verifier"] ?? ""]);
    await browser.get(callback);
    secrets.push(["cookie of the session", browser.cookies.get("product-auth-portal") ?? ""]);
  }
  const shown = ({ text }: Page, ...labels: string[]) => {
    for (const label of labels) secrets.push([`key: ${label}`, valueOf(text, label) ?? ""]);
  };
  await signIn();
  shown(await browser.fill("/products/starter/subscribe", { name: "Test" }), "Primary key", "Secondary key");
  const path = linkOf({ ...(await browser.get("/subscriptions")), to: undefined }, "Test");
  shown(await browser.fill(`${path}/regenerate/primary`), "Primary key");
  shown(await browser.fill(`${path}/regenerate/secondary`), "Secondary key");
  const { text } = await browser.postJson("/console/key", { api: "orders" });
  secrets.push(["key of the console", (JSON.parse(text) as { key: string }).key]);
  for (const page of ["/subscriptions", path, `${path}/keys`, "/activity", "/profile", "/profile/sessions"])
    await browser.get(page);
  await browser.fill(`${path}/cancel`);
  await browser.post("/signout");
  await signIn();
  await browser.get("/none");
  return { browser, secrets };
}

async function dumpsOf({ records, subscriptions }: World): Promise<readonly string[]> {
  const lists = await Promise.all(KINDS.map((kind) => records.list(kind, { limit: 1000 })));
  return [JSON.stringify(lists), JSON.stringify(await subscriptions.list({ limit: 1000 }))];
}

const filesOf = async (folder: string): Promise<readonly string[]> =>
  Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
