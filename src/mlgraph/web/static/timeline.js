// The timeline of a plan: bars for the time in each job, and below them bars for study.

/** @import { Open } from "./dom.js" */
/** @import { PlanText, StopText } from "./api.js" */
import { el, link, quiet } from "./dom.js";

// in months; a shorter pause between two studies would not be visible
const SHORTEST_PAUSE = 0.05;
// possible steps between two years on the axis
const STEPS = [0.5, 1, 2, 5, 10];

/**
 * @param {PlanText} plan
 * @param {Open} open
 */
export function drawTimeline(plan, open) {
  const span = findSpan([plan]);
  const stops = listPosts(plan);
  const posts = stops.map((stop, place) => drawPost(plan, stop, stops[place + 1], span, open));
  const studies = plan.stops.flatMap((stop) => (stop.studies.length ? [drawStudy(stop, span)] : []));
  return [
    el("div", { class: "chart" }, drawAxis(span), el("ol", { class: "stairs", "aria-label": "The plan" }, ...posts)),
    studies.length > 0 && el("h3", {}, `Study, ${plan.pace} hours a week`),
    studies.length > 0 &&
      el("div", { class: "chart" }, el("ol", { class: "stairs", "aria-label": "Study" }, ...studies)),
    drawLegend(),
  ].filter((part) => part !== false);
}

/**
 * Return how many months an axis must span.
 * @param {PlanText[]} plans
 */
export const findSpan = (plans) =>
  Math.max(1, ...plans.flatMap(({ high, stops }) => [high, stops.at(-1)?.months ?? 0])) * 1.02;

/**
 * Return the stops of a plan. A stage that is reached at once from a post is left out, since the person still holds the
 * post.
 * @param {PlanText} plan
 */
export const listPosts = ({ stops }) =>
  stops.filter(({ kind, months }, place) => {
    const before = stops[place - 1];
    return kind !== "stage" || before?.kind !== "role" || before.months < months || place === stops.length - 1;
  });

/** @param {number} span */
export function drawAxis(span) {
  const years = span / 12;
  const step = STEPS.find((each) => years / each <= 8) ?? 20;
  const marks = Array.from({ length: Math.floor(years / step) }, (_, place) => (place + 1) * step);
  return el(
    "div",
    { class: "axis", "aria-hidden": "true" },
    ...marks.map((year) => place(el("span", {}, `${year} y`), year * 12, year * 12, span)),
  );
}

/**
 * Place an element on the axis, by its months.
 * @param {HTMLElement} made
 * @param {number} begins
 * @param {number} ends
 * @param {number} span
 */
export function place(made, begins, ends, span) {
  made.style.setProperty("left", `${(100 * begins) / span}%`);
  made.style.setProperty("width", `${(100 * (ends - begins)) / span}%`);
  return made;
}

/**
 * @param {PlanText} plan
 * @param {StopText} stop
 * @param {StopText | undefined} next
 * @param {number} span
 * @param {Open} open
 */
function drawPost(plan, stop, next, span, open) {
  const bars = next ? drawBars(stop, next, span) : drawArrival(plan, stop, span);
  const words = [stop.decides, ...stop.waits].filter(Boolean).join(". ");
  return el(
    "li",
    { class: `stop ${stop.kind}` },
    el("div", { class: "name" }, link(stop, open), quiet(stop.day)),
    el("div", { class: "bars", "aria-hidden": "true" }, ...bars),
    el("p", { class: "quiet decides" }, words),
  );
}

/**
 * Draw the time in a post. The required part is solid, and then comes the wait.
 * @param {StopText} stop
 * @param {StopText} next
 * @param {number} span
 */
export function drawBars(stop, next, span) {
  const decides = next.is_critical ? " critical" : "";
  const waits = next.waits_for === "study" || next.waits_for === "post" ? "for-study" : "for-experience";
  return [
    next.free > stop.months && place(el("i", { class: `bar required${decides}` }), stop.months, next.free, span),
    next.months > next.free && place(el("i", { class: `bar ${waits}${decides}` }), next.free, next.months, span),
  ];
}

/**
 * @param {PlanText} plan
 * @param {StopText} stop
 * @param {number} span
 */
function drawArrival({ low, high }, stop, span) {
  return [
    high > low && place(el("i", { class: "whisker" }), low, high, span),
    place(el("i", { class: "arrival" }), stop.months, stop.months, span),
  ];
}

/**
 * Draw the study for a stop. Study without a pause is one bar.
 * @param {StopText} stop
 * @param {number} span
 */
function drawStudy(stop, span) {
  const longest = [...stop.studies].sort((a, b) => b.load - a.load).slice(0, 3);
  const more = stop.studies.length > longest.length ? ", ..." : "";
  const bars = findStudyTimes(stop).map(([begins, ends]) =>
    place(el("i", { class: "bar study-bar" }), begins, ends, span),
  );
  return el(
    "li",
    { class: "stop" },
    el("div", { class: "name" }, el("span", {}, `for ${stop.title}`), quiet(stop.learn)),
    el("div", { class: "bars", "aria-hidden": "true" }, ...bars),
    el("p", { class: "quiet" }, longest.map(({ title }) => title).join(", ") + more),
  );
}

/**
 * Return the times of study for a stop, in months after the first day. Study without a pause is one time.
 * @param {StopText} stop
 */
function findStudyTimes({ studies }) {
  /** @type {[number, number][]} */
  const times = [];
  for (const { from_month, to_month } of studies) {
    const last = times.at(-1);
    if (last && from_month - last[1] < SHORTEST_PAUSE) last[1] = to_month;
    else times.push([from_month, to_month]);
  }
  return times;
}

function drawLegend() {
  const samples = {
    required: "required time in a post",
    "for-study": "waits for study",
    "for-experience": "waits for experience",
  };
  const parts = Object.entries(samples).map(([name, words]) =>
    el("span", {}, el("i", { class: `bar ${name}` }), words),
  );
  const range = el("span", {}, el("i", { class: "whisker" }), "8 in 10 arrive");
  return el("p", { class: "samples note" }, ...parts, range, "dark: decides the date");
}
