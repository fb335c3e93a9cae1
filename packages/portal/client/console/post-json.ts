/** Posts JSON to a page of the portal. Redirects are not followed: they lead to the sign-in. */
export async function postJson(
  path: string,
  value: unknown,
): Promise<{ readonly status: number; readonly read: () => Promise<unknown> }> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, read: () => response.json() as Promise<unknown> };
}
