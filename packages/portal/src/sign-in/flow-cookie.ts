/** Suffix of the cookie that binds a sign-in under way to its browser. */
export const FLOW_COOKIE = "-flow";
