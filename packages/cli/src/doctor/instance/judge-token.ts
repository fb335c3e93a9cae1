import type { ProductAuth, RefusalCode } from "@product-auth/core";
import type { Diagnosis, DiagnosisCode } from "@product-auth/graph";
import type { DoctorProgram } from "../doctor-program.js";

/** What the API decides about a token, and what is wrong with it. */
export interface Judgement {
  readonly isAdmitted: boolean;
  /** Version, audience, role, tenant and idtyp: none of them identifies a person. */
  readonly detail: string;
  readonly findings: readonly Diagnosis[];
}

/** What a token is judged for. */
export interface JudgementContext {
  readonly auth: ProductAuth;
  readonly product: string;
  /** `clients.batch`. */
  readonly client: string;
  /** The app role of the product; undefined when it needs none. */
  readonly role: string | undefined;
  readonly viewOf: (token: string) => Parameters<ProductAuth["explain"]>[0];
  readonly program: Pick<DoctorProgram, "diagnosis">;
}

/** Has the API's rules judge a token as if it came with a request for the product. */
export async function judgeToken(token: string, context: JudgementContext): Promise<Judgement> {
  const { auth, product, client, role, viewOf, program } = context;
  const { outcome, code, checks, hint } = await auth.explain(viewOf(token), { product });
  const claims = claimsOf(token);
  const detail = detailOf(claims, role);
  const at = `products.${product}`;
  if (outcome === "admit") {
    const findings =
      claims["idtyp"] === undefined && claims["ver"] !== undefined ? [program.diagnosis("P23", at)] : [];
    return { isAdmitted: true, detail: `admitted: ${detail}`, findings };
  }
  const failed = checks.find(({ result }) => result === "failed");
  const found = [
    `${code}: ${failed?.check ?? "refused"}`,
    ...(failed?.expected === undefined ? [] : [`expected ${failed.expected}`]),
    ...(failed?.actual === undefined ? [] : [`found ${failed.actual}`]),
  ].join(", ");
  const judgement = {
    isAdmitted: false,
    detail: `${outcome === "refuse" ? "refused" : "not judged"}: ${found}`,
  };
  if (outcome === "unavailable") return { ...judgement, findings: [] }; // the issuer or the registry has failed, which is reported
  const [finding, place] = (code === undefined ? undefined : CODES[code]) ?? OTHER;
  const words = {
    message: `${found} (${detail})`,
    severity: "error",
    ...(finding === "D21" && hint !== undefined && { fix: hint }),
  } as const;
  const object = place === "product" ? at : `${client}.${at}`;
  return { ...judgement, findings: [program.diagnosis(finding, object, words)] };
}

type PlaceOfCode = "product" | "link";

const OTHER: readonly [DiagnosisCode, PlaceOfCode] = ["D21", "product"];

/** The finding for a refusal. Other refusals are D21. */
const CODES: { readonly [code in RefusalCode]?: readonly [DiagnosisCode, PlaceOfCode] } = {
  token_version: ["P14", "product"],
  token_audience: ["P15", "product"],
  token_other_product: ["P15", "product"],
  token_tenant: ["D22", "product"],
  token_issuer: ["D22", "product"],
  token_kind: ["P23", "product"],
  role_missing: ["P32", "link"],
  client_not_allowed: ["D23", "link"],
  client_unknown: ["D23", "link"],
  client_state: ["D23", "link"],
  client_owner: ["D23", "link"],
  client_not_linked: ["D23", "link"],
};

type Claims = Readonly<Record<string, unknown>>;

// Only to show five claims: the decision is the instance's.
function claimsOf(token: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Claims) : {};
  } catch {
    return {};
  }
}

function detailOf(claims: Claims, role: string | undefined): string {
  const text = (name: string) => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    return typeof value === "string" && value.length <= 200 ? value : "none";
  };
  const roles = Array.isArray(claims["roles"]) ? claims["roles"] : [];
  const held = role === undefined ? "" : `, role ${role} ${roles.includes(role) ? "held" : "not held"}`;
  return `ver ${text("ver")}, aud ${text("aud")}${held}, tid ${text("tid")}, idtyp ${text("idtyp")}`;
}
