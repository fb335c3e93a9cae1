import type { ProvisionPlan } from "../plan/provision-plan.js";
import type { Change } from "../report/report.js";
import { differencesOf } from "../wanted/differences.js";
import type { Diagnosis, DiagnosisCode } from "./diagnosis.js";
import { diagnosis, diagnosisOf } from "./finding-kinds.js";

/**
 * What is wrong with the registrations, without the intent to change them: the findings of a plan, and what its changes
 * would fix.
 */
export function findingsOfPlan({ report, work }: ProvisionPlan): readonly Diagnosis[] {
  const changes = report.changes.map((change) =>
    change.action === "adopt"
      ? { ...change, action: "update" as const, fields: adoptedFields(change, work) }
      : change,
  );
  const found = [...report.findings.map(diagnosisOf), ...changes.flatMap(findingsOfChange)];
  const placesOf = (...codes: readonly DiagnosisCode[]) =>
    found.filter(({ code }) => codes.includes(code)).map(({ at }) => at);
  // The plan creates what it may not touch; and an application that does not exist has no role and no secret either.
  const untouched = placesOf("P11", "P12", "P13");
  const absent = placesOf("P30", "P12").map((at) => `${at}.products.`);
  const isConsequence = ({ code, at }: Diagnosis) =>
    (["P10", "P30", "P34"].includes(code) && untouched.includes(at)) ||
    (code === "P34" && placesOf("P30").includes(at)) ||
    (code === "P32" && absent.some((client) => at.startsWith(client)));
  return found.filter(
    (one, i) =>
      found.findIndex(({ code, at }) => code === one.code && at === one.at) === i && !isConsequence(one),
  );
}

// The plan lists no fields of an application that it takes over.
function adoptedFields({ at }: Change, { products }: ProvisionPlan["work"]): Change["fields"] {
  const product = products.find(({ wanted }) => wanted.at === at);
  if (product?.application === undefined) return [];
  return differencesOf(product.application, product.wanted, { isAdopted: true }).map(({ field }) => field);
}

function findingsOfChange({ action, at, fields }: Change): readonly Diagnosis[] {
  const [kind, name, part, product] = partsOf(at);
  const isProduct = kind === "products";
  if (action === "create" && part === "servicePrincipal")
    return [diagnosis(isProduct ? "P20" : "P31", `${kind}.${name}`)];
  if (action === "create" && part === "products")
    return [diagnosis("P32", at, { message: `the role of ${product} is not assigned to ${name}` })];
  if (action === "create") return [diagnosis(isProduct ? "P10" : "P30", at)];
  if (action === "restore")
    return [
      diagnosis(isProduct ? "P10" : "P30", at, { message: "the application is in the bin of the tenant" }),
    ];
  if (action === "unlink" && part === "products")
    return [
      diagnosis("P40", at, {
        message: `the client ${name} holds the role of ${product}, which the catalog does not give it`,
        meaning: "the client gets tokens that the API admits to this product",
        fix: "run product-auth provision with --apply",
      }),
    ];
  return action === "update" ? fields.flatMap((field) => findingsOfField(at, field.name, field)) : [];
}

type Field = Change["fields"][number];

function findingsOfField(at: string, name: string, { from }: Field): readonly Diagnosis[] {
  const was = typeof from === "object" && from !== null ? "" : ` (it is ${JSON.stringify(from)})`;
  switch (name) {
    case "requestedAccessTokenVersion":
      return [diagnosis("P14", at, { message: `requestedAccessTokenVersion is not 2${was}` })];
    case "appRoles":
      return [diagnosis("P16", at)];
    case "accessToken":
    case "optionalClaims":
      return [diagnosis("P23", at)];
    case "identifierUris":
      return [
        diagnosis("P15", at, {
          message: "the application does not have the address api://{application id}",
          meaning: "token requests with this address in scope fail with AADSTS500011",
          fix: "run product-auth provision with --apply",
        }),
      ];
    case "appRoleAssignmentRequired":
      return [diagnosis("P22", at.replace(/\.servicePrincipal$/, ""))];
    case "signInAudience":
      return [diagnosis("P24", at)];
    default:
      return [];
  }
}

// Names may contain dots: of a client's link the product begins after the last `.products.`.
function partsOf(at: string): readonly [kind: string, name: string, part?: string, product?: string] {
  const [, kind = "", rest = ""] = /^([^.]*)\.(.*)$/s.exec(at) ?? [];
  if (rest.endsWith(".servicePrincipal"))
    return [kind, rest.slice(0, -".servicePrincipal".length), "servicePrincipal"];
  const link = kind === "clients" ? rest.indexOf(".products.") : -1;
  if (link === -1) return [kind, rest];
  return [kind, rest.slice(0, link), "products", rest.slice(link + ".products.".length)];
}
