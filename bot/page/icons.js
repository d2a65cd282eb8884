/* The page's own signs in place of emoji, which look different on every system, and small drawings of the looks. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  tick: "m5 12.5 4.5 4.5L19 7.5",
  warn: "M12 5.2 20.3 19H3.7zM12 10.6v3.6M12 16.4v.1",
  cross: "m7 7 10 10M17 7 7 17",
  ask: "M8.5 9.2a3.5 3.5 0 1 1 5.2 3c-1.2.7-1.7 1.3-1.7 2.6M12 18.2v.1",
  copy: "M8.5 8.5h10.5v10.5H8.5zM15.5 8.5V5H5v10.5h3.5",
  busy: "M12 4a8 8 0 1 1-7.4 5",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7",
  lock: "M6 10.5h12v9H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5",
  again: "M19 12a7 7 0 1 1-2.1-5M17.5 3.5V7H14",
  look: "M12 4a8 8 0 1 0 0 16c1.2 0 1.6-1 1.2-2-.6-1.6.3-2.8 2-2.8H17c1.8 0 3-1.2 3-3C20 7.5 16.5 4 12 4zM8 11.5v.1M11 8v.1M15 8.5v.1",
  down: "M12 4.5v10M7.5 10.5 12 15l4.5-4.5M5.5 19.5h13",
  camera: "M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM12 9.7a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z",
  spark: "M12 4c.8 4.5 3 6.8 7.5 8-4.5 1.2-6.7 3.5-7.5 8-.8-4.5-3-6.8-7.5-8C9 10.8 11.2 8.5 12 4z",
  globe: "M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0M4 12h16M12 4c2.4 2.2 3.5 4.8 3.5 8s-1.1 5.8-3.5 8c-2.4-2.2-3.5-4.8-3.5-8s1.1-5.8 3.5-8z",
  smile: "M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0M8.5 14c.8 1.5 2 2.2 3.5 2.2s2.7-.7 3.5-2.2M9.3 9.6v.1M14.7 9.6v.1",
  like: "M7.5 11v8.5h-3V11zM7.5 11l3.2-6.5c1.5 0 2.5 1.1 2.2 2.6L12.3 10h5.2c1.2 0 2 1 1.8 2.2l-1 5.6c-.2 1-1 1.7-2 1.7H11c-1.3 0-2.3-.3-3.5-.9",
  dislike: "M7.5 13V4.5h-3V13zM7.5 13l3.2 6.5c1.5 0 2.5-1.1 2.2-2.6l-.6-2.9h5.2c1.2 0 2-1 1.8-2.2l-1-5.6c-.2-1-1-1.7-2-1.7H11c-1.3 0-2.3.3-3.5.9",
  onward: "M5 12h13.5M13 6.5l5.5 5.5-5.5 5.5",
};

/* What stands for a sign of bot/texts: a drawing, a colour in running text, and what a screen reader says. */
const SIGNS = {
  "✅": ["tick", "good", "good"],
  "☑": ["warn", "warn", "usable"],
  "❌": ["cross", "bad", "not usable"],
  "❓": ["ask", "ask", "question"],
  "♊": ["copy", "", "nearly the same"],
  "⏳": ["busy", "busy", ""],
  "🗑": ["bin", "", ""],
  "🔒": ["lock", "", ""],
  "🔁": ["again", "", ""],
  "♻": ["again", "", ""],
  "🙂": ["smile", "", ""],
  "👍": ["like", "", ""],
  "👎": ["dislike", "", ""],
  "🌐": ["globe", "", ""],
  "🎨": ["look", "", ""],
  "⬇": ["down", "", ""],
  "📷": ["camera", "", ""],
  "✖": ["cross", "", ""],
  "✨": ["spark", "", ""],
  "➜": ["onward", "", ""],
  "✓": ["tick", "", ""],
};
export const SIGN = new RegExp(`(${Object.keys(SIGNS).join("|")})\\uFE0F?`, "u");

