// #region view
import type { Access, ProductAuth, RequestView, Requirement, ResponseHeaders } from "@product-auth/core";

/** A `Request`, or the request of Azure Functions. */
type FetchRequest = Pick<Request, "method" | "url"> & { readonly headers: Pick<Headers, "get"> };

export function viewOf(request: FetchRequest): RequestView {
  const { pathname, searchParams } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    header: (name) => request.headers.get(name) ?? undefined,
    query: (name) => {
      const values = searchParams.getAll(name);
      return values.length > 1 ? values : values[0];
    },
  };
}

export function fieldsOf(headers: ResponseHeaders): Headers {
  const fields = new Headers();
  for (const [name, values] of Object.entries(headers))
    for (const value of [values].flat()) fields.append(name, value);
  return fields;
}
// #endregion view

// #region guard
type Handler = (request: Request, access: Access) => Response | Promise<Response>;

export function guarded<P extends string>(
  auth: ProductAuth<P>,
  requirement: Requirement<P>,
  handler: Handler,
) {
  return async (request: Request): Promise<Response> => {
    const decision = await auth.authorize(viewOf(request), requirement);
    if (decision.outcome !== "admit") {
      const { status, headers, body } = auth.answer(decision);
      return new Response(body, { status, headers: fieldsOf(headers) });
    }
    const answered = await handler(request, decision.access);
    const response = new Response(answered.body, answered); // the fields of a fetched response cannot be changed
    for (const [name, value] of fieldsOf(decision.headers))
      if (!response.headers.has(name)) response.headers.set(name, value);
    return response;
  };
}
// #endregion guard
