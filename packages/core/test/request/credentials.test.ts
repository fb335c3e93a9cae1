import type { ProductAuthOptions } from "#src/index.js";
import { NodeRequestView } from "#src/request/request-view.js";
import { expect } from "chai";
import { readCredentials } from "#src/request/credentials.js";
import { settle } from "#src/options/settings.js";
import { startReader, type Reader } from "./raw-request.js";

const present = (value: string) => ({ kind: "present", value });
const malformed = (code: string) => ({ kind: "malformed", code });
const ABSENT = { kind: "absent" };

type Case = readonly [name: string, request: readonly [target: string, ...lines: string[]], found: object];

type Places = Pick<ProductAuthOptions, "tokenSource" | "subscriptionKeyParameterNames">;

// Every request goes over a socket, and Node's own parser stands between it and the reader.
function suite(about: string, places: Places, cases: readonly Case[]): void {
  describe(about, () => {
    let reader: Reader;
    before(async () => {
      const products = { partner: { accepts: ["key"] } } as const;
      const { sources } = settle({ products, subscriptions: [], maxTokenLength: 40, ...places });
      reader = await startReader((message) => readCredentials(new NodeRequestView(message), sources));
    });
    after(() => reader.close());
    for (const [name, request, found] of cases) {
      it(name, async () => {
        expect(await reader.send(...request)).to.deep.include(found);
      });
    }
  });
}

const NAME = "Ocp-Apim-Subscription-Key";
const none = { token: ABSENT, key: ABSENT };
const token = (value: string) => ({ token: present(value), key: ABSENT });
const badToken = (code: string) => ({ token: malformed(code) });

suite("the bearer token (RFC 6750 §2.1)", {}, [
  ["none", ["/"], none],
  ["one", ["/", "Authorization: Bearer a.b.c"], token("a.b.c")],
  ["the field's name in any case", ["/", "aUTHORIZATION: Bearer a.b.c"], token("a.b.c")],
  ["the scheme in lower case (RFC 9110 §11.1)", ["/", "Authorization: bearer a.b.c"], token("a.b.c")],
  ["the scheme in upper case", ["/", "Authorization: BEARER a.b.c"], token("a.b.c")],
  ["several spaces after the scheme", ["/", "Authorization: Bearer   a.b.c"], token("a.b.c")],
  ["blanks around the field's value", ["/", "Authorization:  \tBearer a.b.c \t"], token("a.b.c")],
  ["a tab after the scheme is no space", ["/", "Authorization: Bearer\ta.b.c"], badToken("token_scheme")],
  ["a tab after the spaces belongs to the token", ["/", "Authorization: Bearer  \ta"], token("\ta")],
  ["a no-break space belongs to the token", ["/", "Authorization: Bearer  \xa0a"], token("\xa0a")],
  ["an empty field", ["/", "Authorization:"], none],
  ["a field of blanks", ["/", "Authorization:   "], none],
  ["the scheme alone", ["/", "Authorization: Bearer"], badToken("token_malformed")],
  ["the scheme and blanks", ["/", "Authorization: Bearer   "], badToken("token_malformed")],
  ["no space after the scheme", ["/", "Authorization: Bearera.b.c"], badToken("token_scheme")],
  ["Basic", ["/", "Authorization: Basic dXNlcjpwYXNz"], badToken("token_scheme")],
  ["DPoP", ["/", "Authorization: DPoP a.b.c"], badToken("token_scheme")],
  ["a token without a scheme", ["/", "Authorization: a.b.c"], badToken("token_scheme")],
  ["two tokens joined by a proxy", ["/", "Authorization: Bearer a, Bearer b"], token("a, Bearer b")],
  ["the longest token accepted", ["/", `Authorization: Bearer ${"a".repeat(40)}`], token("a".repeat(40))],
  ["a longer token", ["/", `Authorization: Bearer ${"a".repeat(41)}`], badToken("token_too_long")],
  [
    "two fields, the same",
    ["/", "Authorization: Bearer a.b.c", "Authorization: Bearer a.b.c"],
    badToken("token_repeated"),
  ],
  [
    "two fields, the good one first",
    ["/", "Authorization: Bearer a.b.c", "Authorization: x"],
    badToken("token_repeated"),
  ],
  [
    "two fields, the good one last",
    ["/", "Authorization: x", "AUTHORIZATION: Bearer a.b.c"],
    badToken("token_repeated"),
  ],
  [
    "two fields, one of them empty",
    ["/", "Authorization:", "Authorization: Bearer a.b.c"],
    badToken("token_repeated"),
  ],
  ["access_token in the query is not looked at", ["/?access_token=a.b.c"], none],
  ["a cookie is not looked at", ["/", "Cookie: access_token=a.b.c; Authorization=Bearer a.b.c"], none],
]);

const key = (value: string) => ({ token: ABSENT, key: present(value) });
const badKey = (code: string) => ({ token: ABSENT, key: malformed(code) });

