import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPortal, type Portal, type PortalOptions, type SignInProvider } from "@product-auth/portal";
import { expect } from "chai";
import fc from "fast-check";
import { routes } from "#src/routes.js";

const ORIGIN = "https://api.example.com";
const GROUPS = ["red", "green", "blue"] as const;

const groupsOf = fc.option(
  fc.subarray([...GROUPS, "guests", "developers", "administrators"], { minLength: 1 }),
  { nil: undefined },
);
const products = fc.array(
  fc.record({
    groups: groupsOf,
    isPublished: fc.boolean(),
    needsApproval: fc.boolean(),
    apis: fc.subarray([0, 1, 2, 3]),
  }),
  { minLength: 1, maxLength: 4 },
);
const viewers = fc.constantFrom("guest", "user", "administrator");

/** Products `product-0…` and APIs `api-0…`; names and texts that occur nowhere else. */
function catalogOf(
  given: readonly {
    groups?: string[] | undefined;
    isPublished: boolean;
    needsApproval: boolean;
    apis: number[];
  }[],
): {
  options: Pick<ProductAuthOptions, "products" | "apis">;
  isVisible: (viewer: ReadonlySet<string> | "all") => { products: boolean[]; apis: boolean[] };
} {
  const isProductVisible = (
    { groups, isPublished }: (typeof given)[number],
    viewer: ReadonlySet<string> | "all",
  ) =>
    viewer === "all" || (isPublished && (groups === undefined || groups.some((group) => viewer.has(group))));
  return {
    options: {
      products: Object.fromEntries(
        given.map(({ groups, isPublished, needsApproval }, i) => [
          `product-${i}`,
          {
            displayName: `Secret Product ${i}`,
            description: `Words of product ${i}.`,
            accepts: ["key"] as const,
            approvalRequired: needsApproval,
            state: isPublished ? ("published" as const) : ("notPublished" as const),
            ...(groups !== undefined && { groups }),
          },
        ]),
      ),
      apis: Object.fromEntries(
        [0, 1, 2, 3].map((n) => {
          const containing = given.flatMap(({ apis }, i) => (apis.includes(n) ? [`product-${i}`] : []));
          const api = {
            displayName: `Secret API ${n}`,
            description: `Words of API ${n}.`,
            path: `path-${n}`,
            ...(containing.length > 0 && { products: containing }),
            operations: {
              [`operation-${n}`]: {
                method: "GET",
                urlTemplate: `/items-${n}`,
                displayName: `Secret Operation ${n}`,
              },
            },
          };
          return [`api-${n}`, api];
        }),
      ),
    } as Pick<ProductAuthOptions, "products" | "apis">,
    isVisible: (viewer) => {
      const visible = given.map((product) => isProductVisible(product, viewer));
      const apis = [0, 1, 2, 3].map(
        (n) => viewer === "all" || given.some(({ apis: of }, i) => of.includes(n) && visible[i]),
      );
      return { products: visible, apis };
    },
  };
}

/** Signs in whom the address of the callback describes. */
const local: SignInProvider = {
  id: "local",
  label: "Local",
  begin: ({ redirectUri }) =>
    Promise.resolve({ to: new URL(`${redirectUri}?state=s&roles=`), keep: { state: "s" } }),
  complete: (callback) =>
    Promise.resolve({
      key: "local|one",
      names: { firstName: "One" },
      roles: callback.searchParams.get("roles")!.split(",").filter(Boolean),
      groups: [],
    }),
};

interface Visitor {
  readonly portal: Portal;
  readonly cookie: string;
}

async function visitorOf(
  catalog: Pick<ProductAuthOptions, "products" | "apis">,
  roles: readonly string[] | undefined,
  more: Partial<PortalOptions> = {},
): Promise<Visitor> {
  const repository = new MemorySubscriptionRepository();
  const portal = createPortal({
    auth: createProductAuth({ ...catalog, subscriptions: repository }),
    records: new MemoryRecordRepository(),
    subscriptions: administerSubscriptions({ repository }),
    publicUrl: `${ORIGIN}/developer`,
    signIn: [local],
    administrators: { roles: ["admin"] },
    groups: Object.fromEntries(GROUPS.map((name) => [name, { displayName: name, role: name }])),
    ...more,
  });
  if (roles === undefined) return { portal, cookie: "" };
  const start = await ask({ portal, cookie: "" }, "/signin/local");
  const flow = start.headers.getSetCookie()[0]!.split(";")[0]!;
  const back = await ask({ portal, cookie: flow }, `/signin/local/callback?state=s&roles=${roles.join(",")}`);
  const session = back.headers.getSetCookie()[0]!.split(";")[0]!;
  return { portal, cookie: session };
}

const ask = ({ portal, cookie }: Visitor, path: string, method = "GET") =>
  portal.handle(
    new Request(`${ORIGIN}/developer${path}`, {
      method,
      headers: {
        ...(cookie !== "" && { cookie }),
        ...(method === "POST" && {
          "sec-fetch-site": "same-origin",
          "content-type": "application/x-www-form-urlencoded",
        }),
      },
      ...(method === "POST" && { body: "name=a" }),
    }),
    { address: "192.0.2.1" },
  );

