// The timeline of a plan: bars for the time in each job, and below them bars for study.

/** @import { Child, Open } from "./dom.js" */
/** @import { PlanText, StayText, StopText } from "./api.js" */
import { el, makeLink, quiet } from "./dom.js";
import { formatMonth } from "./schedule.js";

// in months; a shorter pause between two studies would not be visible
const SHORTEST_PAUSE = 0.05;
// in months, longer than what rounding takes from a stay
const ROUNDED = 0.05;
// possible steps between two years on the axis, and the most marks whose dates have room on a phone
const STEPS = [0.5, 1, 2, 5, 10];
const MOST_MARKS = 5;

/**
 * @param {PlanText} plan
 * @param {Open} open
 */
export function drawTimeline(plan, open) {
  const span = findSpan([plan]);
  const stops = listPosts(plan);
  const posts = stops.map((stop, index) => drawPost(plan, stop, stops[index + 1], span, open));
  const studies = plan.stops.flatMap((stop) => (stop.studies.length ? [drawStudy(stop, span)] : []));
  return [
    el(
      "div",
      { class: "chart" },
      drawAxis(span, plan.start),
      el("ol", { class: "stairs", "aria-label": "The plan" }, ...posts),
    ),
    studies.length > 0 && el("h3", {}, `Study, ${plan.pace} hours a week`),
    studies.length > 0 &&
      el("div", { class: "chart" }, el("ol", { class: "stairs", "aria-label": "Study" }, ...studies)),
    drawLegend([plan], studies.length > 0),
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
  stops.filter(({ kind, months }, index) => {
    const before = stops[index - 1];
    return kind !== "stage" || before?.kind !== "role" || before.months < months || index === stops.length - 1;
  });

/**
 * Return the years between two marks on the axis.
 * @param {number} span
 */
const findStep = (span) => STEPS.find((each) => span / 12 / each <= MOST_MARKS) ?? 20;

/**
 * Draw an axis of time, whose marks state the years after the first day and their dates.
 * @param {number} span
 * @param {string} start
 */
export function drawAxis(span, start) {
  const step = findStep(span);
  const marks = Array.from({ length: Math.floor(span / 12 / step) }, (_, index) => (index + 1) * step);
  return el(
    "div",
    { class: "axis", "aria-hidden": "true" },
    ...marks.map((year) => place(el("span", {}, `${year} y\n${formatMonth(start, year * 12)}`), 0, year * 12, span)),
  );
}

/**
 * Draw bars above the lines of the axis.
 * @param {number} span
 * @param {...Child} bars
 */
export function drawRow(span, ...bars) {
  const row = el("span", { class: "bars", "aria-hidden": "true" }, ...bars);
  row.style.setProperty("--step", `${(1200 * findStep(span)) / span}%`);
  return row;
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
    el("div", { class: "name" }, makeLink(stop, open), quiet(stop.day)),
    drawRow(span, ...drawExperience(plan, stop, span), ...bars),
    el("p", { class: "quiet decides" }, words),
  );
}

/**
 * Draw the stays that give the experience which decides the last date. Each stay alone has time to spare, since another
 * one could be longer instead.
 * @param {PlanText} plan
 * @param {StopText} stop
 * @param {number} span
 */
function drawExperience({ stops, low }, stop, span) {
  if (!stop.is_critical || stop.waits_for !== "experience") return [];
  const last = (/** @type {number} */ stay) => stops[stay + 1].months - stops[stay].months;
  const spare = (/** @type {StayText} */ { stays, months }) =>
    stays.reduce((total, stay) => total + last(stay), -months);
  const [asked] = stop.asks.filter((each) => spare(each) < ROUNDED).sort((a, b) => b.stays.length - a.stays.length);
  if (!asked) return [];
  const words = `${Math.round(asked.months)} months of experience`;
  const begins = stops[asked.stays[0]].months;
  // the words end where the range of arrivals begins
  const ends = stop === stops.at(-1) ? Math.max(begins, Math.min(low, stop.months)) : stop.months;
  return [
    ...asked.stays.map((stay) => place(el("i", { class: "gained" }), stops[stay].months, stops[stay + 1].months, span)),
    place(el("span", { class: "gained" }, words), begins, ends, span),
  ];
}

/**
 * Draw the time in a post. The required part is solid, and then comes the wait.
 * @param {StopText} stop
 * @param {StopText} next
 * @param {number} span
 */
export function drawBars(stop, next, span) {
  const kind = `${stop.kind}${next.is_critical ? " critical" : ""}`;
  // a wait that follows makes up for a later end of the required time
  const required = next.months > next.free ? stop.kind : kind;
  const waits = next.waits_for === "study" || next.waits_for === "post" ? "for-study" : "for-experience";
  const bars = [
    next.free > stop.months && place(el("i", { class: `bar required ${required}` }), stop.months, next.free, span),
    next.months > next.free && place(el("i", { class: `bar ${waits} ${kind}` }), next.free, next.months, span),
  ].filter((bar) => bar !== false);
  bars[0]?.classList.add("first");
  return bars;
}

/**
 * @param {PlanText} plan
 * @param {StopText} stop
 * @param {number} span
 */
export function drawArrival({ low, high }, stop, span) {
  return [
    high > low && place(el("i", { class: `whisker ${stop.kind}` }), low, high, span),
    place(el("i", { class: `arrival ${stop.kind}` }), stop.months, stop.months, span),
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
    place(el("i", { class: `bar study-bar${stop.is_study_critical ? " critical" : ""}` }), begins, ends, span),
  );
  return el(
    "li",
    { class: "stop" },
    el("div", { class: "name" }, el("span", {}, `for ${stop.title}`), quiet(stop.learn)),
    drawRow(span, ...bars),
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

/**
 * Draw the key of the bars. It calls them strong or pale, since dark and light are exchanged in dark colours.
 * @param {PlanText[]} plans
 * @param {boolean} hasStudy
 */
export function drawLegend(plans, hasStudy) {
  const hasStages = plans.flatMap(listPosts).some(({ kind }) => kind === "stage");
  const bars = ["bar required", "bar for-study", "bar for-experience"];
  const samples = [
    { words: "required time in a post", names: ["bar required critical"] },
    hasStages && { words: "time at a stage", names: ["bar required critical stage"] },
    hasStudy && { words: "study", names: ["bar study-bar critical"] },
    { words: "waiting for study", names: ["bar for-study"] },
    { words: "waiting for experience", names: ["bar for-experience"] },
    { words: "arrival", names: ["arrival"] },
    { words: "8 in 10 arrive", names: ["whisker"] },
    { words: "strong or dense: decides the last date", names: bars.map((name) => `${name} critical`) },
    { words: "pale or sparse: could end later without delay", names: bars },
  ];
  const parts = samples.map(
    (each) => each && el("span", {}, ...each.names.map((name) => el("i", { class: name })), each.words),
  );
  return el("p", { class: "samples note" }, ...parts);
}
