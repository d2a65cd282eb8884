/* Photos on their way: thumbnails made in the browser, sent one after the other, each marked with its verdict. */

import { make } from "./body.js";
import { icon } from "./icons.js";

const LIMIT = 25 * 1024 * 1024; // as in bot/on_local.py, which refuses more whatever the page does
const PICTURE_NAME = /\.(jpe?g|png|webp|avif|hei[cf])$/iu;
const BADGES = { checking: "busy", good: "tick", warn: "warn", bad: "cross", ask: "ask", copy: "copy", unsent: "again", gone: "bin" };
const SPOKEN = { sending: "on its way", checking: "being checked", good: "good", warn: "usable", bad: "not usable", ask: "is it you?", copy: "nearly the same as another", unsent: "not sent", gone: "erased" };
const STATES = { waiting: "checking", accept: "good", warn: "warn", reject: "bad", ask: "ask", copy: "copy" };

export class Photos {
  /* `place(bubble, before)` puts a bubble into the transcript; `say` posts what the page holds back. */
  constructor({ place, placeKept, say, failed }) {
    Object.assign(this, { place, placeKept, say, failed });
    this.queue = [];
    this.sending = false;
    this.tiles = new Map(); // photo id -> tile
    this.marks = [];
  }

  /* Take dropped, pasted or chosen files. */
  add(files) {
    const tiles = [...files].map((file) => ({ file, tile: newTile(file.name) }));
    if (!tiles.length) return;
    this.place(bubbleOf(tiles.map(({ tile }) => tile)));
    for (const { file, tile } of tiles) {
      thumbnail(file, tile);
      this.queue.push({ file, tile });
    }
    this.#sendAll();
  }

  /* What the server knows of the set: marks are put on tiles; photos of another tab or visit get tiles. */
  update(marks) {
    this.marks = marks;
    const current = new Set(marks.map((mark) => mark.id));
    for (const [id, tile] of this.tiles) if (tile.dataset.marked && !current.has(id)) erase(tile);
    for (const mark of marks) {
      const tile = this.tiles.get(mark.id);
      if (tile) showMark(tile, mark);
    }
    if (!this.sending) this.#adopt(marks.filter((mark) => !this.tiles.has(mark.id)));
  }

  forget() {
    this.tiles.clear();
    this.queue = [];
  }

  async #sendAll() {
    if (this.sending) return;
    this.sending = true;
    while (this.queue.length) {
      const next = this.queue.shift();
      try {
        await this.#send(next);
      } catch {
        show(next.tile, "unsent");
        next.tile.querySelector(".badge").addEventListener("click", () => this.#again(next));
        this.failed();
      }
    }
    this.sending = false;
    this.update(this.marks);
  }

  #again(item) {
    show(item.tile, "sending");
    this.queue.push(item);
    this.#sendAll();
  }

  async #send({ file, tile }) {
    const held = heldBack(file);
    if (held) {
      show(tile, "bad");
      await this.say({ held });
      return;
    }
    const { photo } = await upload(file, (share) => { tile.querySelector(".sent i").style.transform = `scaleX(${share})`; });
    if (photo === null) {
      discard(tile);
      return;
    }
    this.tiles.set(photo, tile);
    const mark = this.marks.find(({ id }) => id === photo);
    if (mark) showMark(tile, mark);
    else show(tile, "checking");
  }

  #adopt(marks) {
    if (!marks.length) return;
    const tiles = marks.map((mark) => {
      const tile = newTile(`Photo ${mark.number}`);
      if (mark.kept) tile.prepend(make("img", { src: `/selfie/${mark.id}`, alt: "", loading: "lazy" }));
      tile.querySelector("img")?.addEventListener("error", (event) => event.target.remove());
      this.tiles.set(mark.id, tile);
      showMark(tile, mark);
      return tile;
    });
    this.placeKept(bubbleOf(tiles));
  }
}

/* Why a file is not worth sending, in the words of POST /say; null for one that may be a picture. */
function heldBack(file) {
  if (file.size > LIMIT) return "too_big";
  return file.type.startsWith("image/") || (!file.type && PICTURE_NAME.test(file.name)) ? null : "not_a_picture";
}

function upload(file, tell) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/photo");
    request.responseType = "json";
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(total ? loaded / total : 0));
    request.addEventListener("load", () => (request.status === 200 ? resolve(request.response) : reject(new Error(request.statusText))));
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => reject(new Error(end)));
    request.send(file);
  });
}

/* --- tiles --------------------------------------------------------------------------------------------------- */

function bubbleOf(tiles) {
  const holder = make("div", { class: "tiles", role: "list", "aria-label": "Your photos" }, ...tiles);
  return make("div", { class: "line mine fresh" }, make("div", { class: "bubble photos" }, holder));
}

function newTile(name) {
  const tile = make("div", { class: "tile", role: "listitem", data: { name } }, make("span", { class: "name" }, name));
  tile.append(make("span", { class: "sent", "aria-hidden": "true" }, make("i")));
  show(tile, "sending");
  return tile;
}

function show(tile, state) {
  tile.dataset.state = state;
  tile.setAttribute("aria-label", `${tile.dataset.name}: ${SPOKEN[state]}`);
  tile.querySelector(".badge")?.remove();
  tile.querySelector(".sent").hidden = state !== "sending";
  if (!BADGES[state]) return;
  const badge = state === "unsent"
    ? make("button", { type: "button", class: "badge", "aria-label": "Send this photo again", title: "Send again" })
    : make("span", { class: "badge", "aria-hidden": "true" });
  badge.append(icon(BADGES[state]));
  if (state === "checking") badge.firstElementChild.classList.add("sign-busy");
  tile.append(badge);
}

function showMark(tile, mark) {
  if (!tile.querySelector(".number")) tile.append(make("span", { class: "number", "aria-hidden": "true" }, String(mark.number)));
  Object.assign(tile.dataset, { name: `Photo ${mark.number}`, marked: "yes" });
  const state = STATES[mark.mark];
  if (state !== "bad" && state !== "checking" && !mark.kept) erase(tile);
  else show(tile, state);
}

/* A photo erased on the server is not kept in view either. */
function erase(tile) {
  if (tile.dataset.state === "gone") return;
  for (const picture of tile.querySelectorAll("canvas, img")) picture.remove();
  show(tile, "gone");
}

/* The conversation did not take this photo, and says why. */
function discard(tile) {
  const bubble = tile.closest(".line");
  tile.remove();
  if (!bubble.querySelector(".tile")) bubble.remove();
}

/* A small drawing of the file; pictures this browser cannot read keep their name instead. */
async function thumbnail(file, tile) {
  if (!file.type.startsWith("image/")) return;
  try {
    const small = await createImageBitmap(file, { resizeWidth: 320, resizeQuality: "medium" });
    const canvas = make("canvas", { width: small.width, height: small.height });
    canvas.getContext("2d").drawImage(small, 0, 0);
    small.close();
    if (tile.dataset.state !== "gone") tile.prepend(canvas);
  } catch {
    tile.classList.add("unseen-kind");
  }
}
