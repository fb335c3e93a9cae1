/** Ids of the tenant, the products and the client that tests speak of. */
export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
export const STARTER_ID = "55556666-ffff-7777-aaaa-8888bbbb9999";
export const PRO_ID = "7b0c9e11-2222-4333-8444-955566667777";
export const CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444";
