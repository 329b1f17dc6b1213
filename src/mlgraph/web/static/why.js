// The reasons for a plan: what is proven, what decides each date, and what the figures rest on.

/** @import { Open } from "./dom.js" */
/** @import { PlanText, StopText } from "./api.js" */
import { el, makeLink } from "./dom.js";

/**
 * @param {PlanText} plan
 * @param {Open} open
 */
export function drawReasons(plan, open) {
  const joinReasons = (/** @type {StopText} */ stop) => [stop.decides, ...stop.waits].filter(Boolean).join(". ");
  return [
    ...plan.remarks.map((remark) => el("p", {}, remark)),
    el("h3", {}, "What decides when you start"),
    el(
      "ul",
      { class: "rows" },
      ...plan.stops
        .filter(joinReasons)
        .map((stop) =>
          el("li", {}, makeLink(stop, open), el("p", { class: "quiet" }, `${stop.day}. ${joinReasons(stop)}`)),
        ),
    ),
  ];
}
