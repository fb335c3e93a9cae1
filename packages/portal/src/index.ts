export { createPortal } from "./create-portal.js";
export type { Portal } from "./portal.js";
export type {
  ApplicationHealth,
  DelegationHealth,
  EditionHealth,
  JobHealth,
  PortalHealth,
  RetentionHealth,
  StoreState,
} from "./portal-health.js";
export type { LastCleaning } from "./cleaning/cleaning.js";
export type { ConsoleHealth } from "./console-sign-in/console-health.js";
export type { LastReconcile } from "./applications/upkeep.js";
export type {
  ApplicationOptions,
  GroupOptions,
  PortalAuth,
  PortalOptions,
  ReconcileFinding,
  RetentionOptions,
  SessionOptions,
} from "./options/portal-options.js";
export type { Captcha } from "./captcha/captcha.js";
export { MailRefusedError, type Mail, type MailSender } from "./mail/mail.js";
export { InvalidMailError } from "./mail/check-mail.js";
export { logMail } from "./mail/log-mail.js";
export type { MailHealth } from "./mail/mails.js";
export { nodemailerMail, type NodemailerMessage, type NodemailerTransport } from "./mail/nodemailer-mail.js";
export { outboxMail, type OutboxMail, type OutboxMessage } from "./mail/outbox-mail.js";
export { InvalidEmailError, inviteUser, type WantedUser } from "./people/invite-user.js";
export { basic, type BasicSignIn } from "./sign-in/basic.js";
export { entraId } from "./sign-in/entra-id.js";
export type { EntraIdOptions } from "./sign-in/entra-id-options.js";
export { entraExternalId } from "./sign-in/entra-external-id.js";
export type { EntraExternalIdOptions } from "./sign-in/entra-external-id-options.js";
export { oidc } from "./sign-in/oidc.js";
export type { OidcAuthentication, OidcOptions } from "./sign-in/oidc-options.js";
export { SignInError, type SignedIn, type SignInProvider } from "./sign-in/sign-in-provider.js";
export type { ConsoleOptions, ConsoleSignInOptions } from "./console-sign-in/console-options.js";
export type { PortalAction, PortalEvent } from "./audit/portal-event.js";
export { PORTAL_CHANNEL, type PortalMessage, type PortalProblem } from "./portal-events.js";
export type { DocumentProblem } from "./openapi/api-descriptions.js";
export { administerUsers, type UserAdministrationOptions } from "./people/administer-users.js";
export {
  UserActError,
  UserNotFoundError,
  type UserAct,
  type UserActReason,
  type UserAdministration,
  type UserChange,
  type UserList,
  type UserQuery,
  type UserWork,
} from "./people/user-administration.js";
export type { DelegationOptions } from "./delegation/delegation-options.js";
export type { SettingChange } from "./publishing/changes.js";
export { EditionConflictError } from "./publishing/publish-settings.js";
export {
  publishedEdition,
  publishFile,
  type PublishedEdition,
  type PublishedFile,
  type PublishFileOptions,
} from "./publishing/publish-file.js";
export type { PortalTexts, PublishedSettings, SignUp } from "./publishing/edition.js";
export type { DelegationOperation, DelegationRequest } from "./delegation/delegation-request.js";
export { UserUnavailableError, type NewSiteUser, type SiteUsers } from "./delegation/site-users.js";
export {
  verifyDelegation,
  type VerifiedDelegation,
  type VerifyDelegationOptions,
} from "./delegation/verify-delegation.js";
