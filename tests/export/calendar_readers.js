// Print what ical.js and node-ical find in a calendar on standard input, as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = readFileSync(0, "utf8");
const day = (value) => value.toISOString();

const component = new ICAL.Component(ICAL.parse(text));
const first = component.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each);
  return {
    uid: event.uid,
    summary: event.summary,
    start: event.startDate.toString(),
    sequence: event.sequence,
    stamp: each.getFirstPropertyValue("dtstamp").toString(),
    modified: each.getFirstPropertyValue("last-modified").toString(),
    status: each.getFirstPropertyValue("status"),
    url: each.getFirstPropertyValue("url"),
  };
});
const second = Object.values(nodeIcal.sync.parseICS(text))
  .filter((each) => each.type === "VEVENT")
  .map((each) => ({
    uid: each.uid,
    summary: each.summary,
    sequence: Number(each.sequence),
    stamp: day(each.dtstamp),
    status: each.status ?? null,
    url: each.url ?? null,
  }));
console.log(JSON.stringify([first, second]));
