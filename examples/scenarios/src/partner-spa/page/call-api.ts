// #region call
/** Calls the API, and says what came back; refusals too, which the API lets this origin read. */
export async function callApi(
  url: string,
  { token, json }: { readonly token: string | undefined; readonly json?: unknown },
): Promise<string> {
  const response = await fetch(url, {
    method: json === undefined ? "GET" : "POST",
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { "content-type": "application/json" }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const challenge = response.headers.get("www-authenticate");
  return [response.status, challenge, await response.text()].filter((part) => part !== null).join("\n");
}
// #endregion call
