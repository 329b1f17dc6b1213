// New dates for a plan of a page in one file, after the pace or the skills of the person have changed. Only a planner
// could find a better route. This module keeps the route, so its dates may be later than necessary.

/** @import { Choice } from "./address.js" */
/** @import { PlanText, StopText } from "./api.js" */

const WEEKS_PER_MONTH = 365.25 / 12 / 7;
const DAYS_PER_MONTH = 365.25 / 12;
// in months, shorter than any study
const INSTANT = 1e-6;
// the months between the end of the study for a later move and the move
const MONTHS_TO_SPARE = 6;
// parts of a date that are written
const MONTH = /** @type {const} */ ({ month: "long", year: "numeric" });
const SHORT = /** @type {const} */ ({ month: "short", year: "numeric" });
const DAY = /** @type {const} */ ({ ...SHORT, day: "numeric" });

/**
 * Return a plan with dates that suit a choice, and with remarks about how reliable these are.
 * @param {PlanText} plan
 * @param {Choice} choice
 * @param {string} words
 * @returns {PlanText}
 */
export function adapt(plan, { pace: typed, have }, words) {
  const pace = Number(typed) || plan.pace;
  const stops = plan.stops.map((stop) => ({ ...stop, studies: stop.studies.filter(({ id }) => !have.includes(id)) }));
  const hours = sum(stops.flatMap(({ studies }) => studies));
  if (pace === plan.pace && hours === sum(plan.stops.flatMap(({ studies }) => studies))) return plan;
  const [moves] = plan.costs.split(", ");
  const study = hours
    ? `${formatCount(coarsen(hours), "hour")} of study at ${formatCount(pace, "hour")} a week`
    : "nothing to learn";
  const moved = move(plan, stops, pace);
  const months = moved.at(-1)?.months ?? 0;
  const shift = months - (plan.stops.at(-1)?.months ?? 0);
  return {
    ...plan,
    pace,
    stops: reschedule(moved, pace, plan.start),
    total: months ? `By ${format(findDay(plan.start, months), MONTH)}, about ${formatMonths(months)}` : plan.total,
    costs: `${moves}, ${study}`,
    range: words,
    remarks: [words],
    low: Math.max(0, plan.low + shift),
    high: Math.max(0, plan.high + shift),
  };
}

/**
 * Return stops with new dates of arrival. A person leaves a post once the months of the move and all study so far have
 * ended, and once all stays so far give the experience and the skills that the plan needs from them.
 * @param {PlanText} plan
 * @param {StopText[]} stops
 * @param {number} pace
 */
function move(plan, stops, pace) {
  const [first, ...others] = stops;
  const moved = [first];
  /** @type {number[]} */
  const stays = [];
  let studied = sum(first.studies);
  for (const [index, stop] of others.entries()) {
    const now = moved[index].months;
    const required = plan.stops[index + 1].free - plan.stops[index].months;
    studied += sum(stop.studies);
    const study = studied / pace / WEEKS_PER_MONTH - now;
    stays.push(Math.max(required, study));
    const lacking = stop.asks.map((ask) => ask.months - ask.stays.reduce((total, stay) => total + stays[stay], 0));
    const more = Math.max(0, ...lacking);
    stays[index] += more;
    const learns = stop.waits_for === "teaching" ? "teaching" : "experience";
    const waits_for = more ? learns : study > required ? "study" : "post";
    moved.push({ ...stop, ...retell(stop, now + stays[index], plan.start), free: now + required, waits_for });
  }
  return moved;
}

/**
 * Give stops new times of study. The study for the first move begins at once. The study for a later move ends half a
 * year before the move. Study begins earlier if it would not end in time.
 * @param {StopText[]} stops
 * @param {number} pace
 * @param {string} start
 */
