import { basic, outboxMail } from "@product-auth/portal";
import { expect } from "chai";
import { applicationRoutes } from "#src/application-routes.js";
import { peopleRoutes } from "#src/people-routes.js";
import { basicRoutes } from "#src/basic-routes.js";
import { invitationRoutes } from "#src/invitation-routes.js";
import { mailRoutes } from "#src/mail-routes.js";
import { publishRoutes } from "#src/publish-routes.js";
import { routes } from "#src/routes.js";
import { createApplicationsWorld, register, type ApplicationsWorld } from "../support/applications-world.js";
import { askJson } from "../support/ask-json.js";
import type { User } from "../support/world.js";

/** Members whose text a page shows in other words, or in an address only: ids, codes, and Markdown that pages render. */
const DECLARED = new Set([
  ...["id", "name", "product", "application", "scope", "keyId", "description", "terms"],
  ...["action", "state", "kind", "slot", "status", "provisioning", "records", "subscriptions"],
  ...["products", "groups", "accepts", "method", "urlTemplate", "path", "in", "type"],
]);

const ROUTES_OF_OPTIONS = [...basicRoutes, ...invitationRoutes, ...mailRoutes, ...publishRoutes];

const unused = () => Promise.reject(new Error("not used"));

describe("the JSON of a page", () => {
  let now = Date.UTC(2026, 10, 29, 12);
  let world: ApplicationsWorld;
  let adele: User;
  let admin: User;
  const secrets: string[] = [];
  let params: Readonly<Record<string, string>>;
  before(async () => {
    world = createApplicationsWorld({
      clock: () => now,
      portal: {
        signIn: [basic(), { id: "unused", label: "Unused", begin: unused, complete: unused }],
        mail: outboxMail(),
      },
    });
    adele = await world.user({ name: "Adele <b>" });
    admin = await world.user({ isAdministrator: true });
    const clientId = await world.registered(adele, "Robot & friends");
    await register(adele, { name: "Waits" }, ["partner"]);
    const made = await askJson(world, "/products/starter/subscribe", { user: adele, send: { name: "One" } });
    secrets.push(made.body.primaryKey, made.body.secondaryKey);
    const secret = { "the-secret-ends": "in-one-year" };
    const created = await askJson(world, `/applications/${clientId}/secrets/new`, {
      user: adele,
      send: secret,
    });
    secrets.push(created.body.secretText);
    params = {
      ...{ api: "orders", product: "gold", clientId, id: made.body.id, slot: "primary" },
      ...{ keyId: created.body.keyId, operation: "none", provider: "unused", job: "none" },
    };
    expect(secrets.every((text) => text.length > 10)).to.equal(true);
    now += 60_000;
  });
  after(() => world.portal.close());

  for (const route of [
    ...routes,
    ...ROUTES_OF_OPTIONS,
    ...peopleRoutes,
    ...publishRoutes,
    ...applicationRoutes,
  ].filter(({ get }) => get !== undefined))
    it(`shows no more than the page: ${route.path}`, async () => {
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        name === "id" && route.path.startsWith("/admin/users") ? adele.id : (params[name] ?? "none"),
      );
      for (const user of [adele, admin]) {
        const [page, { status, body, headers }] = [
          await user.open(path),
          await askJson(world, path, { user }),
        ];
        if (status === 401) continue; // a redirect to the sign-in
        expect(status, path).to.equal(page.status);
        if (status === 302) expect(headers.get("location")).to.match(/^\/developer/);
        if (status !== 200 || isJson(page)) continue;
        const shown = plain(page.text);
        for (const { key, text } of stringsIn(body)) {
          expect(secrets).to.not.include(text);
          if (!DECLARED.has(key)) expect(shown, `${key}: ${text}`).to.include(text.replaceAll(/\s+/g, " "));
        }
      }
    });
});

/** Whether the page is a document for programs itself. */
const isJson = ({ headers }: { readonly headers: Headers }) =>
  headers.get("content-type")?.startsWith("application/json") === true;

/** The text of a page, its attributes included, without entities. */
const plain = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");

/** Every text in a document, with the name of its member. */
function stringsIn(value: unknown, key = ""): readonly { readonly key: string; readonly text: string }[] {
  if (typeof value === "string") return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((each) => stringsIn(each, key));
  if (typeof value !== "object" || value === null) return [];
  // Each answer has another challenge.
  const shown = Object.entries(value).filter(([name]) => name !== "captcha" && name !== "challenge");
  return shown.flatMap(([name, each]) => stringsIn(each, name));
}
