// Repositories and administration of subscriptions. Requests need a `SubscriptionStore` only, which the main entry exports.
export {
  administerSubscriptions,
  type AdministrationOptions,
  type NewSubscription,
  type StateAct,
  type SubscriptionAdministration,
} from "./administration.js";
export { SubscriptionNotFoundError, SubscriptionStateError } from "./change-subscription.js";
export type { SubscriptionUpdate } from "./owner-changes.js";
export type { Act, AuditAction, AuditEvent } from "./audit-event.js";
export {
  asEvidence,
  type StoredKey,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "./stored-subscription.js";
export { RepositoryConflictError } from "./repository-conflict-error.js";
export { JsonFileSubscriptionRepository } from "./json-file-subscription-repository.js";
export type { JsonFileOptions } from "../files/json-file-options.js";
export { ignoringErrors } from "./ignoring-errors.js";
export { MemorySubscriptionRepository } from "./memory-repository.js";
export { CachingStore, type CachingStoreSettings } from "../evidence/subscriptions/caching-store.js";
export { decodeChange, encodeChange } from "./change-message.js";
export { ChangeListeners } from "./change-listeners.js";
export { pageSizeOf } from "./page-size.js";
export { withTimeout } from "../lib/with-timeout.js";
export { digestKey, pepperId } from "../evidence/subscriptions/key-digest.js";
export { generateKey, hintOf, KEY_PREFIX, looksGenerated } from "./subscription-key.js";
