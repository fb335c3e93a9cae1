import { createHmac } from "node:crypto";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import type { Subscription } from "@product-auth/core";
import { importedOf, type Configured } from "../writing/configured.js";
import { SHOP } from "../writing/written.js";
import { started, type Call, type Started } from "./started.js";

const SECRET = Buffer.alloc(64, "s");
const env = { SIGNING_KEY: SECRET.toString("base64") };
const subscriptions = [
  { id: "one", scope: "/products/gold", primaryKey: "k1" },
  { id: "two", scope: "/products/gold", primaryKey: "k2" },
  { id: "all", scope: "/", primaryKey: "ka" },
] as const satisfies readonly Partial<Subscription & { primaryKey: string }>[];

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(claims: object, secret: Buffer = SECRET): string {
  const payload = { aud: "orders", exp: 4_000_000_000, sub: "ann", ...claims };
  const input = `${base64url({ alg: "HS256" })}.${base64url(payload)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

const withKey = (key: string, headers: Record<string, string> = {}): Call => ({
  path: "/orders",
  headers: { "ocp-apim-subscription-key": key, ...headers },
});
const withToken = (claims: object, secret?: Buffer): Call =>
  withKey("k1", { authorization: `Bearer ${token(claims, secret)}` });

const ofApi = (inner: string, more: Configured = {}): Promise<Started> =>
  started(importedOf({ ...SHOP, policies: { "api:orders": `<base />${inner}` }, ...more }), {
    ...{ subscriptions, env },
  });

const JWT = (children = "") =>
  `<validate-jwt header-name="Authorization" output-token-variable-name="jwt"><issuer-signing-keys><key>${SECRET.toString("base64")}</key></issuer-signing-keys><audiences><audience>orders</audience></audiences>${children}</validate-jwt>`;
const DENY = (condition: string, status = 403) =>
  `<choose><when condition="@(${condition})"><return-response><set-status code="${status}" /></return-response></when></choose>`;

/** Statuses of calls, one after the other. */
async function statuses(instance: Started, ...calls: readonly Call[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (const call of calls) found.push(await instance.call(call));
  return found;
}

describe("an instance started from an import enforces", () => {
  it("a token, whatever its iss, by the key that the environment holds", async () =>
    expect(
      await statuses(
        await ofApi(JWT()),
        ...[withToken({}), withToken({ iss: "any" }), withToken({}, Buffer.alloc(64, "t"))],
        ...[withToken({ aud: "billing" }), withToken({ exp: 1 }), withKey("k1"), withKey("bad")],
      ),
    ).to.deep.equal([200, 200, 401, 401, 401, 401, 401]));
  it("a token without the word Bearer, where no scheme is required", async () =>
    expect(await statuses(await ofApi(JWT()), withKey("k1", { authorization: token({}) }))).to.deep.equal([
      200,
    ]));
  it("claims", async () => {
    const claims =
      '<required-claims><claim name="roles" match="any"><value>a</value><value>b</value></claim><claim name="jti" /></required-claims>';
    expect(
      await statuses(
        await ofApi(JWT(claims)),
        ...[
          withToken({ roles: ["b"], jti: "1" }),
          withToken({ roles: ["c"], jti: "1" }),
          withToken({ roles: ["a"] }),
        ],
      ),
    ).to.deep.equal([200, 401, 401]);
  });
  it("a denial by a claim of its token", async () => {
    const denied = DENY('!((Jwt)context.Variables["jwt"]).Claims["roles"].Contains("a")');
    expect(
      await statuses(
        await ofApi(JWT() + denied),
        withToken({ roles: ["a"] }),
        withToken({ roles: ["b"] }),
        withToken({}),
      ),
    ).to.deep.equal([200, 403, 403]);
  });
  it("header fields and addresses", async () => {
    const header =
      '<check-header name="X-A" failed-check-httpcode="400" failed-check-error-message="A." ignore-case="true"><value>yes</value></check-header>';
    const address = '<ip-filter action="allow"><address-range from="192.0.2.1" to="192.0.2.8" /></ip-filter>';
    const instance = await ofApi(header + address);
    const call = (value: string, from: string) => ({ ...withKey("k1", { "x-a": value }), address: from });
    expect(
      await statuses(instance, call("YES", "192.0.2.8"), call("no", "192.0.2.8"), call("yes", "192.0.2.9")),
    ).to.deep.equal([200, 400, 403]);
  });
  it("a certificate, which these calls do not present", async () => {
    const { pem } = makeCertificate({ subject: "Demo CA", authority: true });
    const instance = await started(
      importedOf({
        ...SHOP,
        policies: {
          "api:orders":
            '<base /><validate-client-certificate><identities><identity common-name="a.example" /></identities></validate-client-certificate>',
        },
      }),
      { subscriptions, env: { CLIENT_AUTHORITIES: pem } },
    );
    expect(await statuses(instance, withKey("k1"))).to.deep.equal([401]);
  });
  it("a denial without a subscription, a product, and always", async () => {
    const open = { ...SHOP, apis: { orders: { ...SHOP.apis!["orders"]!, subscriptionRequired: false } } };
    const anonymous: Call = { path: "/orders" };
    const calls = [withKey("k1"), withKey("ka"), anonymous];
    const after = async (condition: string) => statuses(await ofApi(DENY(condition), open), ...calls);
    expect(await after("context.Subscription == null")).to.deep.equal([200, 200, 403]);
    expect(await after("context.Product == null")).to.deep.equal([200, 403, 403]);
    expect(await after('context.Request.Method == "GET"')).to.deep.equal([403, 403, 403]);
    expect(await after('context.Request.Method == "POST"')).to.deep.equal([200, 200, 200]);
  });
  it("a limit for each subscription, and a part of it for an operation", async () => {
    const instance = await started(
      importedOf({
        ...SHOP,
        policies: {
          "product:gold":
            '<base /><rate-limit calls="3" renewal-period="60"><api name="orders" calls="3" renewal-period="60"><operation name="create" calls="1" renewal-period="60" /></api></rate-limit>',
        },
      }),
      { subscriptions },
    );
    const create = { ...withKey("k1"), method: "POST" };
    expect(
      await statuses(
        instance,
        create,
        create,
        withKey("k1"),
        withKey("k1"),
        withKey("k1"),
        withKey("k2"),
        withKey("ka"),
      ),
    ).to.deep.equal([200, 429, 200, 200, 429, 200, 200]);
  });
  it("one counter for a key, at all places of a limit", async () => {
    const limit =
      '<rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Request.IpAddress)" />';
    const instance = await started(
      importedOf({
        apis: {
          a: { subscriptionRequired: false },
          b: { subscriptionRequired: false },
          c: { subscriptionRequired: false },
        },
        policies: { global: limit, "api:c": "" },
      }),
    );
    const [a, b, c] = ["/a", "/b", "/c"].map((path): Call => ({ path }));
    expect(await statuses(instance, a!, b!, a!, b!, c!)).to.deep.equal([200, 200, 429, 429, 200]);
  });
  it("a quota of an API for each subscription", async () =>
    expect(
      await statuses(
        await ofApi('<quota calls="1" renewal-period="3600" />'),
        ...[withKey("k1"), withKey("k1"), withKey("k2")],
      ),
    ).to.deep.equal([200, 403, 200]));
  it("nothing at a path that is held", async () => {
    const instance = await started(
      importedOf({
        apis: { a: { subscriptionRequired: false }, b: { subscriptionRequired: false } },
        held: ["api:a"],
      }),
    );
    expect(await statuses(instance, { path: "/a" }, { path: "/b" })).to.deep.equal([404, 200]);
    expect(instance.held).to.deep.equal([{ scope: "api:a", reason: "the import lost a rule of it" }]);
  });
});
