/** Ways to write `/v1/orders/7`, or nearly that: capitals, slashes, encodings, parameters, other forms of a target. */
export const ORDER_PATHS: readonly string[] = [
  ...["/v1/orders/7", "/v1/orders/7/", "/V1/Orders/7", "/v1//orders/7", "//v1/orders/7", "/v1/orders//7"],
  ...["/v1/orders/%37", "/v1/%6frders/7", "/%76%31/orders/7", "/v1%2Forders%2F7", "/v1/orders%2f7"],
  ...["/v1/orders/%2e/7", "/v1/./orders/7", "/v1/../v1/orders/7", "/x/..%2fv1/orders/7"],
  ...["/v1/orders/../orders/7", "/v1;a=b/orders/7", "/v1/orders;a=b/7", "/v1\\orders\\7"],
  ...["/v1/orders/7%00", "/v1/orders/7%0d%0a", "/v1/orders/7%23", "/v1/orders/7%3f"],
  ...[
    "/%25%37%36%25%33%31/orders/7",
    "/v1/%c0%afrders/7",
    "/v1/orders/%ff",
    "/v1/orders/%",
    "/v1/orders/%zz",
  ],
  ...["/v1/orders/7?", "/v1/orders/7?a=/x", "/v1/orders/7#", "/v1/orders/7??subscription-key"],
  ...["http://other.example/v1/orders/7", "http://user:pass@other.example/v1/orders/7"],
  ...["/v1/orders/7?path=/public", "/v1/orders/\u00377", "*", "v1/orders/7"],
];
