import { randomUUID } from "node:crypto";
import { ConfigurationError, type Problem } from "@product-auth/core";
import { isRecordId, RepositoryConflictError, type StoredRecord } from "@product-auth/core/records";
import { digestOf } from "../people/digest.js";
import { normalEmail } from "../people/email.js";
import { displayNameOf, LONGEST_NAME, type User } from "../people/users.js";
import type { UserAdministration } from "../people/user-administration.js";
import type { PortalContext } from "../portal-context.js";
import { hasUnshown, isVisible } from "../texts/text-problem.js";
import { DELEGATION, delegationKeyOf } from "./delegation-provider.js";
import { SignInTokens } from "./sign-in-tokens.js";

/** A user whom the site makes. */
export interface NewSiteUser {
  /** 1 to 128 of `A-Z a-z 0-9 . _ : ~ -`, such as the id at the site. Default: a random one. */
  readonly id?: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Whether the site has proved that the address is the user's. Default false: the portal sends no mail there. */
  readonly emailVerified?: boolean;
}

/** Thrown for a user who does not exist, is blocked or is deleted. */
export class UserUnavailableError extends Error {
  override readonly name = "UserUnavailableError";
  readonly code = "PRODUCT_AUTH_PORTAL_USER_UNAVAILABLE";

  readonly state: "unknown" | "blocked" | "deleted";

  constructor(id: string, state: "unknown" | "blocked" | "deleted") {
    super(`The user ${id.slice(0, 128)} is ${state}`);
    this.state = state;
  }
}

/** The users of a portal, for the site that it delegates to. */
export interface SiteUsers extends Pick<
  UserAdministration,
  "list" | "findByEmail" | "setGroups" | "block" | "unblock" | "delete"
> {
  /**
   * Makes a user. Rejects with `ConfigurationError` for names or an address that pages could not show, and with
   * `RepositoryConflictError` when the id is in use.
   */
  create(user: NewSiteUser): Promise<User>;
  /** Undefined for a user who does not exist. */
  get(id: string): Promise<User | undefined>;
  /** Changes the names of a user. Rejects with `UserUnavailableError`. */
  rename(id: string, names: { readonly firstName: string; readonly lastName: string }): Promise<User>;
  /**
   * A token that signs a user in: redirect the browser to `{publicUrl}/signin-sso?token={token}&returnUrl={returnUrl}`. Good once,
   * for 60 seconds. `salt`: of the request `SignIn` or `SignUp` that it answers; then it signs in only the browser that the
   * portal has sent with that request. Rejects with `UserUnavailableError`.
   */
  signInToken(id: string, answers?: { readonly salt: string }): Promise<string>;
}

/** Makes the users of a portal for its site. */
export function siteUsers(portal: PortalContext): SiteUsers {
  const { records, users, audit, settings } = portal;
  const tokens = new SignInTokens(records, settings.clock);

  async function activeUser(id: string): Promise<User> {
    const user = isRecordId(id) ? await users.get(id) : undefined;
    if (user?.state !== "active") throw new UserUnavailableError(id, user?.state ?? "unknown");
    return user;
  }

  /** The identity with which a token signs in; users of other providers get one at their first token. */
  const identityOf = (userId: string, now: number): StoredRecord => ({
    kind: "identity",
    id: digestOf(delegationKeyOf(userId)),
    owner: userId,
    version: 1,
    value: { provider: DELEGATION, lastSignIn: now },
  });

  const { people } = portal;
  return Object.freeze<SiteUsers>({
    list: (query) => people.list(query),
    findByEmail: (email) => people.findByEmail(email),
    setGroups: (id, groups, act) => people.setGroups(id, groups, act),
    block: (id, act) => people.block(id, act),
    unblock: (id, act) => people.unblock(id, act),
    delete: (id, act) => people.delete(id, act),
    async create(given: NewSiteUser) {
      const problems = problemsOf(given);
      if (problems.length > 0) throw new ConfigurationError(problems, "The user cannot be made");
      const { id = randomUUID(), firstName, lastName, emailVerified = false } = given;
      const names = { firstName: firstName.normalize("NFC"), lastName: lastName.normalize("NFC") };
      const email = normalEmail(given.email) ?? "";
      const identity = { provider: DELEGATION, key: delegationKeyOf(id) };
      const { user, changes } = users.newUser({ ...identity, id, names, email, emailVerified });
      const event = {
        action: "user-created",
        owner: id,
        target: DELEGATION,
        name: displayNameOf(user),
      } as const;
      const { change, stored } = audit.changeOf(event);
      await records.write([...changes, change]);
      audit.tell(stored);
      return user;
    },
    get: async (id: string) => (isRecordId(id) ? users.get(id) : undefined),
    async rename(id: string, names: { readonly firstName: string; readonly lastName: string }) {
      const problems = nameProblems(names);
      if (problems.length > 0) throw new ConfigurationError(problems, "The user cannot be renamed");
      await activeUser(id);
      const { change, stored } = audit.changeOf({ action: "profile-changed", owner: id, target: DELEGATION });
      const user = await users.rename(id, names, change);
      audit.tell(stored);
      return user;
    },
    async signInToken(id: string, answers?: { readonly salt: string }) {
      const user = await activeUser(id);
      const { token, change } = tokens.create(user.id, answers?.salt);
      const identity = identityOf(user.id, settings.clock());
      const isKnown = (await records.get(identity.kind, identity.id)) !== undefined;
      try {
        await records.write([...(isKnown ? [] : [{ put: identity }]), change]);
      } catch (error) {
        if (isKnown || !(error instanceof RepositoryConflictError)) throw error;
        await records.write([change]); // another token has just made the identity
      }
      return token;
    },
  });
}

function problemsOf({ id, email, firstName, lastName }: NewSiteUser): readonly Problem[] {
  return [
    ...(id === undefined || isRecordId(id)
      ? []
      : [{ path: "id", message: "is not an id", fix: "write 1 to 128 of A-Z a-z 0-9 . _ : ~ -" }]),
    ...(typeof email === "string" && normalEmail(email) !== undefined
      ? []
      : [
          {
            path: "email",
            message: "is not one e-mail address",
            fix: "write an address such as adele@example.com",
          },
        ]),
    ...nameProblems({ firstName, lastName }),
  ];
}

function nameProblems(names: { readonly firstName: string; readonly lastName: string }): readonly Problem[] {
  const fix = `write at most ${LONGEST_NAME} characters on one line; one of the names may be empty`;
  const wrong = (["firstName", "lastName"] as const).filter((name) => {
    const text: unknown = names[name];
    return typeof text !== "string" || text.length > LONGEST_NAME || hasUnshown(text);
  });
  if (wrong.length > 0) return wrong.map((path) => ({ path, message: "is not a name", fix }));
  return isVisible(names.firstName + names.lastName)
    ? []
    : [{ path: "firstName", message: "is empty, and lastName is empty too", fix }];
}
