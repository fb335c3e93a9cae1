// What readers search for, and the page that must come first.

export const searches = {
  // who protects a first API
  "app role": "/entra-setup.html",
  "application id uri": "/entra-setup.html",
  cors: "/guards.html",
  docker: "/examples/",
  emulator: "/packages/emulator.html",
  "managed identity": "/entra-setup.html",
  openapi: "/openapi.html",
  portal: "/portal.html",
  websocket: "/upgrades.html",
  // who operates one
  401: "/caller-gets-401.html",
  429: "/limits.html",
  503: "/refusals.html",
  audience: "/refusals.html#token_audience",
  health: "/operations.html",
  kubernetes: "/operations.html",
  logging: "/operations.html",
  metrics: "/observability.html",
  revoke: "/products-and-keys.html",
  role_missing: "/refusals.html#role_missing",
  rotate: "/products-and-keys.html",
  // who has another middleware, or a gateway
  "express-jwt": "/from-jwt-middleware.html",
  "passport-azure-ad": "/passport-azure-ad.html",
  "rate limit": "/limits.html",
  terraform: "/import.html",
};
