import type { ClientProvisioning } from "@product-auth/core/clients";
import type { GraphProvisioningOptions } from "@product-auth/graph";
import type { CommandIo } from "../../command-io.js";
import { wordsOf } from "../../output/ending-of.js";
import { Misuse } from "../../misuse.js";
import { readGraphEnvironment } from "../../provision/graph-environment.js";
import type { Order } from "../arguments/applications-form.js";
import type { ProvisioningProgram } from "./provisioning-program.js";
import { withoutGraph } from "./without-graph.js";

/** How Entra ID is changed: through Graph, by an administrator in the Entra portal, or later, as a job. */
export interface Entra {
  readonly way: "graph" | "manual" | "later";
  readonly provisioning: ClientProvisioning;
  /** How Graph is reached. */
  readonly graph?: GraphProvisioningOptions;
  /** Why the credentials that are set cannot be used, for a verb that can do without. */
  readonly problem?: string;
}

/**
 * What a verb needs: `required` refuses to run without credentials, `optional` leaves the work as a job, `readable` shows
 * less, also with credentials that cannot be used; `none` has nothing to do with Entra ID.
 */
export type EntraNeed = "required" | "optional" | "readable" | "none";

/** Reads the options and the environment before any call. Throws `Misuse`, or one `ConfigurationError`. */
export async function openEntra(
  order: Order,
  need: EntraNeed,
  { env }: Pick<CommandIo, "env">,
  load: () => Promise<ProvisioningProgram>,
): Promise<Entra> {
  const { texts, flags } = order;
  const instance = instanceFrom(texts.instance);
  if (flags.has("manual")) return openManual(order, env, load);
  if (texts["token-url"] !== undefined) throw new Misuse("--token-url is for --manual only.");
  const isMachine = flags.has("managed-identity");
  const isMeant =
    isMachine || texts.tenant !== undefined || CREDENTIALS.some((name) => (env[name] ?? "") !== "");
  if (need === "none" || (need !== "required" && !isMeant))
    return { way: "later", provisioning: withoutGraph };
  try {
    const program = await load();
    const graph = readGraphEnvironment(env, { tenant: texts.tenant, managedIdentity: isMachine }, program);
    const options = { ...graph, ...instance };
    return { way: "graph", provisioning: program.graphProvisioning(options), graph: options };
  } catch (error) {
    if (need !== "readable") throw error;
    return { way: "later", provisioning: withoutGraph, problem: wordsOf(error) };
  }
}

/** Variables that choose a credential. */
const CREDENTIALS = ["PRODUCT_AUTH_GRAPH_TOKEN", "AZURE_CLIENT_ID", "IDENTITY_ENDPOINT"];

function instanceFrom(instance: string | undefined): { readonly instance?: string } {
  if (instance === undefined) return {};
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(instance)) return { instance };
  throw new Misuse("--instance has 1 to 40 of a-z 0-9 -, and begins with a letter or digit.");
}

async function openManual(
  { texts, flags }: Order,
  env: CommandIo["env"],
  load: () => Promise<ProvisioningProgram>,
): Promise<Entra> {
  if (flags.has("managed-identity")) throw new Misuse("give either --manual or --managed-identity.");
  const { tenant = env["AZURE_TENANT_ID"] ?? "" } = texts;
  const host = (env["AZURE_AUTHORITY_HOST"] ?? "https://login.microsoftonline.com").replace(/\/+$/, "");
  if (texts["token-url"] === undefined && !/^[\w.-]{1,253}$/.test(tenant))
    throw new Misuse("--manual needs --token-url URL, or the tenant: --tenant ID.");
  const tokenUrl = texts["token-url"] ?? `${host}/${tenant}/oauth2/v2.0/token`;
  if (!URL.canParse(tokenUrl) || !/^https?:\/\//i.test(tokenUrl))
    throw new Misuse(
      "--token-url is not an address: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
    );
  const { manualProvisioning } = await load();
  return { way: "manual", provisioning: manualProvisioning({ tokenUrl }) };
}
