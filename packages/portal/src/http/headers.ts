// portal.md: every answer carries these, errors and redirects too. Nothing is inline and nothing comes from elsewhere.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

// All that a page could ask a browser for, and that no page here needs.
const OFF =
  `accelerometer camera display-capture fullscreen geolocation gyroscope hid idle-detection magnetometer microphone
  midi payment publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking`
    .split(/\s+/)
    .map((feature) => `${feature}=()`);

/**
 * The headers of every page. `no-store` is what keeps the Back button from showing a secret again; `same-origin` and not
 * `no-referrer`, with which browsers send `Origin: null` with forms.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": [...OFF, "clipboard-write=(self)"].join(", "),
};
