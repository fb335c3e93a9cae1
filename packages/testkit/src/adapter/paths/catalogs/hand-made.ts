import type { PathCatalog } from "./path-catalog.js";

/** An API within another, in every pairing of closed and open, and paths that are read in more ways than one. */
export const HAND_MADE: readonly PathCatalog[] = [
  {
    name: "an open API within a closed one",
    unmatched: "refuse",
    apis: [
      { name: "v1", path: "v1", products: ["gold"] },
      { name: "docs", path: "v1/docs", products: ["free"] },
    ],
  },
  {
    name: "a closed API within an open one",
    unmatched: "refuse",
    apis: [
      { name: "shop", path: "shop", products: ["free"] },
      { name: "admin", path: "shop/admin", products: ["gold"] },
    ],
  },
  {
    name: "a dearer API within another, and one within that",
    unmatched: "any-product",
    apis: [
      { name: "shop", path: "shop", products: ["starter"] },
      { name: "admin", path: "shop/admin", products: ["gold"] },
      { name: "help", path: "shop/admin/help", products: ["free"] },
    ],
  },
  {
    name: "paths of no API need any product",
    unmatched: "any-product",
    apis: [
      { name: "admin", path: "admin", products: ["gold"] },
      { name: "kiosk", path: "kiosk", products: ["free"] },
    ],
  },
  {
    name: "operations are listed",
    unmatched: "refuse",
    apis: [
      {
        name: "orders",
        path: "orders",
        products: ["starter"],
        operations: ["GET /export", "GET /{id}", "POST /", "GET /files/*"],
      },
      { name: "audit", path: "orders/audit", products: ["gold"], operations: ["GET /", "GET /items"] },
    ],
  },
  {
    name: "letters that fold into ASCII, and a capital in the path as declared",
    unmatched: "refuse",
    apis: [
      { name: "outer", path: "Shop", products: ["gold"] },
      { name: "kiosk", path: "Shop/kisk", products: ["free"] },
      { name: "capital", path: "Shop/Admin", products: ["starter"] },
    ],
  },
  {
    name: "letters beyond ASCII, a space, a dot and an at sign",
    unmatched: "any-product",
    apis: [
      { name: "outer", path: "a.b", products: ["gold"] },
      { name: "cafe", path: "a.b/café", products: ["free"] },
      { name: "space", path: "a.b/my shop", products: ["starter"] },
      { name: "at", path: "a.b/@x", products: ["free"] },
    ],
  },
  {
    name: "an API at the root",
    unmatched: "refuse",
    apis: [
      { name: "root", path: "", products: ["starter"] },
      { name: "admin", path: "admin", products: ["gold"] },
      { name: "docs", path: "docs", products: ["free"] },
    ],
  },
  {
    name: "an open API at the root",
    unmatched: "refuse",
    apis: [
      { name: "root", path: "", products: ["free"] },
      { name: "eu", path: "v1/eu", products: ["gold"] },
    ],
  },
];
