/* Portraits at full size, one at a time: arrow keys, swipes, save, Escape. */

import { address } from "./body.js";

const part = (name) => document.getElementById(`viewer-${name}`);

export class Viewer {
  constructor(dialog) {
    this.dialog = dialog;
    this.pictures = [];
    this.place = 0;
    part("close").addEventListener("click", () => dialog.close());
    part("before").addEventListener("click", () => this.#step(-1));
    part("after").addEventListener("click", () => this.#step(1));
    dialog.addEventListener("close", () => part("picture").removeAttribute("src"));
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) this.#step(step);
    });
    this.#swipes(part("picture"));
  }

  open(pictures, place) {
    this.pictures = pictures;
    this.place = place;
    for (const name of ["before", "after"]) part(name).hidden = pictures.length < 2;
    this.#show();
    this.dialog.showModal();
    part("save").focus();
  }

  #step(by) {
    this.place = (this.place + by + this.pictures.length) % this.pictures.length;
    this.#show();
  }

  #show() {
    const picture = this.pictures[this.place];
    const image = part("picture");
    image.src = address(picture);
    image.alt = picture.caption || "Your portrait";
    const size = picture.width ? `${picture.width} × ${picture.height} px` : "";
    const count = this.pictures.length > 1 ? `${this.place + 1} of ${this.pictures.length}` : "";
    const small = document.createElement("small");
    small.textContent = [count, size].filter(Boolean).join(" · ");
    part("caption").replaceChildren(picture.caption || "Portrait", small);
    part("save").href = address(picture);
    part("save").download = picture.filename;
  }

  #swipes(image) {
    let from = null;
    image.addEventListener("pointerdown", (event) => { from = event.clientX; });
    image.addEventListener("pointerup", (event) => {
      const moved = from === null ? 0 : event.clientX - from;
      from = null;
      if (Math.abs(moved) > 48 && this.pictures.length > 1) this.#step(moved < 0 ? 1 : -1);
    });
    image.addEventListener("dragstart", (event) => event.preventDefault());
  }
}
