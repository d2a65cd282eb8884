/* The page's wiring: what the server tells goes into the transcript, what the person does goes to the server. */

import { Photos } from "./photos.js";
import { own, Transcript } from "./transcript.js";
import { Viewer } from "./viewer.js";

const $ = (id) => document.getElementById(id);
const SAID = "said"; // buttons pressed in this tab, for a reload: [id of the answer, label]
const NEAR = 140; // px from the end that still counts as reading along
const PATIENCE_MS = 300; // before an answer counts as awaited
const GRACE_MS = 1000; // an answer that was stored is on the page by then

const main = $("main");
const viewer = new Viewer($("viewer"));
const commands = new Set([...document.querySelectorAll("#menu [data-command]")].map((button) => button.dataset.command));

/* --- what is pressed, dropped, pasted, written --------------------------------------------------------------- */

let greeted = false; // only somebody who opens the page is greeted, not somebody whose conversation was just erased
let pending = null; // what was just pressed, until its answer shows whether it deserves a line of its own
let waiting = 0;

async function say(utterance) {
  waiting += 1;
  const dots = setTimeout(() => { $("typing").hidden = false; follow(); }, PATIENCE_MS);
  try {
    const answer = await fetch("/say", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(utterance) });
    tell(answer.ok ? "" : "Something went wrong in the studio, so that was not done. Please try again.");
    return answer.ok;
  } catch {
    tell("The studio could not be reached, so that was not sent. Is it still running?");
    return false;
  } finally {
    clearTimeout(dots);
    waiting -= 1;
    if (!waiting) $("typing").hidden = true;
  }
}

async function press(utterance, label, button) {
  const mine = { label, line: Number(button?.closest("[data-line]")?.dataset.line) };
  pending = mine;
  button?.setAttribute("aria-busy", "true");
  const heard = await say(utterance);
  button?.removeAttribute("aria-busy");
  setTimeout(() => { if (pending === mine) pending = null; }, heard ? GRACE_MS : 0);
  return heard;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-choice], [data-command], [data-pick], [data-open]");
  if (!button) return;
  const { choice, command, pick, open } = button.dataset;
  const twice = event.detail > 1 || button.getAttribute("aria-busy") === "true";
  if (choice && !twice) press({ choice }, button.textContent, button);
  if (command && !twice) {
    if (button.closest("#menu")) $("menu").hidePopover();
    press({ command }, button.textContent);
  }
  if (pick) $(pick).click();
  if (open) viewer.open(transcript.lines.get(Number(button.closest("[data-line]").dataset.line)).body.pictures, Number(open));
});

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (!text) return;
  const name = text.slice(1);
  const heard = await press(text.startsWith("/") && /^[a-z]+$/u.test(name) ? { command: name } : { text }, text);
  if (heard) $("words").value = "";
  $("send").disabled = !$("words").value.trim();
});
$("words").addEventListener("input", () => { $("send").disabled = !$("words").value.trim(); });

for (const picker of [$("library"), $("camera")]) {
  picker.addEventListener("change", () => {
    photos.add(picker.files);
    picker.value = "";
  });
}
document.addEventListener("paste", (event) => {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  photos.add(event.clipboardData.files);
});

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  $("drop").hidden = false;
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) $("drop").hidden = true; });
document.addEventListener("drop", (event) => {
  $("drop").hidden = true;
  if (!carriesFiles(event)) return;
  event.preventDefault();
  photos.add(event.dataTransfer.files);
});

/* --- what is shown ------------------------------------------------------------------------------------------- */

const nearEnd = () => main.scrollHeight - main.scrollTop - main.clientHeight < NEAR;

function follow() {
  main.scrollTo({ top: main.scrollHeight, behavior: "smooth" });
  $("newest").hidden = true;
}

/* What grows in its place grows upwards for somebody who reads its end. */
function stay() {
  main.scrollTo({ top: main.scrollHeight, behavior: "instant" });
}

/* Show the end; of an answer taller than the window, its beginning. */
function reveal(first, smooth) {
  const top = first.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop - 16;
  const end = main.scrollHeight - main.clientHeight;
  main.scrollTo({ top: Math.min(top, end), behavior: smooth ? "smooth" : "instant" });
}

function remembered() {
  return JSON.parse(sessionStorage.getItem(SAID) ?? "[]");
}

function answered(firstNew) {
  if (pending === null) return;
  const { label } = pending;
  pending = null;
  transcript.element.append(own(label));
  if (firstNew > 0) sessionStorage.setItem(SAID, JSON.stringify([...remembered(), [firstNew, label]].slice(-200)));
}

function show(news) {
  const first = transcript.lines.size === 0;
  const near = nearEnd();
  const along = first || pending !== null || near;
  const before = transcript.element.lastElementChild;
  const fresh = transcript.apply(news, answered);
  if (first) restore();
  photos.update(news.photos);
  $("invite").hidden = !news.photos_welcome;
  $("invite").classList.toggle("more", news.photos.length > 0);
  if (!greeted && !news.lines.length) {
    sessionStorage.removeItem(SAID);
    say({ command: "start" });
  }
  greeted = true;
  if (!fresh.length) {
    if (news.lines.some((line) => line.id === pending?.line)) pending = null; // answered where it was pressed
    if (near) stay();
    return;
  }
  const began = before?.isConnected && !first ? before.nextElementSibling : fresh[0];
  if (first && fresh.length > 1) main.scrollTo({ top: main.scrollHeight, behavior: "instant" });
  else if (along) reveal(began ?? fresh[0], !first);
  else $("newest").hidden = false;
  if (document.hidden) document.title = "● Headshot Studio";
}

/* After a reload, put what was pressed back before its answers. */
function restore() {
  for (const [id, label] of remembered()) {
    const line = transcript.lines.get(id);
    if (!line) continue;
    const words = own(label);
    words.classList.remove("fresh");
    line.element.before(words);
  }
  transcript.settle();
  transcript.element.setAttribute("aria-live", "polite");
}

function tell(text) {
  $("notice").textContent = text;
  $("notice").hidden = !text;
}

main.addEventListener("scroll", () => { if (nearEnd()) $("newest").hidden = true; }, { passive: true });
$("newest").addEventListener("click", follow);
document.addEventListener("visibilitychange", () => { if (!document.hidden) document.title = "Headshot Studio"; });

/* --- the stream ---------------------------------------------------------------------------------------------- */

let trouble = null;

function listen() {
  const stream = new EventSource("/stream");
  stream.addEventListener("open", () => {
    clearTimeout(trouble);
    trouble = null;
    document.body.classList.remove("away");
    $("place").textContent = "Private, on this computer";
    tell("");
  });
  stream.addEventListener("message", (event) => show(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    trouble ??= setTimeout(() => {
      document.body.classList.add("away");
      $("place").textContent = "Reconnecting…";
      tell("The studio is not answering. Your conversation is safe; this page reconnects by itself.");
    }, 1500);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

async function drawings() {
  const answer = await fetch("/looks");
  return new Map(Object.entries(await answer.json()));
}

const transcript = new Transcript($("transcript"), await drawings(), commands);
const photos = new Photos({
  place: (bubble) => { transcript.element.append(bubble); follow(); },
  placeKept: (bubble) => {
    const board = transcript.lastOfSlot("board-");
    if (board) board.before(bubble);
    else transcript.element.append(bubble);
  },
  say,
  failed: () => tell("A photo could not be sent. Press the arrow on it to try again."),
});
transcript.onForgotten = () => {
  photos.forget();
  sessionStorage.removeItem(SAID);
};
transcript.element.setAttribute("aria-live", "off"); // the past is not read aloud, what comes is
listen();
