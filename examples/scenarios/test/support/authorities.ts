import { makeAuthority, readAuthority, type Authority } from "../../src/ground/authority.js";

/** For all tests of this process. */
export const authority: Authority = await readAuthority(makeAuthority());
/** Nothing trusts it. */
export const anotherAuthority: Authority = await readAuthority(makeAuthority());
