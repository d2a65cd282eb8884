/* The buttons below a message. They are kept and changed rather than made anew, so that focus stays where it was. */

import { make, plain, sentence } from "./body.js";
import { everySwatch, icon, sign, SIGN, swatch } from "./icons.js";

const NEVER_FIRST = /[✖🗑]/u; // stopping and erasing are offered, not urged

export class Choices {
  constructor(drawings) {
    this.drawings = drawings; // choice data -> numbers of its drawing, or null for "as each look has it"
  }

  /* Bring `holder` to the state of `body`; `about` holds what each button is about. */
  update(holder, body, about) {
    const rows = body.choices;
    const isGrid = rows.flat().some((choice) => this.drawings.has(choice.data));
    holder.classList.toggle("grid", isGrid);
    holder.classList.toggle("many", rows.flat().length > 4);
    const old = new Map([...holder.children].map((button) => [button.dataset.choice, button]));
    const kept = rows.flatMap((row, number) => row.map((choice) => {
      const button = old.get(choice.data) ?? make("button", { type: "button", data: { choice: choice.data } });
      this.#fill(button, choice, about.get(choice.data), isGrid);
      const first = number === 0 && row.length === 1 && !isGrid && !NEVER_FIRST.test(choice.label);
      button.classList.toggle("lead", first);
      button.classList.toggle("alone", isGrid && row.length === 1);
      button.classList.toggle("onward", isGrid && !this.drawings.has(choice.data));
      return button;
    }));
    for (const button of old.values()) if (!kept.includes(button)) button.remove();
    kept.forEach((button, place) => {
      if (holder.children[place] !== button) holder.insertBefore(button, holder.children[place] ?? null);
    });
  }

  #fill(button, choice, about, isGrid) {
    const state = JSON.stringify([choice, about, isGrid]);
    button.removeAttribute("aria-busy");
    if (button.dataset.state === state) return;
    button.dataset.state = state;
    button.className = "choice";
    button.classList.toggle("danger", choice.label.startsWith("🗑"));
    if (isGrid && this.drawings.has(choice.data)) this.#card(button, choice, about);
    else button.replaceChildren(...label(choice.label));
  }

  #card(button, choice, about) {
    const drawing = this.drawings.get(choice.data);
    const words = make("span", { class: "words" }, plain(choice.label));
    if (about) words.append(make("span", { class: "about" }, about));
    const picture = button.querySelector(".swatch") ?? (drawing ? swatch(drawing) : everySwatch(this.#backdrops()));
    button.replaceChildren(picture, words);
    if (choice.on) button.append(make("span", { class: "ticked" }, icon("tick")));
    if (drawing?.toggles) button.setAttribute("aria-pressed", String(choice.on));
  }

  #backdrops() {
    return [...this.drawings].filter(([data, drawing]) => drawing && data.startsWith("v1:back:")).map(([, drawing]) => drawing);
  }
}

/* A label with its sign drawn; the sign keeps its side of the words. */
function label(text) {
  const parts = text.split(SIGN).map((piece) => (SIGN.test(piece) ? sign(piece) : piece.trim())).filter((piece) => piece !== "");
  for (const part of parts) {
    if (typeof part === "string") continue;
    part.setAttribute("class", "sign");
    part.setAttribute("aria-hidden", "true");
  }
  return parts.map((part) => (typeof part === "string" ? make("span", {}, ...sentence(part)) : part));
}
