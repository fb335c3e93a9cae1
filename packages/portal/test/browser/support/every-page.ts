import type { User } from "./user.js";

/** Opens every page of the portal in turn, as a visitor, a user and an administrator; yields its name while it is open. */
export async function* everyPage(person: User): AsyncGenerator<string> {
  async function* open(...paths: readonly string[]): AsyncGenerator<string> {
    for (const path of paths) {
      await person.open(path);
      yield path === "" ? "home" : path;
    }
  }
  yield* open(
    "",
    "?q=order",
    "?q=nothing-at-all",
    "/apis",
    "/apis/orders",
    "/apis/orders/operations/list-orders",
    "/apis/orders/operations/read-order",
    "/products",
    "/products/starter",
    "/products/pro",
    "/unknown",
    "/signin/entra/callback",
    "/signin",
    "/signup",
    "/signup/sent",
    "/reset",
    "/welcome?ticket=used",
    "/dev/outbox",
  );
  await person.signIn("portal.admin");
  const name = "Web shop";
  yield* open("/subscriptions", "/products/pro/subscribe");
  await person.write("Name", name);
  await person.press("Subscribe");
  yield "a form with a problem";
  yield* open("/products/starter/subscribe");
  await person.write("Name", name);
  await person.press("Subscribe");
  yield "keys, or the limit";
  yield* open(
    "/subscriptions",
    "/apis/orders/operations/create-order",
    "/profile",
    "/profile/mails",
    "/profile/sessions",
    "/profile/close",
    "/activity",
  );
  yield* open(
    "/applications",
    "/applications/new",
    "/apis/reports/operations/read-report",
    "/admin/applications",
    "/admin/applications/new",
  );
  yield* applicationPages(person, open);
  yield* open("/admin", "/admin/approvals", "/admin/audit", "/admin/health", "/admin/publish");
  yield* open("/products/internal");
  yield* open("/admin/users?q=contoso", "/admin/users/invite", "/admin/subscriptions");
  await person.open("/admin/users?q=admin@contoso.example");
  await person.follow("admin@contoso.example");
  yield "/admin/users/{id}";
  await person.follow("Delete user");
  yield "/admin/users/{id}/delete";
  await person.open("/subscriptions");
  const link = person.page.getByRole("table").getByRole("link").first();
  await link.click();
  yield "/subscriptions/{id}";
  const address = person.page.url();
  for (const below of ["regenerate/primary", "regenerate/secondary", "cancel"]) {
    await person.page.goto(`${address}/${below}`);
    yield `/subscriptions/{id}/${below}`;
  }
  // The last page was the cancellation: the limit of the product has room for who comes next.
  await person.press("Cancel subscription");
  yield "cancelled";
  await person.press("Sign out");
  yield "signed out";
}

/** The pages of an application, which is deleted at last: its owner may have five. */
async function* applicationPages(
  person: User,
  open: (...paths: readonly string[]) => AsyncGenerator<string>,
): AsyncGenerator<string> {
  const name = "Report robot";
  await person.open("/applications/new");
  await person.write("Name", name);
  await person.press("Register");
  yield "a registration with problems";
  await person.tick("Analytics");
  await person.press("Register");
  await person.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  yield "/applications/{clientId}";
  const address = person.page.url().split("?")[0]!;
  const path = address.slice(address.indexOf("/applications"));
  async function* openBelow(...paths: readonly string[]): AsyncGenerator<string> {
    for await (const opened of open(...paths)) yield opened.replace(path, "/applications/{clientId}");
  }
  yield* openBelow(`${path}/secrets/new`);
  await person.press("Generate");
  yield "a client secret";
  yield* openBelow(path, `${path}/products/add`, `${path}/products/analytics/remove`, "/applications");
  await person.open(path);
  await person.follow(/^Remove secret/);
  yield "/applications/{clientId}/secrets/{keyId}/remove";
  yield* openBelow("/apis/reports/operations/read-report", `/admin${path}`, `/admin${path}/transfer`);
  yield* openBelow("/admin/applications", `${path}/delete`);
  await person.press("Delete application");
  yield "an application is deleted";
}
