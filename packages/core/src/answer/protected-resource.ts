/** What the metadata document is made of. */
export interface ResourceMetadata extends ProtectedResourceOptions {
  readonly authorizationServers: readonly string[];
  /** How tokens may be sent; of RFC 6750's ways, none when they come in a header of another name. */
  readonly bearerMethods: readonly ("header" | "query")[];
}

/** The document with the path to publish it at. */
export interface PublishedMetadata {
  readonly path: string;
  readonly document: Readonly<Record<string, unknown>>;
}

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** Where the document of a resource is published: the well-known part goes between host and path (RFC 9728 §3.1). */
export function metadataUrlOf(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${WELL_KNOWN}${pathname === "/" ? "" : pathname}`;
}

/** The protected-resource metadata document (RFC 9728 §2). */
export function protectedResourceMetadata(metadata: ResourceMetadata): Readonly<Record<string, unknown>> {
  const {
    resource,
    authorizationServers,
    scopesSupported,
    resourceName,
    resourceDocumentation,
    bearerMethods,
  } = metadata;
  return {
    resource,
    ...(authorizationServers.length > 0 && { authorization_servers: authorizationServers }),
    ...(scopesSupported !== undefined && { scopes_supported: scopesSupported }),
    bearer_methods_supported: bearerMethods,
    ...(resourceName !== undefined && { resource_name: resourceName }),
    ...(resourceDocumentation !== undefined && { resource_documentation: resourceDocumentation }),
  };
}

/** RFC 9728 metadata of this API as a protected resource. */
export interface ProtectedResourceOptions {
  /** The API's own address, https, without query and fragment. Not the audience of its tokens. */
  readonly resource: string;
  /** Scopes to name in the document. */
  readonly scopesSupported?: readonly string[];
  readonly resourceName?: string;
  readonly resourceDocumentation?: string;
}
