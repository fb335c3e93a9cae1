import { verifyDelegation, type DelegationRequest } from "@product-auth/portal";
import { expect } from "chai";
import fc from "fast-check";
import { delegationUrl, newSalt, signatureOf } from "#src/delegation/delegation-request.js";

const KEY = "ZGVtby1kZWxlZ2F0aW9uLWtleS1mb3ItdGVzdHMtb25seS0wMTIzNDU2Nzg5";
const SALT = "c2FsdC0wMDE=";
const NOW = Date.UTC(2026, 10, 30, 12);

/** API Management: "How to delegate user registration and product subscription", with a key for tests. */
const VECTORS: readonly { readonly request: DelegationRequest; readonly sig: string }[] = [
  {
    request: { operation: "SignIn", returnUrl: "/apis?tag=maps" },
    sig: "hwWEs0wY01RowC4K6RIujrNDwPbkGWHh15nWcWFwJNPPQ/MSsdI31fgNj4Fz+RMu8TJZCM8+0xwk75pfIMEcoQ==",
  },
  {
    request: { operation: "ChangeProfile", userId: "user-42" },
    sig: "fU8AF0YQQYyYaVkyoFr13QHVAXfMitBrYHLXct/Cm7rvIgSQg+nincckU4ZVSxfqo/fEz/zugchnRGULtpb5PQ==",
  },
  {
    request: { operation: "Subscribe", productId: "gold", userId: "user-42" },
    sig: "ceYpda9c1aYfgqAARWXH7HRRk+y02A0paOe8l5c/6wDnPPMrsHAt+QXHQtZDMndJb12Rn/i/ay5FFVUC59fNoA==",
  },
  {
    request: { operation: "Unsubscribe", subscriptionId: "sub-9001" },
    sig: "tCRXNqG95My33K6AL/tAFyIz0EzeZ/FtImcxjj3MCxgP2E9UlnXyd2Q/uDmkHmzvatHFHKMp5gDSI+2q3CShMA==",
  },
];

const delegation = {
  url: new URL("https://www.example.com/delegation?brand=contoso"),
  key: Buffer.from(KEY, "base64"),
  registration: true,
  subscription: true,
};
const verify = (query: URLSearchParams | string, more: object = {}) =>
  verifyDelegation(query, { validationKey: KEY, clock: () => NOW, ...more });
const queryOf = (request: DelegationRequest, salt = newSalt(request.operation, NOW)) =>
  delegationUrl(request, salt, delegation).searchParams;
const reasonOf = (result: ReturnType<typeof verify>) => (result.isValid ? "valid" : result.reason);

