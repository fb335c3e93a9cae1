import type { Application } from "../directory/application.js";
import type { Finding } from "../findings/finding.js";
import { finding } from "../findings/findings.js";
import { placeOf } from "../wanted/tags.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import { applicationIdIn } from "../wanted/wanted-of.js";

/** Which of an instance's applications belongs to which entry of the catalog. */
export interface Located {
  readonly found: ReadonlyMap<WantedApplication, Application>;
  readonly findings: readonly Finding[];
  /** Applications of the instance that belong to no entry. */
  readonly left: readonly Application[];
}

/**
 * Assigns the applications of an instance to the entries of a catalog: first by the id or address that the catalog names, so
 * that an application keeps its entry when the key is renamed, then by the tag with the key.
 */
export function locate(wanted: readonly WantedApplication[], ours: readonly Application[]): Located {
  const found = new Map<WantedApplication, Application>();
  const findings: Finding[] = [];
  for (const one of wanted) {
    const application = ours.find((candidate) => isNamed(candidate, one));
    if (application !== undefined) found.set(one, application);
  }
  for (const one of wanted) {
    if (found.has(one)) continue;
    const tagged = ours.filter(({ tags }) => tags.includes(`productAuth:${one.kind}=${one.name}`));
    const application = tagged.find(({ uniqueName }) => uniqueName === one.uniqueName) ?? tagged[0];
    const holder = ours.find(({ uniqueName }) => uniqueName === one.uniqueName);
    const taken = application ?? holder;
    const owner = [...found].find(([, other]) => other === taken)?.[0];
    if (taken !== undefined && owner !== undefined) {
      const message = `${one.uniqueName} is the uniqueName of the application ${taken.appId}, which belongs to ${owner.at}`;
      findings.push(
        finding("P13", one.at, message, `use another name for the entry, or remove the id from ${owner.at}`),
      );
    } else if (application !== undefined) {
      found.set(one, application);
      if (one.named !== undefined) findings.push(foreignName(one, application));
    }
  }
  const claimed = new Set(found.values());
  return { found, findings, left: ours.filter((application) => !claimed.has(application)) };
}

/** Whether the catalog names this application by its id or by one of its addresses. */
export function isNamed({ appId, identifierUris }: Application, { named }: WantedApplication): boolean {
  if (named === undefined) return false;
  const id = applicationIdIn(named);
  return id === undefined ? identifierUris.includes(named) : id === appId;
}

/** P15: the catalog names another application than the one that belongs to the entry. */
export function foreignName({ at, kind, named }: WantedApplication, { appId }: Application): Finding {
  return kind === "product"
    ? finding(
        "P15",
        at,
        `the audience ${named} is not that of the application ${appId}`,
        `write api://${appId} as the audience`,
      )
    : finding(
        "P15",
        at,
        `the applicationId ${named} is not that of the application ${appId}`,
        `write ${appId} as the applicationId`,
      );
}

/** Where an application of the instance belongs, by its tags. */
export function placeIn({ tags, appId }: Application): string {
  const place = placeOf(tags);
  return place === undefined ? `applications.${appId}` : `${place.kind}s.${place.name}`;
}