function reschedule(stops, pace, start) {
  const begins = stops.map(() => 0);
  let latest = Number.POSITIVE_INFINITY;
  for (let index = stops.length - 1; index > 0; index--) {
    const lasts = sum(stops[index].studies) / pace / WEEKS_PER_MONTH;
    const before = stops[index - 1].months;
    latest = Math.min(latest, stops[index].months) - lasts;
    const isLater = stops.slice(1, index).some(({ kind }) => kind === "role");
    const early = isLater ? Math.max(before, stops[index].months - lasts - MONTHS_TO_SPARE) : before;
    begins[index] = Math.min(latest, early);
  }
  let now = 0;
  return stops.map((stop, index) => {
    now = Math.max(now, begins[index]);
    const studies = stop.studies.map((study) => {
      const from_month = now;
      now += study.load / pace / WEEKS_PER_MONTH;
      // the last day is the one before the study is over, not a day on which it is over at midnight
      return { ...study, from_month, to_month: now, day: formatDay(start, Math.max(from_month, now - INSTANT)) };
    });
    return { ...stop, studies };
  });
}

/**
 * @param {StopText} stop
 * @param {number} months
 * @param {string} start
 */
function retell(stop, months, start) {
  const count = stop.studies.length;
  const hours = formatCount(coarsen(sum(stop.studies)), "hour");
  const learn = count ? `Learn ${formatCount(count, "skill")}, ${hours}` : "";
  return { months, day: formatDay(start, months), decides: "", waits: [], learn };
}

/**
 * Return which parts of a choice a page in one file cannot answer.
 * @param {{ graph: { nodes: { kind: string }[] }, sources: string[] }} held
 * @param {{ avoid: string[] }} choice
 */
export function describeGap({ graph, sources }, { avoid }) {
  const positions = graph.nodes.filter(({ kind }) => kind !== "skill").length;
  const all = sources.length === positions ? "every two positions" : `${sources.length} positions and every other one`;
  const parts = [
    sources.length
      ? `This file has the best route found between ${all}, at 10 hours of study a week.`
      : "This file has one plan.",
    "At another pace or with your own skills, the dates are those of the same route; another route may then be faster.",
    avoid.length ? "It cannot plan without the skills that you skip." : "",
    "For your own plan, alternatives and reasons, run mlgraph serve.",
  ];
  return parts.filter(Boolean).join(" ");
}

/**
 * Round hours as `mlgraph.text.formatting` does.
 * @param {number} hours
 */
const coarsen = (hours) => (hours < 10 ? hours : Math.round(hours));

/** @param {{ load: number }[]} studies */
const sum = (studies) => studies.reduce((total, { load }) => total + load, 0);

/**
 * @param {string} start
 * @param {number} months
 */
export function formatDay(start, months) {
  return format(findDay(start, months), DAY);
}

/**
 * @param {string} start
 * @param {number} months
 */
function findDay(start, months) {
  const day = new Date(`${start}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + Math.floor(months * DAYS_PER_MONTH));
  return day;
}

/**
 * Write a day as `mlgraph.text.dates` does, whose short name of September has three letters.
 * @param {Date} day
 * @param {Intl.DateTimeFormatOptions} parts
 */
const format = (day, parts) => day.toLocaleDateString("en-GB", { ...parts, timeZone: "UTC" }).replace("Sept ", "Sep ");

/**
 * Return the month that is some months after the month of the first day.
 * @param {string} start
 * @param {number} months
 */
export function formatMonth(start, months) {
  const day = new Date(`${start.slice(0, 7)}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + months);
  return format(day, SHORT);
}

/** @param {number} months */
export function formatMonths(months) {
  const [years, rest] = [Math.floor(Math.round(months) / 12), Math.round(months) % 12];
  const parts = [years && formatCount(years, "year"), rest && formatCount(rest, "month")];
  return parts.filter(Boolean).join(" ") || "0 months";
}

/**
 * Write a number with a noun, in the singular or plural.
 * @param {number} count
 * @param {string} noun
 */
function formatCount(count, noun) {
  const number = count.toLocaleString("en", { maximumFractionDigits: 1 });
  return `${number} ${noun}${number === "1" ? "" : "s"}`;
}
