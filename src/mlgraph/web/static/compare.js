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
  const sides = chooseSides(plans);
  const options = plans.map((plan, number) => drawOption(plan, number, chosen, span, sides, choose));
  const legend = el("legend", {}, "Plans, the fastest first; below a figure, the difference from the first plan");
  const axis = drawAxis(span, plans[0].start);
  return el("fieldset", { class: "choices" }, legend, axis, ...options, drawLegend(plans, false));
}

/**
 * Return for each post whether its name stands above or below its bar, which is the same in all plans. In a plan, the
 * names take turns, so that each has the room of two posts. The last name is above.
 * @param {PlanText[]} plans
 */
function chooseSides(plans) {
  /** @type {Map<string, string>} */
  const sides = new Map();
  for (const plan of plans) {
    let side = "below";
    for (const { id } of listPosts(plan).reverse()) {
      side = sides.get(id) ?? (side === "above" ? "below" : "above");
      sides.set(id, side);
    }
  }
  return sides;
}

/**
 * @param {PlanText} plan
 * @param {number} number
 * @param {number} chosen
 * @param {number} span
 * @param {Map<string, string>} sides
 * @param {(index: number) => void} choose
 */
function drawOption(plan, number, chosen, span, sides, choose) {
  const on = { change: () => choose(number) };
  const radio = el("input", { type: "radio", name: "choice", value: number, on });
  radio.checked = number === chosen;
  const stops = listPosts(plan);
  const last = stops[stops.length - 1];
  const strips = stops.slice(1).flatMap((next, at) => drawBars(stops[at], next, span));
  const names = stops.map(({ id, title, months }, at) => {
    const side = sides.get(id) ?? "";
    const next = stops.slice(at + 1).find((each) => sides.get(each.id) === side);
    return place(el("span", { class: side }, title), months, next?.months ?? span, span);
  });
  const costs = plan.brief.map(({ value, change }) =>
    el("span", {}, value, change && el("span", { class: change < "-" ? "more" : "" }, change)),
  );
  const stem = plan.high > plan.low && place(el("i", { class: `stem ${last.kind}` }), last.months, last.months, span);
  return el(
    "label",
    { class: "option" },
    el("span", { class: "name" }, radio, el("span", { class: "what" }, plan.way)),
    drawRow(span, ...strips, stem, ...drawArrival(plan, last, span), ...names),
    el("span", { class: "stops quiet" }, stops.map(({ title }) => title).join(" › ")),
    el("span", { class: "hours" }, ...costs),
  );
}
