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
  const moved = move(plan, stops, pace);
  const months = moved.at(-1)?.months ?? 0;
  const shift = months - (plan.stops.at(-1)?.months ?? 0);
  return {
    ...plan,
    pace,
    stops: reschedule(moved, pace, plan.start),
    total: `By ${formatDay(plan.start, months)}, about ${formatMonths(months)}`,
    costs: `${Math.round(hours).toLocaleString("en")} hours of study at ${pace} hours a week`,
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
  const hours = Math.round(sum(stop.studies)).toLocaleString("en");
  const learn = count ? `Learn ${count} ${count === 1 ? "skill" : "skills"}, ${hours} hours` : "";
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

/** @param {{ load: number }[]} studies */
const sum = (studies) => studies.reduce((total, { load }) => total + load, 0);

/**
 * @param {string} start
 * @param {number} months
 */
export function formatDay(start, months) {
  const day = new Date(`${start}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + Math.floor(months * DAYS_PER_MONTH));
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

/**
 * Return the month that is some months after the month of the first day.
 * @param {string} start
 * @param {number} months
 */
export function formatMonth(start, months) {
  const day = new Date(`${start.slice(0, 7)}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toLocaleDateString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
}

/** @param {number} months */
export function formatMonths(months) {
  const [years, rest] = [Math.floor(Math.round(months) / 12), Math.round(months) % 12];
  /** @type {(count: number, noun: string) => string} */
  const formatCount = (count, noun) => (count ? `${count} ${noun}${count === 1 ? "" : "s"}` : "");
  return [formatCount(years, "year"), formatCount(rest, "month")].filter(Boolean).join(" ") || "0 months";
}
