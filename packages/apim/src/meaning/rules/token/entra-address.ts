const HOSTS: ReadonlySet<string> = new Set([
  "login.microsoftonline.com",
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
  "login.chinacloudapi.cn",
  "login.microsoft.com",
  "login.windows.net",
  "sts.windows.net",
]);

/** Whether tokens described at an address come from Microsoft Entra ID: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export function isEntraAddress(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return HOSTS.has(host) || host.endsWith(".ciamlogin.com");
}