/** Everything of an answer but the id of its reference, with the name that was asked for left out. */
async function seen(response: Response, name: string): Promise<string> {
  const headers = [...response.headers].map(([field, value]) => `${field}: ${value}`);
  const text = [response.status, ...headers, await response.text()].join("\n");
  return text.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, "REFERENCE").replaceAll(name, "NAME");
}

// The sign-in is no page about the catalog, and ends sessions.
const walked = routes.filter(({ path }) => !/^\/(?:signin|signout|signed-out)/.test(path));
const filled = (path: string, values: Readonly<Record<string, string>>) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "unknown-id");

describe("what a viewer may not find", () => {
  it("shows on no page, and is answered as what does not exist", async () => {
    await fc.assert(
      fc.asyncProperty(products, viewers, fc.subarray([...GROUPS]), async (given, kind, own) => {
        const { options, isVisible } = catalogOf(given);
        const roles = kind === "guest" ? undefined : kind === "user" ? own : ["admin"];
        const visitor = await visitorOf(options, roles);
        const groups = kind === "guest" ? ["guests"] : ["developers", ...own];
        const visible = isVisible(kind === "administrator" ? "all" : new Set(groups));
        const marks = [
          ...visible.products.flatMap((is, i) =>
            is ? [] : [`product-${i}`, `Secret Product ${i}`, `Words of product ${i}`],
          ),
          ...visible.apis.flatMap((is, n) =>
            is
              ? []
              : [`api-${n}`, `Secret API ${n}`, `Words of API ${n}`, `Secret Operation ${n}`, `items-${n}`],
          ),
        ];
        const names = [
          ...visible.products.map((is, i) => ({ product: `product-${i}`, is })),
          ...visible.apis.map((is, n) => ({ api: `api-${n}`, operation: `operation-${n}`, is })),
        ];
        for (const route of walked)
          for (const method of [...("get" in route ? ["GET"] : []), ...("post" in route ? ["POST"] : [])]) {
            for (const { is, ...values } of names) {
              if (is || !isAbout(route.path, values)) continue;
              const name = Object.values(values)[0]!;
              const hidden = await ask(visitor, filled(route.path, values), method);
              const unknown = await ask(visitor, filled(route.path, mapped(values)), method);
              expect(await seen(hidden, name), `${method} ${route.path}`).to.equal(
                await seen(unknown, `no-such-${name}`),
              );
            }
            const fit = names.filter(({ is, ...values }) => is && isAbout(route.path, values));
            for (const values of fit.length === 0 ? [{}] : fit) {
              const text = await (await ask(visitor, filled(route.path, values as never), method)).text();
              for (const mark of marks) expect(text, `${method} ${route.path}`).not.to.include(mark);
            }
          }
        for (const search of ["secret", "words", "items", "product-", "path"]) {
          const text = await (await ask(visitor, `/?q=${search}`)).text();
          for (const mark of marks) expect(text).not.to.include(mark);
        }
      }),
      { numRuns: 15 },
    );
  }).timeout(60_000);

  it("what a viewer may find is on its pages", async () => {
    await fc.assert(
      fc.asyncProperty(products, fc.subarray([...GROUPS]), async (given, own) => {
        const { options, isVisible } = catalogOf(given);
        const visitor = await visitorOf(options, own);
        const visible = isVisible(new Set(["developers", ...own]));
        for (const [i, is] of visible.products.entries())
          expect((await ask(visitor, `/products/product-${i}`)).status).to.equal(is ? 200 : 404);
        for (const [n, is] of visible.apis.entries())
          expect((await ask(visitor, `/apis/api-${n}`)).status).to.equal(is ? 200 : 404);
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);

  it("anonymous: redirect sends visitors from every page to the sign-in, whether it exists or not", async () => {
    const { options } = catalogOf([{ isPublished: true, needsApproval: false, apis: [0] }]);
    const visitor = await visitorOf(options, undefined, { anonymous: "redirect" });
    const paths = [
      ...walked.map(({ path }) => filled(path, { product: "product-0", api: "api-0" })),
      "/none",
    ];
    for (const path of [...paths, "/products/none", "/admin", "/?q=a"]) {
      const response = await ask(visitor, path);
      const returnTo = encodeURIComponent(`/developer${path === "/" ? "/" : path}`);
      expect(response.status, path).to.equal(302);
      expect(response.headers.get("location")).to.equal(`/developer/signin?returnTo=${returnTo}`);
      expect(await response.text()).to.equal("");
    }
    for (const path of ["/signin", "/signed-out"]) {
      const response = await ask(visitor, path);
      expect(response.headers.get("location") ?? "").not.to.include("/signin?returnTo");
    }
  });

  it("pages for administrators do not exist for others", async () => {
    const { options } = catalogOf([{ isPublished: true, needsApproval: false, apis: [0] }]);
    const user = await visitorOf(options, ["red"]);
    const unknown = await seen(await ask(user, "/admin/none"), "none");
    for (const { path, who } of routes) {
      if (who !== "administrator") continue;
      expect(await seen(await ask(user, filled(path, {})), "none"), path).to.equal(unknown);
    }
  });
});

const mapped = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `no-such-${value}`]));

const isAbout = (path: string, values: object) =>
  Object.keys(values).some((name) => path.includes(`{${name}}`));
