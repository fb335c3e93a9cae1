import type { Fields } from "./http/fields.js";
import type { JsonFields } from "./http/json-fields.js";
import type { Reply } from "./http/reply.js";
import type { SignedInUser, Viewer } from "./people/viewer.js";
import type { PortalContext } from "./portal-context.js";

/** A request to one page, as its view sees it. */
export interface Call<V extends Viewer = Viewer> {
  readonly method: "GET" | "POST";
  /** Whether a GET is a HEAD. */
  readonly isHead: boolean;
  /** Path below the base: "/products/pro". */
  readonly path: string;
  /** The parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Fields;
  /** The form of a POST; empty otherwise. */
  readonly form: Fields;
  /** The body of a POST to a route that takes JSON; empty otherwise. */
  readonly json: JsonFields;
  readonly viewer: V;
  /** Address of the visitor, as the framework knows it. */
  readonly address: string | undefined;
  /** Headers of the request. Views read few of them: `user-agent`, `cookie`. */
  readonly headers: Headers;
  /** The whole address that was asked for, on `publicUrl`. */
  readonly url: URL;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Answers the requests to one page. Anything that it throws is answered 500 or, for a store that fails, 503. */
export type View<V extends Viewer = Viewer> = (
  call: Call<V>,
  portal: PortalContext,
) => Promise<Reply> | Reply;

/** A page: its path, who may open it, and its views by method. */
export type Route =
  | RouteFor<"anyone", Viewer>
  /** Users who are signed in; others are sent to sign in and back. */
  | RouteFor<"user", SignedInUser>
  /** Administrators; for all other users the page does not exist. */
  | RouteFor<"administrator", SignedInUser>
  /** Anyone, also where `anonymous` is `redirect`: the sign-in itself. */
  | RouteFor<"always", Viewer>;

interface RouteFor<Who extends string, V extends Viewer> {
  readonly path: string;
  readonly who: Who;
  readonly get?: View<V>;
  readonly post?: View<V>;
  /** What the body of a POST is. Default: a form. */
  readonly takes?: "json";
}
