import { readdirSync, readFileSync } from "node:fs";
import { corpusCases } from "../../corpus/cases.js";
import { thumbprintOf } from "../gateway/connection-rules.js";
import { certificates } from "../world/certificates.js";

function ofCorpus(): readonly (readonly [string, string])[] {
  return corpusCases.flatMap(({ id, input }) => {
    const files = readdirSync(input);
    return files.length === 1 && files[0] === "policy.xml"
      ? [[id, readFileSync(`${input}/policy.xml`, "utf8")] as const]
      : [];
  });
}

/** Thumbprints in documents are made up: that of a certificate of the tests takes their place. */
const pinned = ([name, text]: readonly [string, string]): readonly [string, string] => [
  name,
  text.replaceAll(/(?<=["'])[0-9A-Fa-f]{40}(?=["'])/g, thumbprintOf(certificates.pinned.certificate)),
];

const inbound = (inner: string): string => `<policies><inbound><base />${inner}</inbound></policies>`;
const denied = (condition: string, status = 403): string =>
  `<choose><when condition="@(${condition})"><return-response><set-status code="${status}" /></return-response></when></choose>`;
const token = (more = ""): string =>
  `<validate-jwt header-name="Authorization" output-token-variable-name="jwt"><openid-config url="https://id.shop.example/.well-known/openid-configuration" /><audiences><audience>shop</audience></audiences>${more}</validate-jwt>`;
const claim = (name: string, ...values: readonly string[]): string =>
  `((Jwt)context.Variables["jwt"]).Claims["${name}"].Contains("${values.join('") X "')}")`;

function others(): readonly (readonly [string, string])[] {
  return Object.entries({
    "denial of a method": denied('context.Request.Method == "DELETE"'),
    "denial of all but two methods": denied('!new [] {"GET", "POST"}.Contains(context.Request.Method)'),
    "denial of an operation by id": denied('context.Operation.Id == "create"'),
    "denial of an operation by name": denied('context.Operation.Name == "Read one"'),
    "denial of an API by path": denied('context.Api.Path == "shop"'),
    "denial of an API by name": denied('context.Api.Name == "All orders"'),
    "denial outside of products": denied("context.Product == null"),
    "denial of all other products": denied('context.Product?.Id != "gold"'),
    "denial of other products by name": denied('context.Product?.Name != "Gold plan"'),
    "denial without a subscription": denied("context.Subscription == null", 401),
    "denial of addresses": denied(
      'context.Request.IpAddress == "203.0.113.9" || context.Request.IpAddress == "192.0.2.77"',
    ),
    "denial of all other addresses": denied(
      'context.Request.IpAddress != "203.0.113.9" && context.Request.IpAddress != "203.0.113.7"',
    ),
    "denial without a certificate": denied("context.Request.Certificate == null"),
    "denial of other certificates": denied(
      'context.Request.Certificate == null || context.Request.Certificate.Thumbprint != "AA11BB22CC33DD44EE55FF66AA77BB88CC99DD00"',
    ),
    "denial of another header": denied(
      'context.Request.Headers.GetValueOrDefault("x-plan", "") != "gold" && context.Request.Headers.GetValueOrDefault("x-plan", "") != "silver"',
    ),
    "denial without a header, for a method": denied(
      'context.Request.Method == "POST" && !context.Request.Headers.ContainsKey("x-reason")',
    ),
    "denial without both of two roles":
      token() + denied(`!${claim("roles", "a")} || !${claim("roles", "b")}`),
    "denial without one of two roles":
      token() + denied(`!${claim("roles", "a")} &amp;&amp; !${claim("roles", "b")}`),
    "denial without a claim": token() + denied('!((Jwt)context.Variables["jwt"]).Claims.ContainsKey("org")'),
    "denial of another claim, for a method":
      token() + denied(`context.Request.Method == "POST" &amp;&amp; !${claim("scp", "write")}`),
    "an address for an operation only":
      '<choose><when condition="@(context.Operation.Id == "read")"><ip-filter action="allow"><address>203.0.113.9</address></ip-filter></when></choose>',
    "a limit for one product only":
      '<choose><when condition="@(context.Product?.Id == "gold")"><rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Request.IpAddress)" /></when><otherwise><rate-limit-by-key calls="1" renewal-period="30" counter-key="all" /></otherwise></choose>',
    "a header or another, by method":
      '<choose><when condition="@(context.Request.Method == "GET")"><check-header name="x-read" failed-check-httpcode="400" failed-check-error-message="R" ignore-case="true"><value>Yes</value></check-header></when><when condition="@(context.Request.Method == "POST")"><check-header name="x-write" failed-check-httpcode="409" failed-check-error-message="W" ignore-case="false"><value>Yes</value></check-header></when><otherwise><check-header name="x-other" failed-check-httpcode="412" failed-check-error-message="O" ignore-case="false" /></otherwise></choose>',
    "tokens of two kinds":
      token() +
      '<validate-jwt header-name="x-user" failed-validation-httpcode="403"><openid-config url="https://users.example/.well-known/openid-configuration" /><audiences><audience>users</audience><audience>people</audience></audiences><required-claims><claim name="scp" match="all" separator=" "><value>read</value><value>write</value></claim></required-claims></validate-jwt>',
    "an issuer besides that of the document":
      '<validate-jwt header-name="Authorization" require-expiration-time="false"><openid-config url="https://id.shop.example/.well-known/openid-configuration" /><audiences><audience>shop</audience></audiences><issuers><issuer>https://another.example</issuer></issuers></validate-jwt>',
    "the issuer of the document, listed":
      '<validate-jwt header-name="Authorization"><openid-config url="https://id.shop.example/.well-known/openid-configuration" /><audiences><audience>shop</audience></audiences><issuers><issuer>https://id.shop.example</issuer></issuers></validate-jwt>',
    "the issuers of some of all tenants":
      '<validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration" /><audiences><audience>shop</audience></audiences><issuers><issuer>https://login.microsoftonline.com/99990000-1111-4222-8333-444455556666/v2.0</issuer></issuers></validate-jwt>',
    "no issuer of all tenants":
      '<validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration" /><audiences><audience>shop</audience></audiences></validate-jwt>',
    "an answer for everyone": '<mock-response status-code="200" />',
    "an answer after a rule":
      token() + '<return-response><set-status code="200" /><set-body>closed</set-body></return-response>',
    "an answer for a method":
      '<choose><when condition="@(context.Request.Method == "GET")"><return-response><set-status code="204" /></return-response></when></choose>',
    "a claim among others":
      token() + denied('((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("roles", "") != "a"'),
    "the claim of the first of two tokens":
      token() +
      '<validate-jwt header-name="x-user"><openid-config url="https://users.example/.well-known/openid-configuration" /><audiences><audience>users</audience></audiences></validate-jwt>' +
      denied(`!${claim("roles", "a")}`),
    "claims of all kinds": token(
      '<required-claims><claim name="roles" match="all"><value>a</value><value>b</value></claim><claim name="plan" match="any"><value>x</value><value>y</value></claim><claim name="org" /></required-claims>',
    ),
    "two rate limits":
      '<rate-limit-by-key calls="3" renewal-period="60" counter-key="@(context.Request.IpAddress)" /><rate-limit-by-key calls="2" renewal-period="7" counter-key="@(context.Subscription?.Id ?? "none")" />',
    "a rate limit with weight":
      '<rate-limit-by-key calls="5" renewal-period="60" counter-key="@(context.Request.IpAddress)" increment-count="2" />',
    "a rate limit of good answers":
      '<rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Request.IpAddress)" increment-condition="@(context.Response.StatusCode >= 200 &amp;&amp; context.Response.StatusCode &lt; 300)" />',
    "a rate limit of all but one answer":
      '<rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Request.IpAddress)" increment-condition="@(context.Response.StatusCode != 409)" />',
    "limits by API and operation":
      '<rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Api.Id)" /><rate-limit-by-key calls="1" renewal-period="7" counter-key="@(context.Operation.Id)" />',
    "a limit by product and address":
      '<quota-by-key calls="4" renewal-period="3600" counter-key="@(context.Product?.Id + "-" + context.Request.IpAddress)" />',
    "a small rate limit": '<rate-limit calls="2" renewal-period="60" />',
    "a small quota": '<quota calls="3" renewal-period="86400" />',
    "a quota with parts":
      '<quota calls="6" renewal-period="86400"><api name="All orders" calls="4" renewal-period="86400"><operation name="Create one" calls="1" renewal-period="86400" /></api></quota>',
    "a rate limit with parts":
      '<rate-limit calls="6" renewal-period="60"><api id="orders" calls="3" renewal-period="60"><operation id="create" calls="1" renewal-period="7" /></api></rate-limit>',
    "a partner's certificate":
      '<validate-client-certificate validate-revocation="false"><identities><identity common-name="partner.example" /><identity dns-name="other.example" /></identities></validate-client-certificate>',
    "any address of two ranges":
      '<ip-filter action="allow"><address-range from="10.4.0.0" to="10.4.0.255" /><address-range from="203.0.113.0" to="203.0.113.8" /></ip-filter>',
    "closed for an operation": denied(
      'context.Operation.Id == "drop" || context.Request.Method == "POST"',
      401,
    ),
  }).map(([name, inner]) => [name, inbound(inner)]);
}

/** Policy documents by a name for the test: those that stand alone in the corpus, and others for what it lacks. */
export const documents: ReadonlyMap<string, string> = new Map([...ofCorpus(), ...others()].map(pinned));

/** Whether a document is one of the tests: it is carried as a whole where it can stand. */
export const isOurs = (name: string): boolean => name.includes(" ");
