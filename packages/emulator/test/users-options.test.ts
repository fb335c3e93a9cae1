import { type EntraOptions, startEntra } from "@product-auth/emulator";
import { expect } from "chai";

const message = (options: unknown): Promise<string> =>
  startEntra(options as EntraOptions).then(
    async (entra) => {
      await entra.close();
      return "started";
    },
    (error: Error) => error.message,
  );

describe("options of users and sign-in", () => {
  it("give the same object ids at every start, and names from what there is", async () => {
    const users = {
      adele: {},
      "many.groups": {},
      megan: { email: "m@x.example", guest: { idp: "google.com" } },
    };
    const [one, two] = await Promise.all([startEntra({ users }), startEntra({ users })]);
    expect(one.users).to.deep.equal(two.users);
    const { adele, megan, "many.groups": many } = one.users;
    expect(adele).to.include({ userPrincipalName: "adele@contoso.onmicrosoft.com", displayName: "Adele" });
    expect([many!.displayName, megan!.userPrincipalName]).to.deep.equal(["Many Groups", "m@x.example"]);
    await Promise.all([one.close(), two.close()]);
  });

  const client = (more: object): object => ({ clients: { portal: { appRoles: ["Admin"], ...more } } });
  const user = (more: object): object => ({ ...client({}), users: { adele: more } });
  const cases: [string, object, string][] = [
    [
      "an unknown member of a user",
      user({ userPrincipleName: "x" }),
      "roles, disabled. Did you mean userPrincipalName?",
    ],
    ["an unknown option", { user: {} }, "force. Did you mean users?"],
    [
      "an unknown platform",
      client({ redirectUris: { native: [] } }),
      "clients.portal.redirectUris.native: there is no such option; known here: web, spa, publicClient.",
    ],
    [
      "an e-mail address with spaces",
      user({ email: "a b@c" }),
      'users.adele.email: "a b@c" should be an e-mail address, or null.',
    ],
    [
      "a name that is no sign-in name",
      { users: { "a b": {} } },
      'users.a b: "a b@contoso.onmicrosoft.com" is not a user principal name; set userPrincipalName.',
    ],
    [
      "too many groups",
      user({ groups: 10_001 }),
      "users.adele.groups: 10001 should be a list of group ids, or a number up to 10000.",
    ],
    [
      "a guest without idp",
      user({ guest: {} }),
      'users.adele.guest.idp: is missing; name the identity provider, such as "google.com".',
    ],
    [
      "a role of an unknown client",
      user({ roles: { portl: [] } }),
      'users.adele.roles: there is no client "portl"; add it to clients, or use "portal".',
    ],
    [
      "an unknown role",
      user({ roles: { portal: ["Admins"] } }),
      'users.adele.roles.portal: the client has no app role "Admins"; add it to its appRoles, or use "Admin".',
    ],
    [
      "two users with one name",
      { users: { a: { userPrincipalName: "x@y" }, b: { userPrincipalName: "X@y" } } },
      "users.b: X@y is already taken by users.a; choose another one.",
    ],
    [
      "autoSignIn of an unknown user",
      { users: { adele: {} }, autoSignIn: "adel" },
      'autoSignIn: there is no user "adel"; add it to users, or use "adele".',
    ],
    [
      "an unknown optional claim",
      client({ idTokenClaims: ["mail"] }),
      'clients.portal.idTokenClaims: ["mail"] should be a list of acct, auth_time, email',
    ],
    [
      "an address in both platforms",
      client({ redirectUris: { web: ["https://x.example/"], spa: ["https://x.example/"] } }),
      "clients.portal.redirectUris.spa: https://x.example/ is listed in web too; keep one of them.",
    ],
    [
      "an address of a page and of a desktop application",
      client({ redirectUris: { spa: ["http://localhost"], publicClient: ["http://localhost"] } }),
      "clients.portal.redirectUris.publicClient: http://localhost is listed in spa too; keep one of them.",
    ],
  ];
  for (const [what, options, expected] of cases)
    it(`refuse ${what}`, async () => expect(await message(options)).to.include(expected));

  for (const address of [
    ...[
      "http://app.example/cb",
      "http://[::1]/cb",
      "http://127.0.0.2/cb",
      "ftp://localhost/cb",
      "/cb",
      "app.example",
    ],
    ...[
      "https://app.example/#f",
      "https://u@app.example/",
      "https://*.app.example/",
      "https://app.example/a/../b",
    ],
    ...[
      "https://app.example\\@evil.example/",
      "https://APP.example/cb",
      "https://app.example/a b",
      "https://x.example:99999/",
    ],
    `https://app.example/${"x".repeat(256)}`,
  ])
    it(`refuse the redirect address ${address.slice(0, 40)}`, async () => {
      const expected =
        /^- clients\.portal\.(redirectUris\.(web|spa|publicClient)|logoutRedirectUris)\[0\]: ".+ should be an https URL/gm;
      const all = {
        redirectUris: { web: [address], spa: [address], publicClient: [address] },
        logoutRedirectUris: [address],
      };
      expect((await message(client(all))).match(expected)).to.have.length(4);
    });

  it("take every address that Entra takes", async () => {
    const web = [
      ...[
        "https://app.example",
        "https://app.example/",
        "https://app.example:443/cb",
        "https://app.example:8443/cb?x=%20",
      ],
      ...["http://localhost", "http://localhost:80/cb", "http://127.0.0.1:3000/cb", "https://localhost/cb"],
    ];
    expect(await message(client({ redirectUris: { web }, logoutRedirectUris: web }))).to.equal("started");
  });
});
