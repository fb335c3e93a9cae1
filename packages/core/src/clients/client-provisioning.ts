/** A product as provisioning needs it: its name, the audience of its tokens and its app role. */
export interface ProductLink {
  readonly name: string;
  readonly audience: string;
  readonly role: string;
}

/** A registration to create. */
export interface WantedApplication {
  /** The same key is the same registration, however often it is asked for: `^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`. */
  readonly key: string;
  readonly displayName: string;
  readonly description?: string;
}

/** A registration in Entra ID. */
export interface RegisteredApplication {
  /** Application (client) id, a GUID. */
  readonly clientId: string;
  readonly objectId?: string;
}

/** A secret as Entra ID lists it, without the secret itself. */
export interface SecretSummary {
  readonly keyId: string;
  /** The first characters of the secret. */
  readonly hint?: string;
  readonly displayName?: string;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  /** Milliseconds since 1970. */
  readonly endDate: number;
}

/** A secret to create. */
export interface WantedSecret {
  /** Names the attempt; `displayName` contains it. */
  readonly operation: string;
  /** The secret's display name in Entra ID, used as given. */
  readonly displayName: string;
  readonly endDate: Date;
}

/** A secret that was just created. */
export interface CreatedSecret {
  readonly keyId: string;
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly endDate: number;
}

/**
 * Creates and removes registrations of client applications. Every method may be repeated: after a lost answer or the end of
 * the process it is called again with the same arguments. Methods reject with `ProvisioningError`; other errors are treated
 * as `unavailable`. A call should settle within 20 seconds: reject with `not-ready` or `unavailable`, and it is repeated.
 */
export interface ClientProvisioning {
  /** URL of the token endpoint, for the people who use the application. */
  readonly tokenUrl: string;
  /** Creates application and service principal, or returns those that exist for the key. */
  ensureApplication(wanted: WantedApplication): Promise<RegisteredApplication>;
  /** Assigns the product's app role to the application. */
  ensureLink(clientId: string, product: ProductLink): Promise<void>;
  /** Removes the product's app role from the application. Resolves when either does not exist. */
  removeLink(clientId: string, product: ProductLink): Promise<void>;
  listSecrets(clientId: string): Promise<readonly SecretSummary[]>;
  addSecret(clientId: string, wanted: WantedSecret): Promise<CreatedSecret>;
  /** Resolves when the secret does not exist. */
  removeSecret(clientId: string, keyId: string): Promise<void>;
  /** Deletes and purges the registration. Resolves when it does not exist. */
  remove(clientId: string): Promise<void>;
}
