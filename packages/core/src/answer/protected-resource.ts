/** The content of the metadata document. */
export interface ResourceMetadata extends ProtectedResourceOptions {
  readonly authorizationServers: readonly string[];
  /** How tokens may be sent (RFC 6750 §2); empty when they are sent in another header field. */
  readonly bearerMethods: readonly ("header" | "query")[];
}

/** The metadata document and the path to publish it at. */
export interface PublishedMetadata {
  readonly path: string;
  readonly document: Readonly<Record<string, unknown>>;
}

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** The URL of a resource's metadata: the well-known part goes between host and path (RFC 9728 §3.1). */
export function metadataUrlOf(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${WELL_KNOWN}${pathname === "/" ? "" : pathname}`;
}

/** Makes the protected-resource metadata document (RFC 9728 §2). */
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

/** Metadata of this API as a protected resource (RFC 9728). */
export interface ProtectedResourceOptions {
  /** The https URL of the API, without query and fragment. Not the audience of its tokens. */
  readonly resource: string;
  /** Scopes to list in the document. Default: none. */
  readonly scopesSupported?: readonly string[];
  readonly resourceName?: string;
  readonly resourceDocumentation?: string;
}
