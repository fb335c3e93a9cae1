import type { ApplicationJob, ClientAdministration, StoredApplication } from "@product-auth/core/clients";

/** What `graphProvisioning` writes before the display name of a client. */
const PREFIX = "APIMApplication";

/** Entries of one page. */
const PAGE = 500;

/** All applications in the records. */
export const listedApplications = ({
  list,
}: Pick<ClientAdministration, "list">): Promise<readonly StoredApplication[]> =>
  everyPage<StoredApplication>((after) => list({ limit: PAGE, ...after }));

/** The work in progress: client ids, and the names of registrations that have none yet. */
export async function openRegistrations({ jobs }: Pick<ClientAdministration, "jobs">): Promise<{
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}> {
  const all = await everyPage<ApplicationJob>((after) => jobs({ limit: PAGE, ...after }));
  const ids = all.flatMap(({ clientId }) => (clientId === undefined ? [] : [clientId.toLowerCase()]));
  const unnamed = all.filter(({ clientId }) => clientId === undefined);
  return {
    ids: new Set(ids),
    names: new Set(unnamed.map(({ displayName }) => `${PREFIX}${displayName}`)),
  };
}

async function everyPage<T>(
  page: (after: {
    readonly after?: string;
  }) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const { items, next } = await page(after === undefined ? {} : { after });
    found.push(...items);
    after = next;
  }
  return found;
}
