import type { Call, View } from "../call.js";
import { notFound, type Reply } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import type { PortalApplications } from "./portal-applications.js";

/** A view of a page that exists only where the portal has applications. */
export const withApplications =
  (
    view: (
      call: Call<SignedInUser>,
      portal: PortalContext,
      applications: PortalApplications,
    ) => Promise<Reply> | Reply,
  ): View<SignedInUser> =>
  (call, portal) =>
    portal.applications === undefined ? notFound : view(call, portal, portal.applications);
