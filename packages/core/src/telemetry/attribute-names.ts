/**
 * Names of attributes, in metrics and on spans, by the naming rules of OpenTelemetry's semantic conventions: an object, then its
 * property. The conventions have no names for these, and their namespaces stay unused.
 */
export const CODE = "product_auth.code";
export const PRODUCT = "product_auth.product.name";
export const API = "product_auth.api.name";
export const OPERATION = "product_auth.operation.name";
export const CREDENTIAL = "product_auth.credential.kind";
/** Only on spans, which may have any number of values. */
export const OUTCOME = "product_auth.outcome";
export const RULE = "product_auth.rule";
export const CATALOG_VERSION = "product_auth.catalog.version";
export const CLIENT_ID = "product_auth.client.id";
export const SUBSCRIPTION_ID = "product_auth.subscription.id";