describe("signatures of delegation", () => {
  for (const { request, sig } of VECTORS)
    it(`${request.operation} is signed as in API Management`, () => {
      const to = delegationUrl(request, SALT, delegation);
      const { operation, ...values } = request;
      expect(Object.fromEntries(to.searchParams)).to.deep.equal({
        brand: "contoso",
        operation,
        ...values,
        salt: SALT,
        sig,
      });
      expect(verify(to.searchParams, { salts: "any" })).to.deep.equal({
        isValid: true,
        ...request,
        salt: SALT,
      });
    });

  it("accepts what the portal sends, until it is too old", () => {
    for (const { request } of VECTORS) {
      const query = queryOf(request);
      const { salt, isValid, ...rest } = verify(query.toString()) as DelegationRequest & {
        salt: string;
        isValid: boolean;
      };
      expect({ isValid, rest }).to.deep.equal({ isValid: true, rest: request });
      expect(salt).to.equal(query.get("salt"));
      expect(reasonOf(verify(query, { clock: () => NOW + 600_001 }))).to.equal("expired");
      expect(reasonOf(verify(query, { clock: () => NOW - 60_001 }))).to.equal("expired");
    }
  });

  it("the operation is bound by the salt", () => {
    const query = queryOf({ operation: "SignOut", userId: "user-42" });
    query.set("operation", "CloseAccount");
    expect(reasonOf(verify(query))).to.equal("operation");
    expect(reasonOf(verify(query, { salts: "any" }))).to.equal("operation");
  });

  it("a salt of API Management binds neither, and is refused unless it is asked for", () => {
    const query = queryOf({ operation: "SignOut", userId: "user-42" }, SALT);
    expect(reasonOf(verify(query))).to.equal("salt");
  });

  it("values of one operation are never those of another", () => {
    // The signed text of Subscribe is that of a path with a line feed.
    const subscribe = queryOf({ operation: "Subscribe", productId: "gold", userId: "user-42" }, SALT);
    const [salt, sig] = [subscribe.get("salt") ?? "", subscribe.get("sig") ?? ""];
    for (const forged of [
      { operation: "SignOut", userId: "gold\nuser-42" },
      { operation: "SignIn", returnUrl: "gold\nuser-42" },
      { operation: "SignIn", returnUrl: "/gold\nuser-42" },
    ])
      expect(
        reasonOf(verify(new URLSearchParams({ ...forged, salt, sig }), { salts: "any" })),
        JSON.stringify(forged),
      ).to.equal("parameters");
    // A visitor chooses the path of a page: it is never an id.
    const signIn = queryOf({ operation: "SignIn", returnUrl: "/user-42" }, SALT);
    const asId = new URLSearchParams({ operation: "CloseAccount", userId: "/user-42", salt: SALT });
    asId.set("sig", signIn.get("sig") ?? "");
    expect(reasonOf(verify(asId, { salts: "any" }))).to.equal("parameters");
  });

  it("refuses repeated, foreign, missing and overlong parameters", () => {
    const changed: ((query: URLSearchParams) => void)[] = [
      (query) => query.append("userId", "user-43"),
      (query) => query.set("returnUrl", "/"),
      (query) => query.delete("salt"),
      (query) => query.set("userId", ""),
      (query) => query.set("userId", "x".repeat(3000)),
      (query) => query.set("userId", "a/b"),
      (query) => query.append("sig", "x"),
    ];
    for (const change of changed) {
      const query = queryOf({ operation: "CloseAccount", userId: "user-42" });
      change(query);
      expect(reasonOf(verify(query)), change.toString()).to.equal("parameters");
    }
    for (const operation of ["", "Renew", "signin", "__proto__", "constructor"]) {
      const query = queryOf({ operation: "CloseAccount", userId: "user-42" });
      query.set("operation", operation);
      expect(reasonOf(verify(query)), operation).to.equal("operation");
    }
  });

  it("any other value, salt, signature or key is refused", () => {
    const request: DelegationRequest = { operation: "Subscribe", productId: "gold", userId: "user-42" };
    fc.assert(
      fc.property(
        fc.constantFrom("productId", "userId", "salt", "sig"),
        fc.string({
          minLength: 1,
          maxLength: 100,
          unit: fc.constantFrom("a", "b", "A", "+", "/", "=", ".", "\u0000", "é"),
        }),
        fc.nat(80),
        (name, text, at) => {
          const query = queryOf(request);
          const value = query.get(name) ?? "";
          const changed = value.slice(0, at) + text + value.slice(at + text.length);
          query.set(name, changed);
          return verify(query).isValid === (changed === value);
        },
      ),
      { numRuns: 300 },
    );
    const other = Buffer.alloc(64, 7).toString("base64");
    expect(reasonOf(verify(queryOf(request), { validationKey: other }))).to.equal("signature");
    expect(verify(queryOf(request), { validationKey: [other, KEY] }).isValid).to.equal(true);
    expect(() => verify(queryOf(request), { validationKey: "no key" })).to.throw("validationKey");
  });

  it("signs no value with a line feed", () => {
    expect(() => signatureOf(["a\nb"], SALT, delegation.key)).to.throw("line feed");
  });
});
