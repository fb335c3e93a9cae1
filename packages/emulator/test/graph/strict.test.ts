import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { type CallGraph, goldRole, graphOf, graphToken, provision, roleId, send } from "./call-graph.js";

const other = "99998888-7777-4666-8555-444433332222";
const bad = "Request_BadRequest";

describe("Graph refuses what Microsoft Graph refuses", () => {
  let entra: Entra;
  let call: CallGraph;
  let made: Awaited<ReturnType<typeof provision>>;
  before(async () => {
    entra = await startEntra({ clients: { admin: { graphRoles: ["Application Administrator"] } } });
    call = await graphOf(entra, "admin");
    made = await provision(call);
  });
  after(() => entra.close());

  const path = (template: string): string =>
    template.replace(
      /\{(product|client)\.(id|appId|sp)\}/g,
      (_, which: "product" | "client", name: "id") => made[which][name],
    );
  const filled = (body: unknown): unknown => JSON.parse(path(JSON.stringify(body)));

  const create = (more: object) => ["POST", "/applications", { displayName: "x", ...more }] as const;
  const patch = (body: object) => ["PATCH", "/applications/{product.id}", body] as const;
  const assign = (body: object) =>
    ["POST", "/servicePrincipals/{product.sp}/appRoleAssignedTo", body] as const;
  const good = { principalId: "{client.sp}", resourceId: "{product.sp}", appRoleId: roleId };
  const password = (passwordCredential: unknown) =>
    ["POST", "/applications/{client.id}/addPassword", { passwordCredential }] as const;

  const rows: [string, readonly [string, string, unknown?], number, string, string][] = [
    ["an unknown member", create({ owner: "zoe" }), 400, bad, "Invalid property 'owner'."],
    [
      "a prototype's name",
      ["POST", "/applications", '{"displayName":"x","__proto__":{}}'],
      400,
      bad,
      "Invalid property",
    ],
    [
      "no displayName",
      ["POST", "/applications", {}],
      400,
      bad,
      "A value is required for property 'displayName'",
    ],
    ["a long displayName", create({ displayName: "x".repeat(257) }), 400, bad, "'displayName'"],
    [
      "passwords at creation",
      create({ passwordCredentials: [] }),
      400,
      bad,
      "'passwordCredentials' is read-only",
    ],
    [
      "passwords in PATCH",
      patch({ passwordCredentials: [] }),
      400,
      bad,
      "'passwordCredentials' is read-only",
    ],
    ["an appId", create({ appId: other }), 400, bad, "'appId' is read-only"],
    ["a uniqueName in a body", create({ uniqueName: "x" }), 400, bad, "'uniqueName' is read-only"],
    ["an unknown audience", create({ signInAudience: "Everybody" }), 400, bad, "'signInAudience'"],
    [
      "a version as text",
      create({ api: { requestedAccessTokenVersion: "2" } }),
      400,
      bad,
      "'requestedAccessTokenVersion'",
    ],
    ["an unknown member of api", create({ api: { version: 2 } }), 400, bad, "Invalid property 'version'."],
    ["a tag that is a number", create({ tags: [1] }), 400, bad, "'tags'"],
    [
      "a role with origin",
      create({ appRoles: [{ ...goldRole, origin: "Application" }] }),
      400,
      bad,
      "'origin' is read-only",
    ],
    [
      "a role without id",
      create({ appRoles: [{ ...goldRole, id: undefined }] }),
      400,
      bad,
      "'id' of resource 'AppRole'",
    ],
    ...["Product Gold", ".Gold", "Gold\\All", "Gold<", "Gö", "x".repeat(121), ""].map(
      (value): (typeof rows)[number] => [
        `the role value ${value.slice(0, 12)}`,
        create({ appRoles: [{ ...goldRole, value }] }),
        ...([400, bad, "'value' of resource 'AppRole'"] as const),
      ],
    ),
    [
      "a role for groups",
      create({ appRoles: [{ ...goldRole, allowedMemberTypes: ["Group"] }] }),
      400,
      bad,
      "'allowedMemberTypes'",
    ],
    [
      "two roles with one value",
      create({ appRoles: [goldRole, { ...goldRole, id: other }] }),
      400,
      bad,
      "appRoles contains a duplicate",
    ],
    [
      "two roles with one id",
      create({ appRoles: [goldRole, { ...goldRole, value: "Other" }] }),
      400,
      bad,
      "appRoles contains a duplicate",
    ],
    [
      "an enabled role removed",
      patch({ appRoles: [] }),
      400,
      "CannotDeleteOrUpdateEnabledEntitlement",
      "disabled first",
    ],
    [
      "an enabled role changed and disabled at once",
      patch({ appRoles: [{ ...goldRole, value: "Other", isEnabled: false }] }),
      ...([400, "CannotDeleteOrUpdateEnabledEntitlement", "disabled first"] as const),
    ],
    [
      "an address of another domain",
      patch({ identifierUris: ["https://example.com/gold"] }),
      400,
      "HostNameNotOnVerifiedDomain",
      "verified domain",
    ],
    [
      "an address with a slash at its end",
      patch({ identifierUris: ["api://gold/"] }),
      400,
      bad,
      "'identifierUris'",
    ],
    ["http", patch({ identifierUris: ["http://contoso.onmicrosoft.com/x"] }), 400, bad, "'identifierUris'"],
    [
      "a free address with version 1",
      ["PATCH", "/applications/{client.id}", { identifierUris: ["api://orders"] }],
      400,
      bad,
      "Failed to add identifier URI",
    ],
    [
      "an address that is taken",
      [
        "PATCH",
        "/applications/{client.id}",
        { identifierUris: ["api://{product.appId}"], api: { requestedAccessTokenVersion: 2 } },
      ],
      ...([400, bad, "same value for property identifierUris already exists"] as const),
    ],
    [
      "a secret that has ended",
      password({ endDateTime: "2020-01-01T00:00:00Z" }),
      400,
      bad,
      "end date is invalid",
    ],
    [
      "a secret of the caller's choice",
      password({ secretText: "mine" }),
      400,
      bad,
      "'secretText' is read-only",
    ],
    ["a date without a zone", password({ endDateTime: "2027-01-31" }), 400, bad, "'endDateTime'"],
    [
      "removal of an unknown secret",
      ["POST", "/applications/{client.id}/removePassword", { keyId: other }],
      400,
      bad,
      "No password credential found",
    ],
    [
      "a second service principal",
      ["POST", "/servicePrincipals", { appId: "{client.appId}" }],
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      "already in use",
    ],
    [
      "a service principal of nothing",
      ["POST", "/servicePrincipals", { appId: other }],
      400,
      "NoBackingApplicationObject",
      "does not reference a valid application object",
    ],
    [
      "a service principal's new appId",
      ["PATCH", "/servicePrincipals/{client.sp}", { appId: other }],
      400,
      bad,
      "'appId' is read-only",
    ],
    [
      "another appId than the path's",
      ["PATCH", "/servicePrincipals(appId='{client.appId}')", { appId: other }],
      400,
      bad,
      "'appId'",
    ],
    [
      "an appId as principal",
      assign({ ...good, principalId: "{client.appId}" }),
      400,
      bad,
      "Not a valid reference update.",
    ],
    [
      "an application's id as principal",
      assign({ ...good, principalId: "{client.id}" }),
      400,
      bad,
      "Not a valid reference update.",
    ],
    [
      "another resource than the path's",
      assign({ ...good, resourceId: "{client.sp}" }),
      400,
      bad,
      "Not a valid reference update.",
    ],
    [
      "an unknown role",
      assign({ ...good, appRoleId: other }),
      400,
      bad,
      "Permission being assigned was not found on application",
    ],
    ["an id that is no GUID", assign({ ...good, principalId: "batch" }), 400, bad, "'principalId'"],
    ["a fourth id", assign({ ...good, id: other }), 400, bad, "'id' is read-only"],
    [
      "an application's id in the path",
      ["POST", "/servicePrincipals/{product.id}/appRoleAssignedTo", good],
      404,
      "Request_ResourceNotFound",
      "does not exist",
    ],
    [
      "an unknown application",
      ["GET", `/applications/${other}`],
      404,
      "Request_ResourceNotFound",
      "does not exist",
    ],
    [
      "an unknown name without Prefer",
      ["PATCH", "/applications(uniqueName='nobody')", { displayName: "x" }],
      404,
      "Request_ResourceNotFound",
      "does not exist",
    ],
    ["an unknown segment", ["GET", "/apps"], 400, "BadRequest", "segment 'apps'"],
    [
      "an unknown action",
      ["POST", "/applications/{client.id}/addKey", {}],
      400,
      "BadRequest",
      "segment 'addKey'",
    ],
    [
      "a path that is too long",
      ["GET", "/servicePrincipals/{client.sp}/appRoleAssignedTo/x/y"],
      400,
      "BadRequest",
      "segment",
    ],
    ["another method", ["PUT", "/applications/{client.id}", {}], 405, bad, "method is not allowed"],
    ["text that is no JSON", ["POST", "/applications", "{"], 400, "BadRequest", "Unable to read JSON"],
    ["a list", ["POST", "/applications", []], 400, "BadRequest", "Unable to read JSON"],
    [
      "too much",
      ["POST", "/applications", { displayName: "x".repeat(70_000) }],
      413,
      "Request_EntityTooLarge",
      "bytes",
    ],
    ...[
      "displayName ne 'x'",
      "startswith(displayName,'x')",
      "displayName eq 'x' or displayName eq 'y'",
      "notes eq 'x'",
      "tags/any(t:u eq 'x')",
      "tags/all(t:t eq 'x')",
      "tags eq 'x'",
      "",
    ].map((filter): (typeof rows)[number] => [
      `the filter ${filter}`,
      ["GET", `/applications?$filter=${encodeURIComponent(filter)}`],
      ...([400, "Request_UnsupportedQuery", "filter clause"] as const),
    ]),
    [
      "a filter of assignments",
      ["GET", "/servicePrincipals/{client.sp}/appRoleAssignments?$filter=resourceId eq 'x'"],
      400,
      "Request_UnsupportedQuery",
      "",
    ],
    ...[
      "$orderby=displayName",
      "$expand=owners",
      "$count=true",
      "$search=x",
      "filter=x",
      "$top=0",
      "$top=1000",
      "$top=x",
    ].map((query): (typeof rows)[number] => [
      query,
      ["GET", `/applications?${query}`],
      400,
      "Request_UnsupportedQuery",
      "",
    ]),
    [
      "an unknown property in $select",
      ["GET", "/applications?$select=id,secret"],
      400,
      "BadRequest",
      "Could not find a property named 'secret'",
    ],
    [
      "a wrong page token",
      ["GET", "/applications?$skiptoken=x"],
      400,
      "Directory_ExpiredPageToken",
      "page token",
    ],
  ];
  for (const [name, [method, target, body], status, errorCode, message] of rows)
    it(`${status} ${errorCode}: ${name}`, async () => {
      const reply = await call(
        method,
        path(target),
        typeof body === "string" || body === undefined ? body : filled(body),
      );
      expect([reply.status, reply.body.error.code], JSON.stringify(reply.body)).to.deep.equal([
        status,
        errorCode,
      ]);
      expect(reply.body.error.message).to.include(message);
    });

  it("409 and 400 for what is there already: an assignment, a uniqueName", async () => {
    const [, target, body] = assign(good);
    expect((await call("POST", path(target), filled(body))).status).to.equal(201);
    const again = await call("POST", path(target), filled(body));
    expect([again.status, again.body.error.code]).to.deep.equal([400, bad]);
    expect(again.body.error.message).to.include("Permission being assigned already exists on the object");
  });

  it("415 and 400 for another content type, or none", async () => {
    const text = await call("POST", "/applications", "{}", { "Content-Type": "text/plain" });
    expect([text.status, text.body.error.code]).to.deep.equal([415, "UnsupportedMediaType"]);
    const url = `${entra.graphUrl}/applications`;
    const headers = { Authorization: `Bearer ${await graphToken(entra, "admin")}` };
    const none = await fetch(url, { method: "POST", headers, body: new Uint8Array([123, 125]) });
    expect([none.status, await none.text()].join(" "))
      .to.include("400")
      .and.include("Content-Type header");
  });

  it("has Graph's form, ids and headers in an error", async () => {
    const id = "0e8d3f5c-1111-4222-8333-444455556666";
    const { headers, body } = await call("GET", `/applications/${other}`, undefined, {
      "client-request-id": id,
    });
    expect(headers.get("client-request-id")).to.equal(id);
    expect(headers.get("request-id")).to.match(/^[0-9a-f-]{36}$/);
    const { innerError, ...rest } = body.error;
    expect(rest).to.deep.equal({
      code: "Request_ResourceNotFound",
      message: `Resource '${other}' does not exist or one of its queried reference-property objects are not present.`,
    });
    expect(Object.keys(innerError)).to.deep.equal(["date", "request-id", "client-request-id"]);
    expect(innerError).to.include({ "client-request-id": id, "request-id": headers.get("request-id") });
  });

  describe("401 InvalidAuthenticationToken", () => {
    const refusal = async (token: string | undefined) => {
      const { status, body } = await send(entra, token, { method: "GET", path: "/applications" });
      return [status, body.error?.code];
    };
    for (const [name, token] of [
      ["without a token", async () => undefined],
      [
        "for a token of a product",
        async () => entra.tokenFor({ client: "admin", product: made.product.appId }),
      ],
      [
        "for a token that was altered",
        async () => (await graphToken(entra, "admin")).replace(/.{8}$/, "AAAAAAAA"),
      ],
      [
        "for a token with the audience and no nonce",
        () => entra.sign({ aud: "https://graph.microsoft.com", oid: other }),
      ],
      ["for garbage", async () => "garbage"],
    ] as const)
      it(name, async () =>
        expect(await refusal(await token())).to.deep.equal([401, "InvalidAuthenticationToken"]),
      );
    it("for a token that has expired", async () => {
      const token = await graphToken(entra, "admin");
      entra.clock.advance(6000);
      expect(await refusal(token)).to.deep.equal([401, "InvalidAuthenticationToken"]);
      entra.clock.reset();
    });
  });
});
