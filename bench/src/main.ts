import { storeLookUps } from "./store-look-ups.js";
import { subscriptionStore } from "./subscription-store.js";
import { tokenCheck } from "./token-check.js";

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  "token-check": tokenCheck,
  "subscription-store": subscriptionStore,
  "store-look-ups": storeLookUps,
};

const [wanted] = process.argv.slice(2);
if (wanted === "--help" || (wanted !== undefined && PARTS[wanted] === undefined)) {
  console.log(
    `npm run bench               every part\nnpm run bench -- <name>     one of: ${Object.keys(PARTS).join(", ")}`,
  );
  process.exit(wanted === "--help" ? 0 : 1);
}
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted === undefined || wanted === name) await measure();
}
