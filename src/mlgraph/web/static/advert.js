// The box for an advert. It lists the skills that the advert names, and helps to learn the missing ones.

/** @import { Choice } from "./address.js" */
/** @import { AdvertSkill, AdvertText } from "./api.js" */
/** @import { Open } from "./dom.js" */
import { client } from "./client.js";
import { el, findById, findField, makeLink, quiet, say, showFailure } from "./dom.js";

export class Advert {
  #answer = findById("matched");

  /**
   * @param {() => Choice} current
   * @param {(changes: Partial<Choice>) => void} change
   * @param {Open} open
   */
  constructor(current, change, open) {
    this.current = current;
    this.change = change;
    this.open = open;
    findById("match").addEventListener("click", () => this.#match());
  }

  async #match() {
    const text = findField("advert").value;
    if (!text.trim()) return findField("advert").focus();
    try {
      const found = await client.match(text);
      this.#draw(found);
      say(found.summary);
    } catch (error) {
      this.#answer.replaceChildren(showFailure(/** @type {Error} */ (error)));
      say(/** @type {Error} */ (error).message);
    }
  }

  /** @param {AdvertText} found */
  #draw(found) {
    const skills = found.skills.map((skill) => el("li", {}, ...this.#skill(skill)));
    const lacking = found.skills.filter((skill) => this.#lacks(skill)).map(({ id }) => id);
    const learn = () => this.change({ via: [...new Set([...this.current().via, ...lacking])] });
    const roles = found.roles.map(({ id, title }) =>
      el("button", { type: "button", on: { click: () => this.change({ to: id }) } }, `I want to be ${title}`),
    );
    const parts = [
      el("p", {}, found.summary),
      skills.length > 0 && el("ul", { class: "rows" }, ...skills),
      ...found.notes.map((note) => el("p", { class: "quiet" }, note)),
      el(
        "div",
        { class: "actions" },
        lacking.length > 0 &&
          el("button", { type: "button", class: "main", on: { click: learn } }, "Learn what I lack"),
        ...roles,
      ),
    ];
    this.#answer.replaceChildren(...parts.filter((part) => part !== false));
  }

  /** @param {AdvertSkill} skill */
  #skill(skill) {
    const has = this.current().have.includes(skill.id);
    return [
      makeLink(skill, this.open),
      quiet(` ${skill.asked}: ${skill.words}`),
      has && el("span", { class: "tick" }, "you have it"),
    ];
  }

  /**
   * Return whether a required skill is missing. If a person has none of several alternatives, only the first is
   * missing.
   * @param {AdvertSkill} skill
   */
  #lacks({ id, demand, any_of }) {
    const { have } = this.current();
    if (demand !== "required" || have.includes(id)) return false;
    return any_of.length === 0 || (any_of[0] === id && !any_of.some((other) => have.includes(other)));
  }
}
