/** `lost`: access-relevant and not carried. `difference`: carried, decides otherwise in a stated way. `info`: guards nothing. */
export type Severity = "lost" | "difference" | "info";
