/** Suffix of the cookie that binds sign-ins under way to their browser. */
export const FLOW_COOKIE = "-flow";
