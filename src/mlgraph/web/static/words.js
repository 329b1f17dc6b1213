// Answers in words, as elements; what a graph says only ever becomes text.

const FEW = 10;

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const quantity = (value) => value.toLocaleString("en", { maximumFractionDigits: 1 });
export const counted = (count, noun) => `${count ? quantity(count) : "no"} ${noun}${count === 1 ? "" : "s"}`;

export function duration(months) {
  const whole = Math.round(months);
  const [years, rest] = [Math.floor(whole / 12), whole % 12];
  const parts = years ? [counted(years, "year")] : [];
  return (rest || !years ? [...parts, counted(rest, "month")] : parts).join(" ");
}

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function listed(parts, last = " and ") {
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")}${last}${parts.at(-1)}` : parts.join("");
}

const few = (names) => (names.length > FEW ? `${names.slice(0, FEW).join(", ")} and ${names.length - FEW} more` : listed(names));
const titles = (nodes) => nodes.map((node) => node.title);

export function link(node, open) {
  return el("button", { type: "button", class: "link", "data-id": node.id, on: { click: () => open(node.id) } }, node.title);
}

function section(title, ...children) {
  return children.length ? el("section", {}, el("h3", {}, title), ...children) : null;
}

function rows(items) {
  return items.length ? [el("ul", { class: "rows" }, ...items.map((item) => el("li", {}, ...item)))] : [];
}

const after = (move) => el("span", { class: "quiet" }, `after ${counted(move.months, "month")}`);

function requirement(group, open, has) {
  const shown = (skill) => [link(skill, open), has(skill.id) ? el("span", { class: "tick" }, "you have it") : null];
  if (group.length === 1) return shown(group[0]);
  const parts = group.flatMap((skill, place) => [place ? el("span", { class: "or" }, " or ") : null, ...shown(skill)]);
  return [el("span", { class: "quiet" }, "one of "), ...parts];
}

function citation({ cite, title, publisher, date, point }) {
  return [el("span", {}, [title, publisher, date].filter(Boolean).join(", ")), el("span", { class: "quiet" }, ` ${cite}`), point ? el("p", { class: "quiet" }, point) : null];
}

// actions: the buttons of this node; reason: why the plan on the page has it, or null
export function details(node, { open, has, actions, reason }) {
  const kind = node.stage ? `${node.kind} in ${node.stage.title}` : node.kind;
  const range = node.hours_low === null ? "" : ` (${quantity(node.hours_low)} to ${quantity(node.hours_high)})`;
  const hours = node.hours === null ? [] : [`${quantity(node.hours)} hours of study${range}`];
  const before = node.prerequisites.length
    ? [`${quantity(node.hours_in_all)} hours with the ${counted(node.prerequisites.length, "skill")} needed in any case`]
    : [];
  return [
    el("h2", {}, node.title),
    el("p", { class: "quiet" }, [kind, ...hours, ...before].join("; ")),
    node.aliases.length ? el("p", { class: "quiet" }, `Also called ${few(node.aliases)}`) : null,
    node.about ? el("p", { class: "about" }, node.about) : null,
    el("div", { class: "actions" }, ...actions),
    reason && el("p", { class: "reason" }, reason),
    section("Needs", ...rows(node.needs.map((group) => requirement(group, open, has)))),
    node.shown_by ? section("Shown by", el("p", {}, node.shown_by)) : null,
    section("Leads to", ...rows(node.leads_to.map((move) => [link(move, open), after(move)]))),
    section("Reached from", ...rows(node.reached_from.map((move) => [link(move, open), after(move)]))),
    section("Needed for", ...rows(node.needed_for.map((other) => [link(other, open)]))),
    section("Sources", ...rows(node.cites.map(citation))),
  ].filter(Boolean);
}

export function purpose(study) {
  const [first, ...rest] = study.needed_for;
  const rather = study.instead_of.length ? `, rather than ${listed(titles(study.instead_of), " or ")}` : "";
  if (!first) return rather.slice(2);
  return `for ${[first, ...rest].map((node) => node.title).join(", for ")}${rather}`;
}

function skill(study, stop, { open, learned }) {
  const box = el("input", { type: "checkbox", "aria-label": `I have ${study.title}`, on: { change: () => learned(study.id) } });
  const direct = study.needed_for.length === 1 && study.needed_for[0].id === stop.id && !study.instead_of.length;
  return el(
    "li",
    { class: "study" },
    learned ? box : null,
    el("span", { class: "what" }, link(study, open), direct ? null : el("span", { class: "quiet" }, purpose(study))),
    el("span", { class: "hours" }, `${quantity(study.hours)} h`),
  );
}

function leg(stop, context) {
  const hours = stop.learn.reduce((sum, study) => sum + study.hours, 0);
  const spare = stop.spare >= 0.05 && stop.waits_for ? `, the ${stop.waits_for === "study" ? "post" : "study"} is over ${quantity(stop.spare)} months sooner` : "";
  const waits = stop.waits_for ? `${stop.waits_for === "study" ? "The study" : "The time in post"} decides${spare}` : "You are here";
  const head = el("summary", {}, `Learn ${counted(stop.learn.length, "skill")}, ${quantity(hours)} hours`);
  return el(
    "li",
    { class: `stop ${stop.kind}${stop.critical ? " critical" : ""}` },
    el("div", { class: "head" }, link(stop, context.open), el("span", { class: "month" }, `month ${quantity(stop.arrives)}`)),
    el("p", { class: "quiet" }, waits),
    stop.learn.length ? el("details", { open: true }, head, el("ul", {}, ...stop.learn.map((study) => skill(study, stop, context)))) : null,
  );
}

