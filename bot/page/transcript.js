/* The conversation as the server tells it: each message once, edited in place, in order. */

import { album, card, describe, files, make, paragraphs, plain, progressBar, vanished } from "./body.js";
import { Choices } from "./choices.js";

export class Transcript {
  /* `element` holds the lines; `drawings` as in Choices; `commands` are the words after a slash that can be pressed. */
  constructor(element, drawings, commands) {
    this.element = element;
    this.choices = new Choices(drawings);
    this.commands = commands;
    this.lines = new Map(); // id -> { element, version, body, slot }
    this.newest = 0;
    element.addEventListener("error", (event) => {
      if (event.target instanceof HTMLImageElement && event.target.closest(".open")) vanished(event.target);
    }, true);
  }

  /* Show news; `reply(firstNew)` may put the person's own words before the first new line. Returns the new lines. */
  apply(news, reply) {
    if (news.whole) this.#forget(new Set(news.lines.map((line) => line.id)));
    const quiet = this.lines.size === 0;
    const fresh = [];
    for (const line of [...news.lines].sort((a, b) => Math.abs(a.id) - Math.abs(b.id))) {
      const known = this.lines.get(line.id);
      if (known) {
        if (known.version !== line.version) this.#fill(known, line);
        continue;
      }
      const element = make("article", { class: quiet ? "line" : "line fresh", data: { line: line.id } });
      const shown = { element, version: 0, body: null, slot: null };
      this.#fill(shown, line);
      if (!fresh.length) reply?.(line.id);
      this.element.append(element);
      this.lines.set(line.id, shown);
      fresh.push(element);
      this.newest = Math.max(this.newest, line.id);
    }
    this.settle();
    return fresh;
  }

  /* The line a photo list stands in, if any: the last whose slot begins so. */
  lastOfSlot(prefix) {
    return [...this.lines.values()].filter((line) => line.slot?.startsWith(prefix)).at(-1)?.element ?? null;
  }

  #forget(kept) {
    const vanishedOnes = [...this.lines.keys()].filter((id) => !kept.has(id));
    if (!vanishedOnes.length) return;
    this.lines.clear(); // after an erasure nothing of the old conversation may stay in view
    this.newest = 0;
    this.element.replaceChildren();
    this.onForgotten?.();
  }

  #fill(shown, line) {
    const { body } = line;
    body.choices ??= [];
    body.pictures ??= [];
    const { lines, about } = describe(body);
    const bubble = shown.element.querySelector(":scope > .bubble") ?? make("div", { class: "bubble" });
    const text = paragraphs(lines, this.commands);
    const bar = progressBar(bubble.querySelector(".progress"), body.progress);
    const pictures = this.#pictures(shown, line);
    const words = [...(text.childElementCount ? [text] : []), ...(bar ? [bar] : [])];
    bubble.replaceChildren(...(body.kind === "card" ? [...pictures, ...words] : [...words, ...pictures]));
    shown.element.toggleAttribute("aria-busy", Boolean(bar));
    if (!bubble.isConnected) shown.element.append(bubble);
    this.#buttons(shown, body, about);
    shown.element.classList.toggle("wide", body.kind === "album" || Boolean(shown.element.querySelector(".grid")));
    shown.element.classList.toggle("album", body.kind === "album");
    Object.assign(shown, { version: line.version, body, slot: line.slot });
  }

  #pictures(shown, { id, body }) {
    const same = JSON.stringify(shown.body?.pictures) === JSON.stringify(body.pictures);
    if (same && shown.pictures) return shown.pictures;
    if (!body.pictures.length) shown.pictures = [];
    else if (body.kind === "card") shown.pictures = [card(id, body, shown.pictures?.[0])];
    else shown.pictures = body.kind === "file" ? files(body) : album(id, body);
    return shown.pictures;
  }

  #buttons(shown, body, about) {
    let holder = shown.element.querySelector(":scope > .choices");
    if (!body.choices.length) {
      holder?.remove();
      return;
    }
    if (!holder) {
      holder = make("div", { class: "choices", role: "group", "aria-label": "Choices" });
      shown.element.append(holder);
    }
    this.choices.update(holder, body, about);
  }

  /* Buttons of earlier messages still work, but step back behind those of the last one; a row whose answer follows
     as the person's own words is not shown twice. */
  settle() {
    const holders = [...this.element.querySelectorAll(".choices")];
    const focused = holders.find((holder) => holder.contains(document.activeElement));
    holders.forEach((holder, place) => {
      const last = place === holders.length - 1;
      const reply = holder.closest(".line").nextElementSibling;
      const answered = reply?.matches(".mine") && [...holder.children].some((button) => button.textContent === reply.textContent);
      holder.classList.toggle("past", !last || Boolean(answered && !holder.matches(".grid")));
      holder.classList.toggle("taken", !last && Boolean(answered));
    });
    // Whoever pressed a button with the keyboard goes on at the new ones when the old ones are put away.
    if (focused && !focused.checkVisibility()) holders.at(-1).firstElementChild.focus({ preventScroll: true });
  }
}

/* The person's own words on the right. They are not stored, so they last as long as the page. */
export function own(label) {
  return make("div", { class: "line mine fresh" }, make("p", { class: "bubble" }, plain(label) || label));
}
