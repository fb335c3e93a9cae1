import { walkContract } from "./support/walk-contract.js";

walkContract("partner-spa", "koa", [
  "allowed",
  "not allowed",
  "401 token_missing, the app may read it",
  "token of megan@fabrikam.example",
  "200, the app may read it",
  "403 scope_missing, the app may read it",
  "401 token_audience, the app may read it",
  "401 certificate_missing",
  "401 certificate_identity",
  "the page Sign in",
  "a mail to dana@fabrikam.example",
  "Profile of Dana",
  "a key",
  "200",
  "401 token_missing",
]);