export function totals(plan) {
  return `${counted(plan.steps, "move")}, ${quantity(plan.hours)} hours of study at ${quantity(plan.pace)} a week`;
}

function proven(plan) {
  const [best, unit] = { time: ["quicker", "months"], effort: ["less study", "hours"], steps: ["fewer moves", "moves"] }[plan.by];
  if (plan.optimal) return plan.by === "time" ? "No plan is quicker." : `No plan has ${best}.`;
  const found = { time: plan.months, effort: plan.hours, steps: plan.steps }[plan.by];
  if (plan.bound >= found) return `No plan has less than ${quantity(found)} ${unit}; of those that have as much, this is the best found so far.`;
  return `The best plan found so far; the best there is has at least ${quantity(plan.bound)} ${unit}.`;
}

function wished({ unconstrained: free, months, hours }) {
  if (!free) return null;
  const more = (difference, noun) => (difference ? [`${counted(Math.abs(difference), noun)} ${difference > 0 ? "more" : "less"}`] : []);
  const changes = [...more(Math.round((months - free.months) * 10) / 10, "month"), ...more(hours - free.hours, "hour")];
  return el("p", { class: "quiet" }, changes.length ? `What you wish costs ${listed(changes)}.` : "What you wish costs nothing.");
}

function range({ low, high }) {
  return low && high && el("p", { class: "quiet" }, `${sentence(duration(low.months))} with the low hours of study, ${duration(high.months)} with the high ones.`);
}

function assumed(plan) {
  if (!plan.assumed.length) return null;
  const parts = plan.assumed.map((each) => `${each.title} (not ${listed(titles(each.instead_of), " or ")})`);
  return el("p", { class: "quiet" }, `Taken for granted where you are: ${listed(parts)}.`);
}

function unavoidable({ musts, positions }) {
  if (!musts || !(musts.positions.length || musts.skills.length)) return null;
  const passes = musts.positions.length ? [`passes ${listed(titles(musts.positions))}`] : [];
  const learns = musts.skills.length ? [`learns ${musts.skills.length} of these ${positions.flatMap((stop) => stop.learn).length} skills`] : [];
  return el("p", { class: "quiet" }, `Every plan ${[...passes, ...learns].join(" and ")}.`);
}

export function timeline(plan, context) {
  const [first, last] = [plan.positions[0], plan.positions.at(-1)];
  return [
    el("h2", { class: "total" }, plan.steps ? duration(plan.months) : "You are there", el("span", { class: "unseen" }, ` from ${first.title} to ${last.title}`)),
    el("p", { class: "totals" }, totals(plan)),
    el("p", { class: "quiet" }, proven(plan)),
    range(plan),
    wished(plan),
    unavoidable(plan),
    assumed(plan),
    el("ol", { class: "timeline", "aria-label": "The plan" }, ...plan.positions.map((stop) => leg(stop, context))),
  ].filter(Boolean);
}

// plans to switch between; chosen is the place of the one on the page
export function choices(plans, chosen, choose) {
  const best = new Set(plans[0].positions.map((stop) => stop.id));
  const label = (plan, place) => {
    const new_ = plan.positions.filter((stop) => !best.has(stop.id)).map((stop) => stop.title);
    const without = plans[0].positions.filter((stop) => !plan.positions.some((other) => other.id === stop.id)).map((stop) => stop.title);
    const what = place === 0 ? "The best" : [new_.length ? `by way of ${listed(new_)}` : "", without.length ? `without ${listed(without)}` : ""].filter(Boolean).join(", ");
    const radio = el("input", { type: "radio", name: "choice", value: place, on: { change: () => choose(place) } });
    radio.checked = place === chosen;
    return el("label", {}, radio, el("span", { class: "what" }, sentence(what) || "In another order"), el("span", { class: "hours" }, `${quantity(plan.months)} mo, ${quantity(plan.hours)} h`));
  };
  return el("fieldset", { class: "choices" }, el("legend", {}, "Ways"), ...plans.map(label));
}

// why the plan on the page has this node, or null
export function reasonIn(plan, id) {
  for (const stop of plan?.positions ?? []) {
    if (stop.id === id) return `On your plan: you arrive in month ${quantity(stop.arrives)}.`;
    const study = stop.learn.find((each) => each.id === id);
    if (study) return `On your plan: learned before ${stop.title}, ${purpose(study)}.`;
  }
  return null;
}

// what the signs in a picture mean
export function legend({ arrows, boxes, left_out, not_drawn }) {
  const moves = arrows.some((arrow) => arrow.months.some((months) => months !== null));
  const both = arrows.some((arrow) => arrow.months.every((months) => months !== null));
  return [
    moves && `12: months in the post before the move${both ? "; 12 / 6: there / back" : ""}`,
    !moves && arrows.length && "An arrow leads from a skill to what needs it",
    boxes.some((box) => box.kind === "or") && "dashed: one of these is enough",
    not_drawn.length && `${quantity(not_drawn.length)} more moves in the details`,
    left_out && `${quantity(left_out)} more have no room here`,
  ].filter(Boolean).join("; ");
}
