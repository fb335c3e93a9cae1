import { CALLERS, FRAMEWORKS, STORES, needsIssuer, needsStore, type Choices } from "#src/choices/choices.js";

/** Stands for every tenant. */
export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

/** All choices that the questions allow. */
export function everyChoice(): readonly Choices[] {
  return FRAMEWORKS.flatMap((framework) =>
    CALLERS.flatMap((callers) =>
      [false, true].flatMap((portal) =>
        (needsIssuer({ callers, portal }) ? ["local", TENANT] : [undefined]).flatMap((issuer) =>
          (needsStore({ callers }) ? STORES : [undefined]).map((store) => ({
            framework,
            callers,
            portal,
            issuer,
            store,
          })),
        ),
      ),
    ),
  );
}

/** A name for a folder, such as `koa-both-portal-local-redis`. */
export function nameOf({ framework, callers, portal, issuer, store }: Choices): string {
  const issuerName = issuer === TENANT ? "entra" : issuer;
  return [framework, callers, portal ? "portal" : undefined, issuerName, store]
    .filter((word) => word !== undefined)
    .join("-");
}
