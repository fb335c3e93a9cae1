import { ConfigurationError } from "@product-auth/core";
import type { Application } from "../directory/application.js";
import type { DirectoryReader } from "../directory/reads.js";
import type { Finding } from "../findings/finding.js";
import { finding } from "../findings/findings.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { problemsOfProvision } from "../options/problems-of-provision.js";
import { locate } from "../plan/locate.js";
import { instanceTag, isOurs } from "../wanted/tags.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import { wantedOf } from "../wanted/wanted-of.js";

/** The entry of a client in the catalog. Throws `ConfigurationError` for an invalid catalog or an unknown client. */
export function clientNamed(
  catalog: ProvisionCatalog,
  name: string,
): { readonly wanted: WantedApplication; readonly instance: string } {
  const problems = problemsOfProvision(catalog);
  if (problems.length > 0) throw new ConfigurationError(problems, "The catalog cannot be provisioned");
  const { clients, instance } = wantedOf(catalog);
  const wanted = clients.find((client) => client.name === name);
  if (wanted !== undefined) return { wanted, instance };
  const names = clients.map((client) => client.name).join(", ");
  const fix = names === "" ? "add it to provision.clients of the catalog" : `write one of ${names}`;
  throw new ConfigurationError(
    [{ path: `provision.clients.${name}`, message: "is not in the catalog", fix }],
    "The run cannot start",
  );
}

/** The client's application, or why there is none that this instance may change. Reads in the order of a plan. */
export async function applicationOfClient(
  reader: DirectoryReader,
  wanted: WantedApplication,
  instance: string,
): Promise<Application | Finding> {
  const { at, name, named, uniqueName } = wanted;
  const ours = locate([wanted], await reader.tagged(instanceTag(instance), at));
  const [problem] = ours.findings;
  if (problem !== undefined) return problem;
  const application =
    ours.found.get(wanted) ??
    (named === undefined
      ? await reader.byUniqueName(uniqueName, { at })
      : await reader.byAppId(named, { at }));
  if (application === undefined) return finding("P30", at, `the client ${named ?? name} is not registered`);
  if (isOurs(application.tags, instance)) return application;
  const message = `the application ${application.appId} (${application.displayName}) was not made here`;
  return finding("P12", at, message, `adopt it with --adopt ${at} and --apply first`);
}
