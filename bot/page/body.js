/* One message as elements: its text, its bar, its pictures. Text is only ever set as text, never as markup. */

import { icon, sign, SIGN } from "./icons.js";

export function make(tag, options = {}, ...children) {
  const { class: classes, data, ...attributes } = options;
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/* A sentence with its signs drawn and its /commands made pressable. */
export function sentence(text, commands = new Set()) {
  const parts = [];
  for (const piece of text.split(SIGN)) {
    if (SIGN.test(piece)) {
      parts.push(sign(piece));
      continue;
    }
    for (const word of piece.split(/(?<![\w/])(\/[a-z]+)\b/u)) {
      if (commands.has(word.slice(1)) && word.startsWith("/")) {
        parts.push(make("button", { type: "button", class: "command", data: { command: word.slice(1) } }, word));
      } else if (word) {
        parts.push(word);
      }
    }
  }
  return parts;
}

export const plain = (label) => label.split(SIGN).filter((piece) => !SIGN.test(piece)).join("").trim();

/* Lines that only describe a choice ("• Title: about") move to that choice's button. */
export function describe(body) {
  const titles = new Map(body.choices.flat().map((choice) => [plain(choice.label), choice.data]));
  const about = new Map();
  const lines = body.text.split("\n").filter((text) => {
    const [, title, rest] = /^\s*[•-]\s*(.+?):\s+(.+)$/u.exec(text) ?? [];
    if (!titles.has(title)) return true;
    about.set(titles.get(title), rest);
    return false;
  });
  return { lines, about };
}

export function paragraphs(lines, commands) {
  const block = make("div", { class: "text", dir: "auto" });
  let gap = false;
  for (const text of lines) {
    if (!text.trim()) {
      gap = true;
      continue;
    }
    const [, point] = /^\s*•\s+(.*)$/u.exec(text) ?? [];
    const [, number, rest] = /^\s*(\d+\.)\s+(.*)$/u.exec(text) ?? [];
    const paragraph = make("p", { class: [gap && "gap", point && "point", number && "numbered"].filter(Boolean).join(" ") });
    if (number) paragraph.append(make("b", {}, number));
    paragraph.append(...sentence(point ?? rest ?? text, commands));
    block.append(paragraph);
    gap = false;
  }
  return block;
}

export function progressBar(old, progress) {
  if (progress === null || progress === undefined) return null;
  const bar = old ?? make("div", { class: "progress", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100 }, make("i"));
  const share = Math.min(1, Math.max(0, progress));
  bar.classList.toggle("begins", share === 0);
  bar.setAttribute("aria-valuenow", Math.round(share * 100));
  bar.firstElementChild.style.transform = `scaleX(${share})`;
  return bar;
}

/* --- pictures ------------------------------------------------------------------------------------------------ */

export const address = (picture) => `/picture/${encodeURIComponent(picture.blob)}`;
const pixels = ({ width, height }) => (width && height ? `${width} × ${height} px` : "");

function shown(picture, eager) {
  return make("img", {
    src: address(picture), alt: picture.caption || "Your portrait", width: picture.width || undefined,
    height: picture.height || undefined, loading: eager ? "eager" : "lazy", decoding: "async",
  });
}

function opener(picture, number, eager) {
  const name = `${picture.caption || "Portrait"}: look at it large`;
  return make("button", { type: "button", class: "open", "aria-label": name, data: { open: number } }, shown(picture, eager));
}

function saver(picture, content, classes) {
  const name = `Save ${picture.caption || "the portrait"}`;
  return make("a", { class: classes, href: address(picture), download: picture.filename, "aria-label": name, title: "Save" }, content);
}

export function album(id, body) {
  const figures = body.pictures.map((picture, number) => make("figure", { class: "picture" },
    opener(picture, number, true),
    make("figcaption", {}, make("span", {}, picture.caption), saver(picture, icon("down"), "save"))));
  const count = ["", "one", "two", "", "four"][figures.length] ?? "";
  const grid = make("div", { class: `pictures ${count}` }, ...figures);
  const every = make("a", { class: "outline save-all", href: `/pictures/${id}`, download: "headshots.zip" }, icon("down"), `Save all ${figures.length}`);
  every.firstElementChild.classList.add("sign");
  return figures.length > 1 ? [grid, every] : [grid];
}

export function files(body) {
  return body.pictures.map((picture, number) => make("div", { class: "file" },
    opener(picture, number, false),
    make("p", { class: "about" }, picture.filename, make("small", {}, pixels(picture))),
    saver(picture, "Save", "outline")));
}

const DENSITY = 2.5; // pixels of a card's picture to a pixel of the page, as on most phones

/* The picture of a card. The last one stays until the next can be drawn, in the place of the next, so that nothing blinks
   or jumps; one that is gone is left out. What it shows is said in the words below it. */
export function card(id, { pictures: [{ blob, width, height }] }, old) {
  const image = make("img", { src: `/card/${id}/${encodeURIComponent(blob)}`, alt: "Overview of your photos" });
  const holder = old ?? make("a", { class: "sheet", target: "_blank", rel: "noopener", title: "Open" }, image);
  holder.href = image.src;
  holder.style.setProperty("--width", width ? `${width / DENSITY}px` : "100%");
  holder.style.setProperty("--ratio", width && height ? width / height : 1);
  image.decode().then(() => holder.replaceChildren(image), () => { if (!old) holder.remove(); });
  return holder;
}

/* A portrait whose time is over leaves its frame, so that nothing jumps. */
export function vanished(image) {
  const figure = image.closest(".picture");
  if (figure) figure.replaceWith(make("div", { class: "picture gone" }, "This portrait has been erased."));
  else image.remove();
}
