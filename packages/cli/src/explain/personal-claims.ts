import { jsonText } from "@product-auth/core/adapter";

/** Names of claims that identify people, without punctuation ("Access token claims reference", Entra; OpenID Connect Core 1.0 §5.1). */
const PERSONAL = new Set([
  ...["name", "givenname", "familyname", "surname", "middlename", "nickname", "displayname", "commonname"],
  ...["upn", "uniquename", "preferredusername", "username", "loginhint", "nameid", "nameidentifier"],
  ...["email", "emails", "emailaddress", "mail", "verifiedprimaryemail", "verifiedsecondaryemail"],
  ...["phone", "phonenumber", "mobilephone", "homephone", "address", "streetaddress", "postalcode"],
  ...["birthdate", "dateofbirth", "gender", "picture", "profile", "website"],
  ...["ipaddr", "puid", "altsecid", "onpremsid", "onpremisessamaccountname", "employeeid", "deviceid"],
]);

const E_MAIL = /[^\s"@]@[^\s"@]+\.[^\s"@]/;

/** Claims to leave out: they identify a person by name, address or number, whichever issuer defines them. */
export function hiddenClaims(claims: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(claims).filter(
    (name) => PERSONAL.has(plain(name)) || isUserId(name, claims) || E_MAIL.test(textOf(claims[name])),
  );
}

// Older claims are URLs: http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress.
const plain = (name: string) => (name.split(/[/:]/).at(-1) ?? "").toLowerCase().replace(/[^a-z]/g, "");

// The subject of an application's token is the application.
function isUserId(
  name: string,
  { idtyp, oid, sub, client_id: client, azp }: Readonly<Record<string, unknown>>,
) {
  if (name !== "oid" && name !== "sub") return false;
  return idtyp !== "app" && !(sub !== undefined && [oid, client, azp].includes(sub));
}

// A claim that is too deeply nested is not printed at all.
const textOf = (value: unknown): string => jsonText(value) ?? "";
