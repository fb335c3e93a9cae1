import { rendering } from "../portal/rendering.js";
import { signIns } from "../portal/sign-ins.js";
import { sizes } from "../portal/sizes.js";
import { weights } from "../portal/weights.js";
import type { Part } from "./part.js";

/** What the developer portal weighs and takes. No peers: no other package is a portal in the process of an API. */
export const portal: Part = {
  name: "portal",
  title: "Developer portal",
  says: "weight of every page and file, time of every page, also with many users, and an API's latency during 50 sign-ins a minute",
  seconds: 240,
  secondsAlone: 240,
  figures: () => [], // it measures the demo, which `compare` does not build
  async measure({ quick, tell }) {
    tell(0, "weights");
    const pages = await weights();
    const times = await rendering(quick, (share) => tell(0.05 + share * 0.15, "time of each page"));
    const many = await sizes(quick, (share, what) => tell(0.2 + share * 0.3, what));
    const latency = await signIns(quick, (share) => tell(0.5 + share * 0.5, "50 sign-ins a minute"));
    return { tables: [...pages, times, many, latency] };
  },
};
