import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import fc from "fast-check";
import { isSameAddress } from "#src/sign-in/redirect-uris.js";
import { authorize, send, startSignIn } from "./sign-in.js";

const web = [
  "https://app.example/auth/cb",
  "https://app.example/with?query=1",
  "https://bare.example",
  "http://localhost:3000/cb",
  "http://127.0.0.1/cb",
];

describe("no redirect leaves for an address that is not registered", () => {
  let entra: Entra;
  before(async () => {
    entra = await startSignIn({
      clients: { portal: { redirectUris: { web, spa: ["https://spa.example/"] }, logoutRedirectUris: web } },
      products: {},
      users: { adele: {} },
    });
  });
  after(() => entra.close());

  const insertions = [
    ...[
      "/",
      "//",
      "\\",
      ".",
      "..",
      "/../",
      "@",
      "evil.example",
      "evil.example@",
      "@evil.example",
      ":",
      ":80",
      ":3000",
    ],
    ...[
      "?",
      "#",
      "&",
      "%2f",
      "%2e",
      "%5c",
      "%00",
      "%0d%0a",
      "\t",
      "\n",
      "\r\n",
      " ",
      "\0",
      "*",
      "ı",
      "。",
      "％",
      "x",
    ],
    ...[
      "https://",
      "javascript:",
      "data:",
      "localhost",
      "[::1]",
      "127.1",
      "0x7f.1",
      ".evil.example",
      "%E2%80%AE",
    ],
  ];
  const mutated = fc
    .record({
      uri: fc.constantFrom(...web, "https://spa.example/"),
      edits: fc.array(
        fc.record({
          at: fc.nat(40),
          remove: fc.nat(3),
          insert: fc.oneof(fc.constantFrom(...insertions), fc.string({ maxLength: 3 })),
          flip: fc.boolean(),
        }),
        { minLength: 0, maxLength: 3 },
      ),
    })
    .map(({ uri, edits }) =>
      edits.reduce((text, { at, remove, insert, flip }) => {
        const [start, middle, end] = [
          text.slice(0, at),
          text.slice(at, at + remove),
          text.slice(at + remove),
        ];
        return flip ? `${start}${middle.toUpperCase()}${insert}${end}` : `${start}${insert}${end}`;
      }, uri),
    );

  /** Where a browser would go: parsed, without the port of this machine and without what the issuer adds. */
  function destination(url: URL): string {
    const own = url.hostname === "localhost" || url.hostname === "127.0.0.1";
    for (const name of ["code", "session_state", "state"]) url.searchParams.delete(name);
    return `${url.protocol}//${url.username}${own ? url.hostname : url.host}${url.pathname}${url.search}`;
  }
  const known = new Set([...web, "https://spa.example/"].map((uri) => destination(new URL(uri))));

  it("by the comparison alone", () =>
    fc.assert(
      fc.property(mutated, (address) => {
        for (const uri of web)
          if (isSameAddress(uri, address))
            expect(destination(new URL(address))).to.equal(destination(new URL(uri)));
      }),
      { numRuns: 5000, seed: 3 },
    ));

  it("from authorize", () =>
    fc.assert(
      fc.asyncProperty(mutated, async (redirect_uri) => {
        const { status, location, text } = await authorize(entra, { redirect_uri }, { user: "adele" });
        if (location === undefined) {
          expect(status).to.equal(400);
          expect(text).to.match(/AADSTS(50011|900144):/);
        } else expect(known).to.include(destination(location));
      }),
      { numRuns: 120, seed: 1 },
    )).timeout(20_000);

  it("from logout", () =>
    fc.assert(
      fc.asyncProperty(mutated, async (address) => {
        const query = new URLSearchParams({ post_logout_redirect_uri: address }).toString();
        const { location } = await send(`${entra.origin}/${entra.tenantId}/oauth2/v2.0/logout?${query}`);
        if (location !== undefined) expect(known).to.include(destination(location));
      }),
      { numRuns: 80, seed: 2 },
    )).timeout(20_000);

  it("though each registered address is served", async () => {
    for (const redirect_uri of web)
      expect((await authorize(entra, { redirect_uri }, { user: "adele" })).status, redirect_uri).to.equal(
        302,
      );
  });
});
