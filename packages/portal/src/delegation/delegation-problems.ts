import type { Problem } from "@product-auth/core";
import type { DelegationOptions } from "./delegation-options.js";

/** Fewest bytes of a key: as many as a SHA-256 digest has. */
const SHORTEST_KEY = 32;
/** What the portal adds to the query. */
const OWN = ["operation", "salt", "sig", "returnUrl", "userId", "productId", "subscriptionId"];

/** What is wrong with delegation of the right form. The key is never repeated. */
export function delegationProblems(options: DelegationOptions): readonly Problem[] {
  const problem = (name: string, message: string, fix: string) => [
    { path: `delegation.${name}`, message, fix },
  ];
  const { validationKey, registration = true, subscription = true } = options;
  return [
    ...urlProblems(options.url),
    ...(isKey(validationKey)
      ? []
      : problem(
          "validationKey",
          `is not base64 of ${SHORTEST_KEY} bytes or more`,
          "generate one: openssl rand -base64 64",
        )),
    ...(registration || subscription
      ? []
      : problem("registration", "is false, and subscription is false too", "leave delegation out")),
  ];

  function urlProblems(text: string): readonly Problem[] {
    const fix = "write an address such as https://www.example.com/delegation";
    if (!URL.canParse(text)) return problem("url", "is not an address", fix);
    const { protocol, hostname, hash, username, password, searchParams } = new URL(text);
    const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
    if (protocol !== "https:" && !(protocol === "http:" && isLoopback))
      return problem("url", "is neither https nor http on a loopback address", fix);
    if (hash !== "" || username !== "" || password !== "")
      return problem("url", "has a fragment or a user", fix);
    const taken = OWN.filter((name) => searchParams.has(name));
    return taken.length > 0
      ? problem("url", `has ${taken.join(", ")} in its query, which the portal sets`, "remove it")
      : [];
  }
}

const isKey = (text: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(text) &&
  text.length % 4 === 0 &&
  Buffer.from(text, "base64").length >= SHORTEST_KEY;
