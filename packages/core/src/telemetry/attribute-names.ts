/** Names of attributes, in metrics and on spans. The semantic conventions have none for these; their namespaces stay unused. */
export const OUTCOME = "product_auth.outcome";
export const CODE = "product_auth.code";
export const PRODUCT = "product_auth.product";
export const API = "product_auth.api";
export const OPERATION = "product_auth.operation";
export const CREDENTIAL = "product_auth.credential";
/** Only on spans, which may have values without a limit. */
export const RULE = "product_auth.rule";
export const CATALOG_VERSION = "product_auth.catalog.version";
export const CLIENT_ID = "product_auth.client.id";
export const SUBSCRIPTION_ID = "product_auth.subscription.id";
