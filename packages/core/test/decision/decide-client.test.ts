import { createProductAuth, MemoryClientRegistry, type ClientApplication } from "#src/index.js";
import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { CLIENT_STATES } from "#src/evidence/clients/client-application.js";
import { lookUpClient } from "#src/evidence/clients/look-up-client.js";
import type { ClientEvidence } from "#src/evidence/evidence.js";
import { OWNER_STATES } from "#src/evidence/subscriptions/subscription.js";
import { CLIENT as CLIENT_ID, PRODUCTS, TENANT, demand } from "../catalog.js";
import { appToken, CLIENT, inWords, KEY, NOW, TOKEN } from "../evidence/evidence-of.js";
import { problemsOfOptions } from "../options/problems-of.js";
import { settingsOf } from "./settings-of.js";

const pro = demand({ product: "pro" });
const judged = (client: ClientEvidence | undefined, key = KEY.absent) =>
  decide(settingsOf(), pro, { token: TOKEN.good, key, ...(client !== undefined && { client }) }, NOW);
const registered = (over: Partial<ClientApplication>): ClientEvidence => ({
  kind: "good",
  client: { id: CLIENT_ID, products: ["pro"], state: "active", ...over },
});

describe("decide: registered client applications", () => {
  for (const state of CLIENT_STATES) {
    const outcome = state === "active" || state === "approved" ? "admit pro token" : "403 client_state";
    it(`${state}: ${outcome}`, () => expect(inWords(judged(registered({ state })))).to.equal(outcome));
  }
  for (const ownerState of OWNER_STATES) {
    const outcome = ownerState === "active" ? "admit pro token" : "403 client_owner";
    it(`with an owner who is ${ownerState}: ${outcome}`, () =>
      expect(inWords(judged(registered({ ownerId: "zoe", ownerState })))).to.equal(outcome));
  }
  const links = [
    [["pro"], "admit pro token"],
    [["starter", "pro"], "admit pro token"],
    [["starter"], "403 client_not_linked"],
    [["Pro"], "403 client_not_linked"],
    [[], "403 client_not_linked"],
  ] as const;
  for (const [products, outcome] of links)
    it(`linked to ${products.join(" and ") || "nothing"}: ${outcome}`, () =>
      expect(inWords(judged(registered({ products })))).to.equal(outcome));

  it("unknown: 403, with its id for operators", () =>
    expect(judged(CLIENT.unknown)).to.include({ status: 403, code: "client_unknown", actual: CLIENT_ID }));
  it("no registry: not asked", () => expect(inWords(judged(undefined))).to.equal("admit pro token"));
  it("a registry that cannot tell: 503", () =>
    expect(inWords(judged(CLIENT.unavailable))).to.equal("503 clients_unavailable"));
  it("a token that is refused needs no registry that is down", () => {
    const token = { kind: "good", token: appToken({ roles: [] }) } as const;
    const evidence = { token, key: KEY.absent, client: CLIENT.unavailable };
    expect(inWords(decide(settingsOf(), pro, evidence, NOW))).to.equal("403 role_missing");
  });
  it("a bad link refuses beside a good key as well", () =>
    expect(inWords(judged(CLIENT.stranger, KEY.good))).to.equal("403 client_not_linked"));
  it("the access carries the registered application", () => {
    const decision = judged(CLIENT.active);
    expect(decision.outcome === "admit" && decision.access.clientApplication).to.deep.equal({
      id: CLIENT_ID,
      products: ["pro"],
      state: "active",
    });
  });
});

describe("the registry in memory", () => {
  const clients: ClientApplication[] = [
    { id: CLIENT_ID.toUpperCase(), products: ["pro"], state: "active" },
    { id: "Contoso-App", products: ["pro"], state: "active" },
  ];
  const registry = new MemoryClientRegistry(clients);

  it("finds application ids in either case, as Entra writes them in lower case", () => {
    expect(registry.findClient(CLIENT_ID)?.products).to.deep.equal(["pro"]);
    expect(registry.findClient(CLIENT_ID.toUpperCase())?.products).to.deep.equal(["pro"]);
  });
  it("keeps the case of other issuers' client ids", () => {
    expect(registry.findClient("Contoso-App")?.state).to.equal("active");
    expect(registry.findClient("contoso-app")).to.equal(undefined);
  });
  it("does not change with what it was made of, nor at the hand of a handler", () => {
    const products = ["pro"];
    const made = new MemoryClientRegistry([{ id: "a", products, state: "active" }]);
    products.push("starter");
    expect(made.findClient("a")).to.deep.equal({ id: "a", products: ["pro"], state: "active" }).and.to.be
      .frozen;
    expect(made.findClient("a")?.products).to.be.frozen;
  });
});

describe("looking a client application up", () => {
  const failing: readonly (readonly [name: string, findClient: () => never | Promise<never>])[] = [
    [
      "rejects",
      () =>
        Promise.reject(Object.assign(new Error("connect postgres://u:s3cret@db"), { code: "ECONNREFUSED" })),
    ],
    [
      "throws",
      () => {
        throw Object.assign(new Error("connect postgres://u:s3cret@db"), { code: "ECONNREFUSED" });
      },
    ],
  ];
  for (const [name, findClient] of failing)
    it(`a registry that ${name} could not tell`, async () =>
      expect(await lookUpClient("a", { findClient })).to.deep.equal({
        kind: "unavailable",
        code: "clients_unavailable",
        retryAfter: 5,
        actual: "ECONNREFUSED",
      }));
  it("null and undefined are unknown, at once and later", async () => {
    for (const nothing of [undefined, null as unknown as undefined])
      for (const answer of [nothing, Promise.resolve(nothing)])
        expect(await lookUpClient("a", { findClient: () => answer })).to.deep.equal({ kind: "unknown" });
  });
});

describe("options: client applications", () => {
  const base = { tenantId: TENANT, products: PRODUCTS, subscriptions: [] };
  const one = { id: CLIENT_ID, products: ["pro"], state: "active" } as const;
  const cases = [
    [[{ ...one, products: ["prro"] }], "clientApplications[0].products[0]", "is an unknown product", /"pro"/],
    [
      [one, { ...one, id: CLIENT_ID.toUpperCase() }],
      "clientApplications[1].id",
      "repeats the id of clientApplications[0]",
      /one entry/,
    ],
    [[{ ...one, state: "enabled" }], "clientApplications[0].state", 'is "enabled"', /active/],
    [[{ ...one, secret: "x" }], "clientApplications[0].secret", "is not an option", /known names are id/],
    [[{ id: CLIENT_ID, state: "active" }], "clientApplications[0].products", "is missing", /./],
    ["contoso", "clientApplications", "is a string", /findClient/],
    [{ find() {} }, "clientApplications", "is an object", /findClient/],
  ] as const;
  for (const [clientApplications, path, message, fix] of cases)
    it(`${path}: ${message}`, () => {
      const problems = problemsOfOptions({ ...base, clientApplications });
      expect(problems.map((problem) => [problem.path, problem.message])).to.deep.equal([[path, message]]);
      expect(problems[0]?.fix).to.match(fix);
    });
  it("a list and a registry start", () => {
    const registry = { findClient: () => undefined };
    for (const clientApplications of [[one], registry])
      expect(createProductAuth({ ...base, clientApplications }).products).to.have.length(3);
  });
});
