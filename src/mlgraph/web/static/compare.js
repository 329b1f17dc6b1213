// The plan and its alternatives, as strips on a common axis of time.

/** @import { PlanText } from "./api.js" */
import { el } from "./dom.js";
import { drawArrival, drawAxis, drawBars, drawLegend, drawRow, findSpan, listPosts, place } from "./timeline.js";

/**
 * @param {PlanText[]} plans
 * @param {number} chosen
 * @param {(index: number) => void} choose
 */
export function drawStrips(plans, chosen, choose) {
  const span = findSpan(plans);
  const options = plans.map((plan, number) => drawOption(plan, number, chosen, span, plans[0], choose));
  const legend = el("legend", {}, "Plans, the fastest first");
  const axis = drawAxis(span, plans[0].start);
  return el("fieldset", { class: "choices" }, legend, axis, ...options, drawLegend(plans, false));
}

/**
 * @param {PlanText} plan
 * @param {number} number
 * @param {number} chosen
 * @param {number} span
 * @param {PlanText} best
 * @param {(index: number) => void} choose
 */
function drawOption(plan, number, chosen, span, best, choose) {
  const on = { change: () => choose(number) };
  const radio = el("input", { type: "radio", name: "choice", value: number, on });
  radio.checked = number === chosen;
  const later = (plan.stops.at(-1)?.months ?? 0) - (best.stops.at(-1)?.months ?? 0);
  const change = later > 0.05 ? `${later.toFixed(1).replace(/\.0$/, "")} months later` : number ? "as fast" : "";
  const stops = listPosts(plan);
  const strips = stops.slice(1).flatMap((next, at) => drawBars(stops[at], next, span));
  const arrival = drawArrival(plan, stops[stops.length - 1], span);
  // names stand above and below the bars in turn, so that each has the room of two posts
  const names = stops.map(({ title, months }, at) =>
    place(el("span", {}, title), months, stops[at + 2]?.months ?? span, span),
  );
  return el(
    "label",
    { class: "option" },
    el("span", { class: "name" }, radio, el("span", { class: "what" }, plan.way)),
    drawRow(span, ...strips, ...arrival, ...names),
    el("span", { class: "stops quiet" }, stops.map(({ title }) => title).join(" › ")),
    el("span", { class: "hours" }, plan.brief, change && `, ${change}`),
  );
}
