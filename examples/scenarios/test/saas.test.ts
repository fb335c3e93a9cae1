import { walkContract } from "./support/walk-contract.js";

walkContract("saas", "fastify", [
  "nia@people.example is signed in",
  "201 active, two keys",
  "200, X-Calls-Left: 4",
  "200, 200, 403 quota_exceeded with Retry-After",
  "200, 200, 429 rate_exceeded with Retry-After",
  "201 submitted, no key",
  "201, pro is pending",
  "201 with the secret, 409 without; the page of the application has a hint",
  "AADSTS501051",
  "Storm watch 200, Storm watch 200",
  "200, X-Calls-Left: 299",
  "200, X-Calls-Left: 299",
  "403 client_not_linked",
  "his lists are empty; her application 404, her subscriptions 404",
]);
