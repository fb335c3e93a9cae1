import { PARTNER_ID, PRO_ID, STARTER_ID } from "../world/places.js";

/** Values of `aud` by shape of token and product, written out by hand. */
export const AUDIENCES = {
  "entra-v2": { starter: [STARTER_ID], pro: [PRO_ID], partner: [PARTNER_ID] },
  "entra-v1": {
    starter: [STARTER_ID, `api://${STARTER_ID}`, `api://${STARTER_ID}/`],
    pro: [
      ...[PRO_ID, `api://${PRO_ID}`, `api://${PRO_ID}/`],
      ...["https://pro.example.com", "https://pro.example.com/"],
    ],
    partner: [PARTNER_ID, `api://${PARTNER_ID}`, `api://${PARTNER_ID}/`],
  },
  openid: {
    starter: [`api://${STARTER_ID}`],
    pro: [PRO_ID, "https://pro.example.com"],
    partner: [`api://${PARTNER_ID}`],
  },
} as const;

export type Profile = keyof typeof AUDIENCES;
