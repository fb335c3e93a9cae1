/** What a client needs to get a token. The secret is a variable of the environment. */
export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scope: string;
}

/** The request for a token in the languages of developers. No snippet contains a secret. */
export function tokenSnippets({ tokenUrl, clientId, scope }: TokenRequest): readonly {
  readonly name: string;
  readonly text: string;
}[] {
  const [url, id, wanted] = [tokenUrl, clientId, scope].map((text) => JSON.stringify(text)) as [
    string,
    string,
    string,
  ];
  return [
    {
      name: "curl",
      text: `curl ${shell(tokenUrl)} \\
  --data-urlencode grant_type=client_credentials \\
  --data-urlencode ${shell(`client_id=${clientId}`)} \\
  --data-urlencode "client_secret=$CLIENT_SECRET" \\
  --data-urlencode ${shell(`scope=${scope}`)}`,
    },
    {
      name: "Node.js",
      text: `const response = await fetch(${url}, {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "client_credentials",
    client_id: ${id},
    client_secret: process.env.CLIENT_SECRET, // $CLIENT_SECRET
    scope: ${wanted},
  }),
});
const { access_token } = await response.json();`,
    },
    {
      name: "Python",
      text: `import os
import requests

response = requests.post(
    ${url},
    data={
        "grant_type": "client_credentials",
        "client_id": ${id},
        "client_secret": os.environ["CLIENT_SECRET"],  # $CLIENT_SECRET
        "scope": ${wanted},
    },
    timeout=30,
)
response.raise_for_status()
access_token = response.json()["access_token"]`,
    },
    {
      name: "C#",
      text: `using System.Net.Http.Json;
using System.Text.Json;

using var http = new HttpClient();
var response = await http.PostAsync(${url}, new FormUrlEncodedContent(new Dictionary<string, string>
{
    ["grant_type"] = "client_credentials",
    ["client_id"] = ${id},
    ["client_secret"] = Environment.GetEnvironmentVariable("CLIENT_SECRET")!, // $CLIENT_SECRET
    ["scope"] = ${wanted},
}));
response.EnsureSuccessStatusCode();
var json = await response.Content.ReadFromJsonAsync<JsonElement>();
var accessToken = json.GetProperty("access_token").GetString();`,
    },
    {
      name: "PowerShell",
      text: `# $env:CLIENT_SECRET holds $CLIENT_SECRET
$response = Invoke-RestMethod -Method Post -Uri ${powerShell(tokenUrl)} -Body @{
  grant_type    = 'client_credentials'
  client_id     = ${powerShell(clientId)}
  client_secret = $env:CLIENT_SECRET
  scope         = ${powerShell(scope)}
}
$accessToken = $response.access_token`,
    },
  ];
}

/** A text in single quotes of a POSIX shell. */
const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A text in single quotes of PowerShell, which takes typographic ones for quotes too. */
const powerShell = (text: string) => `'${text.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`;