function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function icon(name) {
  return drawn("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, drawn("path", { d: PATHS[name] }));
}

export function sign(character) {
  const [name, tone, spoken] = SIGNS[character];
  const element = icon(name);
  element.classList.add("sign");
  if (tone) element.classList.add(`sign-${tone}`);
  element.dataset.sign = name;
  if (spoken) {
    element.removeAttribute("aria-hidden");
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", spoken);
  }
  return element;
}

/* --- looks: a person before the backdrop of the look, lit as the look is lit --------------------------------- */

let drawings = 0;
const rgb = (values) => `rgb(${values.join(",")})`;
const grey = ([r, g, b]) => Array(3).fill(Math.round(0.3 * r + 0.59 * g + 0.11 * b));
const darker = (values, by) => values.map((value) => Math.round(value * (1 - by)));

function fade(id, kind, place, from, to) {
  return drawn(kind, { id, ...place },
    drawn("stop", { offset: "0", "stop-color": from }), drawn("stop", { offset: "1", "stop-color": to }));
}

function scene(tint) {
  const discs = [[6, 12, 9], [37, 9, 10], [30, 30, 7], [10, 36, 8], [40, 44, 6]];
  const colours = [[214, 196, 120], [122, 156, 96], [240, 222, 170], [92, 128, 92], [196, 176, 112]];
  return drawn("g", {},
    drawn("rect", { width: 44, height: 55, fill: rgb(tint([112, 140, 104])) }),
    ...discs.map(([cx, cy, r], n) => drawn("circle", { cx, cy, r, fill: rgb(tint(colours[n])), opacity: "0.55" })));
}

export function swatch(look) {
  const id = `drawing-${(drawings += 1)}`;
  const tint = look.monochrome ? grey : (values) => values;
  const side = look.side < 0 ? { x1: "0", x2: "1" } : { x1: "1", x2: "0" };
  const shade = 0.12 + 0.5 * look.strength;
  const face = tint([222, 186, 156]);
  const cloth = tint([58, 68, 84]);
  const behind = look.keeps_scene
    ? scene(tint)
    : drawn("rect", { width: 44, height: 55, fill: `url(#${id}-b)` });
  return drawn("svg", { viewBox: "0 0 44 55", class: "swatch", "aria-hidden": "true" },
    drawn("defs", {},
      fade(`${id}-b`, "radialGradient", { cx: "0.5", cy: "0.42", r: "0.75" }, rgb(tint(look.centre)), rgb(tint(look.edge))),
      fade(`${id}-f`, "linearGradient", side, rgb(face), rgb(darker(face, shade))),
      fade(`${id}-c`, "linearGradient", side, rgb(cloth), rgb(darker(cloth, shade)))),
    behind,
    drawn("path", { d: "M3 55c.6-10 7-14.5 14-15.5h10C34 40.5 40.4 45 41 55z", fill: `url(#${id}-c)` }),
    drawn("path", { d: "M17.5 33v7.2c1.5 2.6 7.5 2.6 9 0V33z", fill: rgb(darker(face, 0.14 + shade / 3)) }),
    drawn("ellipse", { cx: 22, cy: 25, rx: 8.2, ry: 10.4, fill: `url(#${id}-f)` }),
    drawn("path", { d: "M13.3 25c-1.6-9 2.5-13.5 8.7-13.5S32.3 16 30.7 25c-.9-4.5-2.7-6.5-4.7-7-3 1.6-8 1.4-10 1-1.3 1.2-2.3 3.2-2.7 6z", fill: rgb(tint([66, 48, 38])) }));
}

export function everySwatch(backdrops) {
  const drawing = drawn("svg", { viewBox: "0 0 44 55", class: "swatch", "aria-hidden": "true" });
  const painted = backdrops.filter((backdrop) => !backdrop.keeps_scene);
  painted.forEach((backdrop, n) => drawing.append(drawn("rect",
    { x: (44 / painted.length) * n, width: 44 / painted.length + 0.5, height: 55, fill: rgb(backdrop.centre) })));
  return drawing;
}
