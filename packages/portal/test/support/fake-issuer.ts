/** An issuer that exists in `fetch` only, and gives a token for every code. */
export interface FakeIssuer {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** The codes that were redeemed. */
  readonly redeemed: ReadonlySet<string>;
  /** The forms that were sent to the token endpoint. */
  readonly requests: readonly URLSearchParams[];
  readonly tokenOf: (code: string) => string;
}

/** `answer`: members of the answer of the token endpoint, instead of the usual ones. */
export function fakeIssuer(answer: () => object = () => ({})): FakeIssuer {
  const url = "https://login.contoso.example";
  const redeemed = new Set<string>();
  const requests: URLSearchParams[] = [];
  const tokenOf = (code: string) => `token.of.${code}`;
  return {
    url,
    redeemed,
    requests,
    tokenOf,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (request.url.startsWith(`${url}/.well-known/`))
        return Response.json({
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          jwks_uri: `${url}/keys`,
        });
      const form = new URLSearchParams(await request.text());
      requests.push(form);
      const code = form.get("code") ?? "";
      redeemed.add(code);
      return Response.json({
        access_token: tokenOf(code),
        token_type: "Bearer",
        expires_in: 3600,
        ...answer(),
      });
    },
  };
}
