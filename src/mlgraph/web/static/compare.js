// The plan and its alternatives, as strips on a common axis of time.

/** @import { PlanText } from "./api.js" */
import { el } from "./dom.js";
import { drawAxis, drawBars, findSpan, listPosts } from "./timeline.js";

/**
 * @param {PlanText[]} plans
 * @param {number} chosen
 * @param {(place: number) => void} choose
 */
export function drawStrips(plans, chosen, choose) {
  const span = findSpan(plans);
  const options = plans.map((plan, place) => drawOption(plan, place, chosen, span, plans[0], choose));
  return el("fieldset", { class: "choices" }, el("legend", {}, "Plans, the fastest first"), drawAxis(span), ...options);
}

/**
 * @param {PlanText} plan
 * @param {number} place
 * @param {number} chosen
 * @param {number} span
 * @param {PlanText} best
 * @param {(place: number) => void} choose
 */
function drawOption(plan, place, chosen, span, best, choose) {
  const on = { change: () => choose(place) };
  const radio = el("input", { type: "radio", name: "choice", value: place, on });
  radio.checked = place === chosen;
  const later = (plan.stops.at(-1)?.months ?? 0) - (best.stops.at(-1)?.months ?? 0);
  const change = later > 0.05 ? `${later.toFixed(1).replace(/\.0$/, "")} months later` : place ? "as fast" : "";
  const stops = listPosts(plan);
  const strips = stops.slice(1).flatMap((next, at) => drawBars(stops[at], next, span));
  return el(
    "label",
    { class: "option" },
    el("span", { class: "name" }, radio, el("span", { class: "what" }, plan.way)),
    el("span", { class: "bars", "aria-hidden": "true" }, ...strips),
    el("span", { class: "hours" }, plan.brief, change && `, ${change}`),
  );
}
