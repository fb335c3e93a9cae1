import { walkContract } from "./support/walk-contract.js";

walkContract("intranet", "express", [
  "401 token_missing",
  "token of adele@contoso.onmicrosoft.com",
  "200",
  "the same token, from the cache",
  "403 scope_missing",
  "401 key_missing",
  "a key",
  "401 token_missing",
  "200",
  "403 client_not_allowed",
]);
