import type { ClientApplication, ProductAuth, ProductAuthOptions } from "@product-auth/core";
import type { Diagnosis, DiagnosisCode } from "@product-auth/graph";
import { viewOfToken } from "../../explain/view-of-token.js";
import type { DoctorCheck, Examination } from "../doctor-report.js";
import type { DoctorProgram } from "../doctor-program.js";
import { judgeToken } from "./judge-token.js";
import { requestToken } from "./request-token.js";
import { tokenEndpointOf } from "./token-endpoint.js";
import { withinTime } from "./within-time.js";

/** The client whose tokens are tried. */
export interface TriedClient {
  readonly id: string;
  /** Undefined: the variable is not set. */
  readonly secret: string | undefined;
  /** Name in `provision.clients`; undefined when it is not in there. */
  readonly name: string | undefined;
  /** The products in that entry. */
  readonly products: readonly string[] | undefined;
}

interface TokenContext {
  readonly auth: ProductAuth;
  readonly options: ProductAuthOptions;
  readonly client: TriedClient | undefined;
  readonly tenant: string | undefined;
  /** Products of the catalog that have no audience yet. */
  readonly withoutAudience: readonly string[];
  readonly milliseconds: number;
  readonly program: Pick<DoctorProgram, "diagnosis">;
}

/** Requests one token for each product of a client, and has the API's rules judge it. */
export async function checkTokens(context: TokenContext): Promise<Examination> {
  const { client, options, tenant } = context;
  if (client === undefined) return notMade("add --client-id and --client-secret-env");
  const { secret } = client;
  if (secret === undefined || secret === "") return notMade("the variable of --client-secret-env is not set");
  const endpoint = tokenEndpointOf(options, tenant);
  if ("reason" in endpoint) return notMade(endpoint.reason);
  const products = await productsOf(client, context);
  if (products.length === 0) return notMade("the client is linked to no product that accepts tokens");
  const each: Examination[] = [];
  // One after the other: token endpoints throttle.
  for (const product of products)
    each.push(await tryToken(product, { ...context, client, secret, tokenUrl: endpoint.url }));
  return {
    checks: each.flatMap(({ checks }) => checks),
    findings: each.flatMap(({ findings }) => findings),
  };
}

const notMade = (reason: string): Examination => ({ checks: [checkOf("", "skipped", reason)], findings: [] });

function checkOf(at: string, result: DoctorCheck["result"], detail: string): DoctorCheck {
  return { group: "tokens", check: "token", at, result, detail };
}

async function productsOf(
  client: TriedClient,
  { options, milliseconds }: TokenContext,
): Promise<readonly string[]> {
  const withTokens = Object.entries(options.products)
    .filter(([, { accepts = ["token"] }]) => accepts.includes("token"))
    .map(([name]) => name);
  const linked: unknown = client.products ?? (await registered(client.id, options, milliseconds))?.products;
  // A registry may answer anything.
  return Array.isArray(linked) ? withTokens.filter((name) => linked.includes(name)) : withTokens;
}

// A registry that fails is reported with the stores.
async function registered(
  id: string,
  { clientApplications }: ProductAuthOptions,
  milliseconds: number,
): Promise<ClientApplication | undefined> {
  if (clientApplications === undefined) return undefined;
  if ("findClient" in clientApplications)
    return withinTime(() => clientApplications.findClient(id), milliseconds).catch(() => undefined);
  return clientApplications.find((one) => one.id.toLowerCase() === id);
}

interface Attempt extends TokenContext {
  readonly client: TriedClient;
  readonly secret: string;
  readonly tokenUrl: string;
}

async function tryToken(product: string, attempt: Attempt): Promise<Examination> {
  const { auth, options, client, secret, tokenUrl, withoutAudience, milliseconds, program } = attempt;
  const at = `products.${product}`;
  const audience = [options.products[product]?.audience].flat()[0];
  if (withoutAudience.includes(product) || audience === undefined)
    return { checks: [checkOf(at, "skipped", "the product has no audience yet")], findings: [] };
  const scope = `${audience}/.default`;
  const fetch = options.fetch ?? globalThis.fetch;
  const answer = await requestToken(
    { tokenUrl, clientId: client.id, secret, scope },
    { fetch, milliseconds },
  );
  const place = `clients.${client.name ?? client.id}`;
  if ("failure" in answer) {
    const finding = refusedToken(answer, { at, place, scope, program });
    return { checks: [checkOf(at, "failed", answer.failure)], findings: [finding] };
  }
  const role = auth.catalog.products.get(product)?.role;
  const judged = await judgeToken(answer.token, {
    auth,
    product,
    client: place,
    role: typeof role === "string" ? role : undefined,
    viewOf: (token) => viewOfToken(token, options.tokenSource),
    program,
  });
  const result = judged.isAdmitted ? "passed" : "failed";
  return { checks: [checkOf(at, result, judged.detail)], findings: judged.findings };
}

/** The finding for the number of an AADSTS error, and whether it is about the product, the client or the link of both. */
const CODES: {
  readonly [aadsts: number]: readonly [DiagnosisCode, "product" | "client" | "link" | "tenant"];
} = {
  90002: ["P03", "tenant"],
  900023: ["P03", "tenant"],
  700016: ["P30", "client"],
  700038: ["P30", "client"],
  7000229: ["P31", "client"],
  7000112: ["P21", "client"],
  7000215: ["P04", "client"],
  7000216: ["P04", "client"],
  7000222: ["P36", "client"],
  500011: ["P20", "product"],
  500014: ["P21", "product"],
  501051: ["P32", "link"],
  65001: ["P32", "link"],
};

function refusedToken(
  { aadsts, failure }: { readonly aadsts: number | undefined; readonly failure: string },
  words: {
    readonly at: string;
    readonly place: string;
    readonly scope: string;
    readonly program: TokenContext["program"];
  },
): Diagnosis {
  const { at, place, scope, program } = words;
  const [code, object] = (aadsts === undefined ? undefined : CODES[aadsts]) ?? [
    "D20" as const,
    "link" as const,
  ];
  const where = { product: at, client: place, link: `${place}.${at}`, tenant: "tenant" }[object];
  return program.diagnosis(code, where, {
    message: `a token for ${scope} was refused: ${failure}`,
    severity: "error",
  });
}