suite("the subscription key (API Management, Subscriptions)", {}, [
  ["in the header", ["/", `${NAME}: k1`], key("k1")],
  ["the header's name in lower case", ["/", "ocp-apim-subscription-key: k1"], key("k1")],
  ["in the query", ["/orders?subscription-key=k1"], key("k1")],
  ["in the query, encoded", ["/?x=1&subscription-key=k%201%2B&y"], key("k 1+")],
  ["the header goes before the query", ["/?subscription-key=k2", `${NAME}: k1`], key("k1")],
  ["an empty header counts as none", ["/?subscription-key=k2", `${NAME}:`], key("k2")],
  ["an empty header and no query", ["/", `${NAME}:`], none],
  ["an empty query value", ["/?subscription-key="], none],
  ["the query's name in another case", ["/?Subscription-Key=k1"], none],
  ["a part of the query's name", ["/?my-subscription-key=k1"], none],
  ["the name in the path", ["/subscription-key=k1"], none],
  ["a second question mark belongs to the value", ["/?a=?subscription-key=k1"], none],
  ["a header sent twice", ["/", `${NAME}: k1`, `${NAME}: k2`], badKey("key_repeated")],
  ["a header sent twice, the same", ["/", `${NAME}: k1`, `${NAME}: k1`], badKey("key_repeated")],
  [
    "a header sent twice is not rescued by the query",
    ["/?subscription-key=k3", `${NAME}: k1`, `${NAME}: k2`],
    badKey("key_repeated"),
  ],
  ["a header joined by a proxy is one value", ["/", `${NAME}: k1, k2`], key("k1, k2")],
  ["a query value sent twice", ["/?subscription-key=k1&subscription-key=k2"], badKey("key_repeated")],
  ["a query value in brackets is another name", ["/?subscription-key[]=k1"], none],
  ["256 characters", ["/", `${NAME}: ${"k".repeat(256)}`], key("k".repeat(256))],
  ["257 characters", ["/", `${NAME}: ${"k".repeat(257)}`], badKey("key_too_long")],
  ["257 characters in the query", [`/?subscription-key=${"k".repeat(257)}`], badKey("key_too_long")],
  ["a query of 16 KiB is searched", [`/?subscription-key=k1&x=${"x".repeat(16_360)}`], key("k1")],
  ["a longer query is not", [`/?subscription-key=k1&x=${"x".repeat(16_400)}`], none],
  [
    "a token and a key",
    ["/", "Authorization: Bearer a.b.c", `${NAME}: k1`],
    { token: present("a.b.c"), key: present("k1") },
  ],
]);

const ORDERS = { header: "X-Orders-Key", query: "orders-key" };
suite("renamed key parameters", { subscriptionKeyParameterNames: ORDERS }, [
  ["the new header", ["/", "x-orders-key: k1"], key("k1")],
  ["the new query", ["/?orders-key=k1"], key("k1")],
  ["the default header is not looked at", ["/", `${NAME}: k1`], none],
  ["the default query is not looked at", ["/?subscription-key=k1"], none],
]);

const AS_KEY = { header: "Authorization" };
suite("Authorization as the key's header", { subscriptionKeyParameterNames: AS_KEY }, [
  ["the whole value is the key", ["/", "Authorization: k1"], key("k1")],
  ["also when it looks like a token", ["/", "Authorization: Bearer a.b.c"], key("Bearer a.b.c")],
  ["two fields", ["/", "Authorization: k1", "Authorization: k2"], badKey("key_repeated")],
]);

suite(
  "Authorization without a scheme, where the options allow it",
  { tokenSource: { requireScheme: false } },
  [
    ["the bare token", ["/", "Authorization: a.b.c"], token("a.b.c")],
    ["with the scheme", ["/", "Authorization: Bearer a.b.c"], token("a.b.c")],
    ["another scheme", ["/", "Authorization: Basic dXNlcjpwYXNz"], badToken("token_scheme")],
    ["the longest bare token", ["/", `Authorization: ${"a".repeat(40)}`], token("a".repeat(40))],
    ["a longer one", ["/", `Authorization: ${"a".repeat(41)}`], badToken("token_too_long")],
    ["two fields", ["/", "Authorization: a", "Authorization: a"], badToken("token_repeated")],
  ],
);

suite("a header of its own for the token", { tokenSource: { header: "X-Token" } }, [
  ["the bare token", ["/", "x-token: a.b.c"], token("a.b.c")],
  ["Bearer in front belongs to the token", ["/", "X-Token: Bearer a.b.c"], token("Bearer a.b.c")],
  ["Authorization is not looked at", ["/", "Authorization: Bearer a.b.c"], none],
  ["two fields", ["/", "X-Token: a", "X-Token: b"], badToken("token_repeated")],
  ["a longer one", ["/", `X-Token: ${"a".repeat(41)}`], badToken("token_too_long")],
]);

suite("the token in the query, where the options ask for it", { tokenSource: { query: "access_token" } }, [
  ["one", ["/?access_token=a.b.c"], token("a.b.c")],
  ["two (RFC 6750 §2)", ["/?access_token=a&access_token=b"], badToken("token_repeated")],
  ["an empty one", ["/?access_token="], none],
  ["Authorization is not looked at", ["/", "Authorization: Bearer a.b.c"], none],
]);
