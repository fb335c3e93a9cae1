import type { Scope } from "@product-auth/apim";
import { Misuse } from "../../misuse.js";

/** Reads the scope of policy documents that are given alone. */
export function readScope(text: string): Scope {
  if (isScope(text)) return text;
  throw new Misuse(
    "--scope is global, product:NAME, api:NAME, operation:API/NAME or fragment:NAME: where the document stands.",
  );
}

function isScope(text: string): text is Scope {
  if (text === "global") return true;
  const [kind, ...rest] = text.split(":");
  const name = rest.join(":");
  if (kind === "operation") return /^[^/]+\/[^/]+$/.test(name);
  return ["product", "api", "fragment"].includes(kind ?? "") && name !== "" && !name.includes("/");
}
