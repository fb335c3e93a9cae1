import { asAnswer, sameValue } from "./applications.js";
import { notFound, type Answer, type Call } from "./call.js";
import type { Judge } from "./judge.js";
import { checkQuery, nextPage, page, selected } from "./lists.js";

const HOME = "§4 7: `DELETE /directory/deletedItems/{id}` for what this instance made";

export function listBin(call: Call, judge: Judge, kind: string): Answer {
  const next = nextPage(call, judge);
  if (next !== undefined) return next;
  checkQuery(call, judge, ["$select", "$top"]); // sifted by the reader
  const { applications, principals } = judge.tenant;
  const found =
    kind === "application"
      ? applications
          .filter(({ value }) => value.deletedDateTime !== null)
          .map(({ value }) => asAnswer(value, call))
      : principals
          .filter(({ value }) => value.deletedDateTime !== null)
          .map(({ value }) => selected(value, call));
  return page(found, `directoryObjects`, call, judge);
}

/** Restores an application without its service principal, or a service principal with its assignments. */
export function restore(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  if (call.text !== "") judge.violation("§4 1r: restore has no body", call);
  const { applications, principals } = judge.tenant;
  const app = applications.find(({ value }) => value.id === id && value.deletedDateTime !== null);
  const sp = principals.find(({ value }) => value.id === id && value.deletedDateTime !== null);
  const found = app ?? sp;
  if (found === undefined) throw notFound(id);
  if (found.foreign) judge.violation("§4 1r: restored is what is ours", call);
  if (app !== undefined && !app.value.tags.includes(`productAuth:instance=${judge.options.instance}`))
    judge.violation("§4 1r: restored is what is ours", call);
  const clash = applications.some(
    ({ value }) =>
      value !== app?.value && value.identifierUris.some((uri) => app?.value.identifierUris.includes(uri)),
  );
  if (clash) throw sameValue("identifierUris");
  if (
    sp !== undefined &&
    !applications.some(({ value }) => value.appId === sp.value.appId && value.deletedDateTime === null)
  )
    judge.violation("§4 1r: the application first, then the service principal's", call);
  found.value.deletedDateTime = null;
  judge.made.add(id);
  return {
    status: 200,
    body: {
      "@odata.type": `#microsoft.graph.${app === undefined ? "servicePrincipal" : "application"}`,
      ...(app === undefined ? sp!.value : asAnswer(app.value, call)),
    },
  };
}

export function purge(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const { applications, principals } = judge.tenant;
  const found = [...applications, ...principals].find(
    ({ value }) => value.id === id && value.deletedDateTime !== null,
  );
  if (found === undefined) throw notFound(id);
  const app = applications.find(({ value }) => value.id === id)?.value;
  if (
    found.foreign ||
    (app !== undefined && !app.tags.includes(`productAuth:instance=${judge.options.instance}`))
  )
    judge.violation(HOME, call);
  judge.tenant.purge(id);
  return { status: 204 };
}
