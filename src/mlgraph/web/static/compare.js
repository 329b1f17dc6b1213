// The plan and its alternatives, as strips on a common axis of time.

/** @import { PlanText } from "./api.js" */
import { el, findById } from "./dom.js";
import { drawArrival, drawAxis, drawBars, drawLegend, drawRow, findSpan, listPosts, place } from "./timeline.js";

// in pixels: about how wide a letter of a name is, the space after a name, and the columns beside the bars
const [LETTER, SPACE, BESIDE] = [6.4, 8, 564];

/**
 * @param {PlanText[]} plans
 * @param {number} chosen
 * @param {(index: number) => void} choose
 */
export function drawStrips(plans, chosen, choose) {
  const span = findSpan(plans);
  const pixel = span / Math.max(1, findById("plan").clientWidth - BESIDE);
  const measure = (/** @type {string} */ title) => (title.length * LETTER + SPACE) * pixel;
  const below = findBelow(plans, measure);
  const options = plans.map((plan, number) => {
    const names = drawNames(plan, below, measure, span);
    return drawOption(plan, number, chosen, span, names, choose);
  });
  const legend = el("legend", {}, "Plans, the fastest first; below a figure, the difference from the first plan");
  const axis = drawAxis(span, plans[0].start);
  return el("fieldset", { class: "choices" }, legend, axis, ...options, drawLegend(plans, false));
}

/**
 * Return the posts whose names stand below their bars, since above them they would meet the next name in some plan. The
 * last name is above.
 * @param {PlanText[]} plans
 * @param {(title: string) => number} measure - returns the width of a name, in months
 */
function findBelow(plans, measure) {
  /** @type {Set<string>} */
  const below = new Set();
  for (let before = -1; before < below.size; ) {
    before = below.size;
    for (const plan of plans) {
      const above = listPosts(plan).filter(({ id }) => !below.has(id));
      const tight = above.findIndex(({ title, months }, at) => months + measure(title) > above[at + 1]?.months);
      if (tight >= 0) below.add(above[tight + 2 < above.length ? tight + 1 : tight].id);
    }
  }
  return below;
}

/**
 * Draw the names of the posts of a plan where they begin. A name below its bar is near it, unless another name or the
 * range of dates is there.
 * @param {PlanText} plan
 * @param {Set<string>} below
 * @param {(title: string) => number} measure
 * @param {number} span
 */
function drawNames(plan, below, measure, span) {
  let taken = 0;
  const named = listPosts(plan).map(({ id, title, months }) => {
    if (!below.has(id)) return { title, months, side: "above" };
    const end = months + measure(title);
    if (months < taken || end > plan.low) return { title, months, side: "below" };
    taken = end;
    return { title, months, side: "below near" };
  });
  return named.map(({ title, months, side }, at) => {
    const next = named.slice(at + 1).find((each) => each.side === side);
    return place(el("span", { class: side }, title), months, next?.months ?? span, span);
  });
}

/**
 * @param {PlanText} plan
 * @param {number} number
 * @param {number} chosen
 * @param {number} span
 * @param {HTMLElement[]} names
 * @param {(index: number) => void} choose
 */
function drawOption(plan, number, chosen, span, names, choose) {
  const on = { change: () => choose(number) };
  const radio = el("input", { type: "radio", name: "choice", value: number, on });
  radio.checked = number === chosen;
  const stops = listPosts(plan);
  const last = stops[stops.length - 1];
  const strips = stops.slice(1).flatMap((next, at) => drawBars(stops[at], next, span));
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
