import type { View } from "../call.js";
import { json, notFound } from "../http/reply.js";
import { visibleDocument } from "../openapi/visible-document.js";
import { visibleApi } from "../people/visible.js";

/** `/apis/{api}/openapi.json`: the operations that pages show. Not found for an API without operations. */
export const openapiDocument: View = async ({ params, viewer }, portal) => {
  const { auth, publicUrl } = portal.settings;
  const api = visibleApi(params["api"], viewer, portal);
  if (api === undefined) return notFound;
  const description = await portal.descriptions.of(api, auth.catalog);
  if (description.document === undefined && description.operations.length === 0) return notFound;
  const path = api.path === "" ? "" : `/${api.path.split("/").map(encodeURIComponent).join("/")}`;
  return json(visibleDocument(api, description, `${publicUrl.origin}${path}`));
};
