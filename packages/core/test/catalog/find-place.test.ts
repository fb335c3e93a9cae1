import { expect } from "chai";
import { ApiIndex } from "#src/catalog/api-index.js";
import { findPlace } from "#src/catalog/find-place.js";
import { api } from "./api.js";

const index = new ApiIndex([
  api("v1", { list: ["GET", "/"], read: ["GET", "/{id}"], latest: ["GET", "/latest"], item: ["GET", "/{tenant}/{item}"] }),
  api("v1/docs"),
  api("shop"),
  api("shop/admin"),
  api("kiosk"),
  api("a.b"),
  api("caf\u00e9 1"),
]); // prettier-ignore

interface Asked {
  readonly route?: string;
  readonly outside?: true;
  readonly sensitive?: true;
  readonly targets?: readonly string[];
}

/** Where a path leads: `v1 read`, `shop`, `nowhere`, or `refused`. */
function placeOf(path: string, { route, outside, sensitive, targets = [path] }: Asked = {}): string {
  const routing = { targets, route };
  const how = { unmatchedIsOpen: outside === true, caseSensitive: sensitive === true };
  const search = { method: "GET", sent: path, routing, ...how };
  const place = findPlace(index, search);
  if (place === undefined) return "refused";
  const { api: found, operation } = place;
  if (found === undefined) return "nowhere";
  if (operation === "any") return found.name;
  return `${found.name} ${operation?.name ?? "unknown"}`;
}

type Case = readonly [path: string, place: string, asked?: Asked];
const all = (cases: readonly Case[]) => {
  for (const [path, place, asked] of cases)
    it(`${JSON.stringify(path)} ${JSON.stringify(asked ?? {})}: ${place}`, () =>
      expect(placeOf(path, asked)).to.equal(place));
};

describe("findPlace: by the path", () => {
  all([
    ["/v1", "v1 list"],
    ["/v1/7", "v1 read"],
    ["/v1/latest", "v1 latest"],
    ["/v1/docs/plans", "v1/docs"],
    ["/v1/a/b/c", "v1 unknown"],
    ["/V1/7", "v1 read"],
    ["/SHOP/7", "shop"],
    ["/elsewhere", "nowhere"],
    ["/shop/7;v=1", "shop"],
    ["/shop/%64/%40x", "shop"], // odd, and the same place in every reading
    ["/caf%C3%A9%201/x", "caf\u00e9 1"],
  ]);
});

describe("findPlace: spellings that lead to different places are refused", () => {
  all([
    ["/v1/%64ocs/plans", "refused"],
    ["/v1/d%6fcs/plans", "refused"],
    ["/v1/DOCS/plans", "refused"], // v1 where capitals count
    ["/v1/LATEST", "refused"], // read where capitals count
    ["/v1/%6catest", "refused"],
    ["/%76%31/7", "refused"], // no API's where escapes are not decoded
    ["/a%2eb", "refused"],
    ["/shop/admin;x", "refused"],
    ["/shop/admin;", "refused"],
    ["/shop;x/admin", "refused"],
    ["/shop/admin\u00a0", "refused"],
    ["/shop/admin#x", "refused"],
    ["/shop//admin", "refused"],
    ["http://host/shop", "refused"],
  ]);
  it("the Kelvin sign is no k, whoever folds it", () =>
    expect(placeOf("/%e2%84%aaiosk")).to.equal("nowhere"));
});

describe("findPlace: where a path of no API is open to some", () => {
  all([
    ["/elsewhere", "nowhere", { outside: true }],
    ["/shop", "shop", { outside: true }],
    ["/SHOP", "refused", { outside: true }], // nowhere where capitals count
    ["/%73hop", "refused", { outside: true }],
    ["/a%2eb", "refused", { outside: true }],
    ["/Elsewhere", "nowhere", { outside: true }],
  ]);
});

describe("findPlace: where routers tell capitals apart", () => {
  all([
    ["/shop", "shop", { sensitive: true }],
    ["/SHOP", "refused", { sensitive: true }],
    ["/Elsewhere", "nowhere", { sensitive: true }],
    ["/SHOP", "shop", { sensitive: true, route: "/SHOP" }],
  ]);
});

describe("findPlace: by the route that was matched", () => {
  const tenants = { route: "/v1/:tenant/:item" };
  all([
    ["/v1/docs/plans", "v1 item", tenants],
    ["/v1/DOCS/plans", "v1 item", tenants],
    ["/v1/%64ocs/plans", "v1 item", tenants],
    ["/v1/latest", "v1 read", { route: "/v1/:id" }],
    ["/v1/latest", "v1 latest", { route: "/v1/latest" }],
    ["/shop/admin;x", "shop/admin", { route: "/shop/admin" }],
    ["/%73hop/admin", "shop/admin", { route: "/shop/admin" }],
    ["/v1/a/b/c", "v1 unknown", { route: "/v1/:a/:b/:c" }],
    ["/v1/docs/x", "v1/docs", { route: "/v1/docs/:page" }],
    ["/v1/docs", "v1/docs", { route: "/v1/docs/:page?" }],
    ["/v1", "v1 list", { route: "/v1/:id?" }],
    ["/v1/", "v1 read", { route: "/v1/:id" }], // find-my-way: with an empty parameter
    ["/v1/", "v1 list", { route: "/v1" }],
    ["/shop/admin#x", "refused", { route: "/shop/admin" }],
  ]);
});

describe("findPlace: what a route leaves open, the path says in every reading", () => {
  const any = { route: "/*" };
  const version = { route: "/:version/:id" };
  all([
    ["/v1/7", "v1 read", any],
    ["/v1/docs/plans", "v1/docs", any],
    ["/v1/DOCS/plans", "refused", any],
    ["/v1/%64ocs/plans", "refused", any],
    ["/shop/admin;x", "refused", any],
    ["/shop/admin/x", "shop/admin", { route: "/shop/*" }],
    ["/shop/ADMIN/x", "refused", { route: "/shop/*" }],
    ["/shop/admin/x", "shop", { route: "/shop/:area/*" }],
    ["/v1/7", "v1 read", version],
    ["/%76%31/7", "refused", version],
    ["/elsewhere/7", "nowhere", version],
    ["/v1/x/y/z", "v1 unknown", { route: "/v1/:tenant/*" }],
    ["/v1/x/y", "v1 item", { route: "/v1/:tenant/*" }],
  ]);
});

describe("findPlace: targets that were rewritten", () => {
  all([
    ["/old/7", "shop", { targets: ["/shop/7?x=/v1"] }],
    ["/v1/7", "shop", { targets: ["/shop/7"] }],
    ["/x", "refused", { targets: ["/shop/7", "/v1/7"] }],
    ["/x", "shop", { targets: ["/shop/7", "/shop/8"] }],
    ["//x", "refused", { targets: ["/shop/7"] }],
    ["/x#y", "refused", { targets: ["/shop/7"] }],
    ["/x", "shop", { targets: ["/shop/7", "/nowhere"] }],
    ["/x", "shop", { targets: ["/nowhere", "/shop/7", "/else"] }],
    ["/x", "refused", { targets: ["/nowhere", "/shop/7", "/v1/7"] }],
    ["/x", "refused", { targets: ["/shop/7", "/nowhere"], outside: true }],
    ["/x", "nowhere", { targets: ["/nowhere", "/else"] }],
    ["/x", "refused", { targets: [] }],
    ["/x", "refused", { targets: [""] }],
  ]);
});
