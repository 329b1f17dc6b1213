import assert from "node:assert/strict";
import { test } from "node:test";
import { adapt, formatDay, formatMonth, formatMonths } from "../../src/mlgraph/web/static/schedule.js";

const study = (id, load) => ({ id, title: id, hours: "", load, purpose: "", reason: "" });
const stop = (months, free, waits_for, ...studies) => ({
  asks: [],
  months,
  free,
  waits_for,
  studies,
  day: "",
  waits: [],
  decides: "",
});
// 10 hours a week are about 43.5 a month
const plan = {
  pace: 10,
  start: "2027-01-01",
  low: 10,
  high: 14,
  total: "",
  costs: "2 job changes, 261 hours of study at 10 hours a week",
  stops: [stop(0, 0, ""), stop(5, 2, "study", study("a", 217.4)), stop(12, 12, "post", study("b", 43.48))],
};
const last = (choice) =>
  adapt(plan, { pace: "10", have: [], ...choice }, "").stops.map(({ months }) => Math.round(months * 10) / 10);

test("a plan without changes stays as it is", () => assert.equal(adapt(plan, { pace: "10", have: [] }, ""), plan));
test("a faster pace ends the study sooner, but not the time in a post", () =>
  assert.deepEqual(last({ pace: "20" }), [0, 2.5, 9.5]));
test("a slow pace makes a plan wait for study", () => assert.deepEqual(last({ pace: "2" }), [0, 25, 32]));
test("what one has needs no study", () => assert.deepEqual(last({ have: ["a"] }), [0, 2, 9]));
test("the totals are written as in Python", () => {
  const { total, costs } = adapt(plan, { pace: "12.5", have: [] }, "");
  assert.deepEqual(
    [total, costs],
    ["By December 2027, about 11 months", "2 job changes, 261 hours of study at 12.5 hours a week"],
  );
  assert.equal(adapt(plan, { pace: "1", have: ["a", "b"] }, "").costs, "2 job changes, nothing to learn");
});
test("study ends on the day before it is over", () => {
  const [, { studies }] = adapt(plan, { pace: "217.4", have: ["b"] }, "").stops;
  assert.deepEqual(
    studies.map(({ day }) => day),
    ["7 Jan 2027"],
  );
});
test("study for a later move ends half a year before it", () => {
  const role = (...parts) => ({ ...stop(...parts), kind: "role" });
  const first = role(5, 2, "study", study("a", 217.4));
  const long = { ...plan, stops: [role(0, 0, ""), first, role(41, 41, "post", study("b", 43.48))] };
  const [, , last] = adapt(long, { pace: "20", have: [] }, "").stops;
  assert.deepEqual(
    [last.months, ...last.studies.flatMap((each) => [each.from_month, each.to_month])].map(
      (each) => Math.round(each * 10) / 10,
    ),
    [38.5, 32, 32.5],
  );
});
test("days and months are written as in Python", () => {
  assert.deepEqual([formatDay("2027-01-31", 1), formatDay("2027-08-31", 1)], ["2 Mar 2027", "30 Sep 2027"]);
  assert.deepEqual([formatMonths(1), formatMonths(26.4)], ["1 month", "2 years 2 months"]);
});
test("a month some months later is the same at the end of a month and in a leap year", () =>
  assert.deepEqual([formatMonth("2026-11-30", 3), formatMonth("2027-03-01", 12)], ["Feb 2027", "Mar 2028"]));
