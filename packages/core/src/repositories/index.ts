// Where subscriptions are kept and changed. A request needs a `SubscriptionStore` only, and that is behind the main door.
export {
  administerSubscriptions,
  SubscriptionNotFoundError,
  type AdministrationOptions,
  type NewSubscription,
  type SubscriptionAdministration,
} from "../subscriptions/administration.js";
export type { Act, AuditAction, AuditEvent } from "../subscriptions/audit-event.js";
export {
  asEvidence,
  RepositoryConflictError,
  type StoredKey,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "../subscriptions/stored-subscription.js";
export { JsonFileSubscriptionRepository } from "../subscriptions/json-file-subscription-repository.js";
export type { JsonFileOptions } from "../subscriptions/json-file-options.js";
export { MemorySubscriptionRepository } from "../subscriptions/memory-repository.js";
export { CachingStore, type CachingStoreSettings } from "../subscriptions/caching-store.js";
export { ChangeListeners } from "../subscriptions/change-listeners.js";
export { digestKey, pepperId } from "../subscriptions/key-digest.js";
export { generateKey, hintOf, KEY_PREFIX, looksGenerated } from "../subscriptions/subscription-key.js";
