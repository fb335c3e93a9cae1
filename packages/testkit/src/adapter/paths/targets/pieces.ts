/** What is put at the end of a target or of a segment, or anywhere: what some reader takes for an end, or for nothing. */
export const ENDS: readonly string[] = [
  ...listed("# #x #/x #? #;x /# %23 %23x ; ;x ;/ ;x=1/y %3b %3Bx ..; /..;/ ? ?? ?x#y %3f %3Fx"),
  ...listed("/ // /. /./ /.. /../ /x/.. /x/../ %2f %2F %5c \\ %2e %2e%2e /%2e%2e/ /%2e/ /.%2e/ . .. ..."),
  ...listed(
    "+ %20 %09 %0a %0d %00 %7f % %2 %zz %u002f %ff %c0%af %e0%80%af %ed%a0%80 %a0 %c2%a0 %ef%bb%bf %e2%80%8b",
  ),
  ...listed("* | ^ \" < > { } [ ] ` ' : %3a @ %40 & = , ! $ ~ %252f %2523 %253b /%2561 .json %2ejson"),
  ...listed("/x /items /export /7 /any/x /files/x/y"),
  // White space that url.parse cuts off, and what looks like it. HTTP/2 lets the upper half of bytes through.
  ...[
    "\u00a0",
    "\u00a0x",
    "\\\u00a0",
    "\u00c2\u00a0",
    "\u0085",
    "\u00ad",
    "\t",
    " ",
    "\f",
    "\ufeff",
    "\u2028",
  ],
];

/** What stands in place of a slash. */
export const SLASHES: readonly string[] = listed(
  "%2f %2F // \\ %5c %5C /./ /x/../ ;/ /;/ /%2e/ %252f #/ ?/ /\\ \\/ /%20/ /// :/ %e2%88%95",
);

/** What stands before a target. */
export const STARTS: readonly string[] = listed(
  "http://api.example HTTP://user:pw@h:9 https://h //h / /. /x/.. /%2e /; /%2f \\ /\\ http: http://h?x http://h# /* ftp://h /../ http://h/v1/.. //h/ ///",
);

/** Characters whose other case is another character, or more than one, in one way of folding or another. */
export const FOLDS: Readonly<Record<string, string>> = { k: "\u212a", s: "\u017f", i: "\u0130", I: "\u0131" };

/** Spellings that a router may read as é or ß. */
export const ACCENTS: readonly string[] = [
  ...listed("%C3%89 %c3%a9 %C3%A9 e%CC%81 E%CC%81 %E9 ss SS %E1%BA%9E e"),
  ...["\u00e9", "\u00c9", "\u00c3\u00a9"],
];

function listed(text: string): readonly string[] {
  return text.split(" ");
}
