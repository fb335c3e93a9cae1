import { ConfigurationError, type ProductAuthOptions } from "@product-auth/core";
import type { ProvisionCatalog } from "@product-auth/graph";
import type { CommandIo } from "../command-io.js";
import { readCatalogSource } from "../provision/catalog/catalog-source.js";
import { checkedCatalog } from "../provision/catalog/checked-catalog.js";
import { readGraphEnvironment } from "../provision/graph-environment.js";
import type { DoctorOrder } from "./arguments/read-doctor-arguments.js";
import { catalogPartOf } from "./catalog-part.js";
import { checkRegistrations, noRegistrations } from "./check-registrations.js";
import { clientIn } from "./client-in.js";
import type { DoctorReport, Examination } from "./doctor-report.js";
import type { DoctorProgram } from "./doctor-program.js";
import { checkInstance } from "./instance/check-instance.js";
import { isRecord } from "./instance/is-record.js";
import { mergeExaminations } from "./merge-examinations.js";
import { examineModule } from "./module/examine-module.js";

/** What the options are, wherever they stand. */
interface Examined {
  readonly examination: Examination;
  readonly catalog: unknown;
  readonly tenantId: string | undefined;
  readonly authorityHost: string | undefined;
}

/** Runs every check. Rejects with `ConfigurationError` or `Misuse` when nothing can be checked. */
export async function examine(
  order: DoctorOrder,
  io: CommandIo,
  program: DoctorProgram,
): Promise<DoctorReport> {
  const { client, tenant, timeout } = order;
  const question = {
    client: client && { id: client.id, secret: io.env[client.secretVariable] },
    tenant,
    milliseconds: timeout * 1000,
  };
  const examined = /\.[cm]?[jt]s$/i.test(order.source)
    ? await examineModule(order.source, question)
    : await examineFile(order, question, io, program);
  const registrations = await compare(order, examined, io, program);
  return mergeExaminations([examined.examination, registrations]);
}

type Question = Parameters<typeof examineModule>[1];

async function examineFile(
  order: DoctorOrder,
  question: Question,
  io: CommandIo,
  program: DoctorProgram,
): Promise<Examined> {
  const source = await readCatalogSource(order.source);
  const written = source.content;
  const isOptions = isRecord(written) && ["tenantId", "issuers"].some((name) => Object.hasOwn(written, name));
  const { content, problems } = isOptions
    ? { content: written, problems: [] }
    : checkedCatalog(source, io.env, program.problemsOfProvision);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const { $schema: _1, provision: _2, ...given } = content as Readonly<Record<string, unknown>>;
  const options = (isOptions ? given : { ...given, ...entraOf(order, io) }) as unknown as ProductAuthOptions;
  const catalog = catalogPartOf(content as object);
  const client = question.client && clientIn(catalog, question.client);
  const examination = await checkInstance({ ...question, options, client, isFile: true }, program).catch(
    withFlags,
  );
  const { tenantId, authorityHost } = options;
  return { examination, catalog, tenantId: [tenantId].flat()[0], authorityHost };
}

// A catalog names no tenant.
function entraOf({ tenant }: DoctorOrder, { env }: CommandIo) {
  const tenantId = tenant ?? env["AZURE_TENANT_ID"] ?? "";
  const authorityHost = env["AZURE_AUTHORITY_HOST"] ?? "";
  return {
    ...(tenantId !== "" && { tenantId }),
    ...(authorityHost !== "" && { authorityHost: authorityHost.replace(/\/{1,8}$/, "") }),
  };
}

function withFlags(error: unknown): never {
  if (!(error instanceof ConfigurationError)) throw error;
  throw new ConfigurationError(
    error.problems.map((problem) =>
      problem.path === "tenantId" ? { ...problem, fix: `${problem.fix}, or pass --tenant ID` } : problem,
    ),
  );
}

/** The variables of provisioning, one for each kind of credential. */
const CREDENTIALS = ["PRODUCT_AUTH_GRAPH_TOKEN", "AZURE_CLIENT_ID", "IDENTITY_ENDPOINT"];

async function compare(
  { tenant, managedIdentity, timeout }: DoctorOrder,
  { catalog, tenantId, authorityHost }: Examined,
  io: CommandIo,
  program: DoctorProgram,
): Promise<Examination> {
  if (!managedIdentity && CREDENTIALS.every((name) => (io.env[name] ?? "") === ""))
    return noRegistrations(`no credential for Microsoft Graph: set ${CREDENTIALS.join(" or ")}`);
  const problems = program.problemsOfProvision(catalog);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const graph = readGraphEnvironment(
    {
      ...(authorityHost !== undefined && { AZURE_AUTHORITY_HOST: authorityHost }),
      ...definedIn(io.env),
    },
    { tenant: tenant ?? tenantId, managedIdentity },
    program,
  );
  return checkRegistrations(catalog as ProvisionCatalog, { ...graph, timeout }, program);
}

const definedIn = (env: CommandIo["env"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, value]],
    ),
  );
