import { InMemoryWebStorage, UserManager, WebStorageStateStore, type User } from "oidc-client-ts";
import { oidcSettings, type AppSettings } from "./oidc-settings.js";

/** The sign-in of the user. */
export interface Session {
  /** The user, who may come back from the issuer just now. Undefined for a visitor. */
  resume(): Promise<User | undefined>;
  /** Leaves the page for the issuer. */
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  /** A token that is valid now. */
  token(): Promise<string | undefined>;
}

// #region session
export function createSession(settings: AppSettings): Session {
  const manager = new UserManager({
    ...oidcSettings(settings),
    // Tokens stay in memory: no other script can read them later. `state` and the verifier survive the redirect.
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
  });
  return {
    async resume() {
      if (!/[?&]state=/.test(location.search)) return undefined;
      try {
        return await manager.signinRedirectCallback();
      } finally {
        history.replaceState(null, "", location.pathname); // the code stays in no history
      }
    },
    signIn: () => manager.signinRedirect({ nonce: crypto.randomUUID() }),
    signOut: () => manager.signoutRedirect(),
    token: async () => (await manager.getUser())?.access_token,
  };
}
// #endregion session
