import type { Application } from "../directory/application.js";
import type { DirectoryReader } from "../directory/reads.js";
import type { Finding } from "../findings/finding.js";
import { finding } from "../findings/findings.js";
import { instanceOf, instanceTag, isMarked, isOurs } from "../wanted/tags.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import { applicationIdIn, type Wanted } from "../wanted/wanted-of.js";
import { foreignName, isNamed, locate } from "./locate.js";

/** An application that was found, and how. */
export interface Found {
  readonly how: "there" | "adopt" | "deleted";
  readonly application: Application;
}

/** What the first three reads of a plan found. */
export interface FoundApplications {
  /** Without an entry: absent. */
  readonly found: ReadonlyMap<WantedApplication, Found>;
  readonly findings: readonly Finding[];
  /** Applications of the instance that are no longer in the catalog. */
  readonly left: readonly Application[];
}

/** Decisions of the operator about applications of other origin. */
export interface Choices {
  readonly adopt: { readonly [at: string]: string | true };
  readonly separate: readonly string[];
}

/** Finds the applications of a catalog: among the marked ones, else by id, key or name, else in the bin. */
export async function findApplications(
  reader: DirectoryReader,
  { instance, products, clients }: Wanted,
  choices: Choices,
): Promise<FoundApplications> {
  const wanted = [...products, ...clients];
  const ours = await reader.tagged(instanceTag(instance), "tenant");
  const located = locate(wanted, ours);
  const findings: Finding[] = [...located.findings];
  const found = new Map<WantedApplication, Found>(
    [...located.found].map(([one, application]) => [one, { how: "there", application }]),
  );
  const hasError = new Set(findings.map(({ at }) => at));
  const absent: WantedApplication[] = [];
  for (const one of wanted) {
    if (found.has(one) || hasError.has(one.at)) continue;
    const result = await outside(reader, one, instance, choices);
    const other =
      result !== undefined && "how" in result ? holderOf(result.application, one, found) : undefined;
    if (result === undefined) absent.push(one);
    else if ("code" in result) findings.push(result);
    else if (other !== undefined) findings.push(other);
    else found.set(one, result);
    if (
      result !== undefined &&
      "how" in result &&
      one.named !== undefined &&
      !isNamed(result.application, one)
    )
      findings.push(foreignName(one, result.application));
  }
  if (absent.length > 0) {
    const bin = await reader.deletedApplications("tenant");
    for (const one of absent) {
      const result = inBin(bin, one, instance);
      if (result === undefined) continue;
      if ("code" in result) findings.push(result);
      else found.set(one, { how: "deleted", application: result });
    }
  }
  // An application that a list does not show yet may have been found by its key.
  const claimed = new Set([...found.values()].map(({ application }) => application.id));
  return { found, findings, left: located.left.filter(({ id }) => !claimed.has(id)) };
}

async function outside(
  reader: DirectoryReader,
  one: WantedApplication,
  instance: string,
  { adopt, separate }: Choices,
): Promise<Found | Finding | undefined> {
  const { at, kind, named, uniqueName, displayName } = one;
  const adopted = Object.hasOwn(adopt, at) ? adopt[at] : undefined;
  const id =
    typeof adopted === "string"
      ? adopted.toLowerCase()
      : named === undefined
        ? undefined
        : applicationIdIn(named);
  const application =
    id === undefined ? await reader.byUniqueName(uniqueName, { at }) : await reader.byAppId(id, { at });
  if (application !== undefined) return judged(application, one, instance, adopted !== undefined);
  if (id !== undefined)
    return typeof adopted === "string"
      ? finding(
          "P11",
          at,
          `the application ${id} is not in the tenant`,
          "pass the id of an application of this tenant to --adopt",
        )
      : undefined;
  if (kind === "client") return undefined;
  if (named !== undefined) {
    const [holder] = await reader.byIdentifierUri(named, at);
    return holder === undefined ? undefined : judged(holder, one, instance, adopted !== undefined);
  }
  if (separate.includes(at)) return undefined;
  const namesakes = (await reader.byDisplayName(displayName, at)).filter(({ tags }) => !isMarked(tags));
  const [namesake] = namesakes;
  if (namesake === undefined) return undefined;
  if (adopted !== undefined && namesakes.length === 1) return { how: "adopt", application: namesake };
  const ids = namesakes.map(({ appId }) => appId).join(", ");
  const message = `an application with the name ${displayName} exists that was not made here: ${ids}`;
  return finding(
    "P12",
    at,
    message,
    `adopt it with --adopt ${at}=APPID, or create another one with --new ${at}`,
  );
}

// Products may share an application. A client with the application of another entry would be renamed with each run.
function holderOf(
  { id, appId }: Application,
  one: WantedApplication,
  found: ReadonlyMap<WantedApplication, Found>,
): Finding | undefined {
  const [holder] =
    [...found].find(
      ([{ kind }, { application }]) => application.id === id && (kind === "client" || one.kind === "client"),
    ) ?? [];
  if (holder === undefined) return undefined;
  const message = `the application ${appId} belongs to ${holder.at}`;
  return finding(
    "P13",
    one.at,
    message,
    `adopt another application, or remove ${holder.at} from the catalog`,
  );
}

function judged(
  application: Application,
  { at, named }: WantedApplication,
  instance: string,
  isAdopted: boolean,
): Found | Finding {
  const { appId, displayName, tags } = application;
  if (isOurs(tags, instance)) return { how: "there", application };
  if (isAdopted) return { how: "adopt", application };
  const other = instanceOf(tags);
  const origin = other === undefined ? "was not made here" : `belongs to the instance ${other}`;
  const message = `the application ${appId} (${displayName}) ${origin}`;
  const instead = named === undefined ? "" : ", or remove its id from the catalog";
  return finding("P12", at, message, `adopt it with --adopt ${at}${instead}`);
}

function inBin(
  bin: readonly Application[],
  one: WantedApplication,
  instance: string,
): Application | Finding | undefined {
  const { at, kind, name, named, uniqueName } = one;
  const candidates =
    named === undefined
      ? [
          ...bin.filter((application) => application.uniqueName === uniqueName),
          ...bin.filter(({ tags }) => isOurs(tags, instance) && tags.includes(`productAuth:${kind}=${name}`)),
        ]
      : bin.filter((application) => isNamed(application, one));
  const [application] = candidates;
  if (application === undefined)
    return named === undefined
      ? undefined
      : finding(
          "P11",
          at,
          `${named} is not in the tenant`,
          kind === "product"
            ? "remove the audience from the catalog"
            : "remove the applicationId from the catalog",
        );
  if (isOurs(application.tags, instance)) return application;
  const message = `${named ?? uniqueName} is taken by the deleted application ${application.appId} (${application.displayName})`;
  return finding("P13", at, message, "delete that application permanently, or restore it and adopt it");
}
