// The options page: whether the host answers, which pages may use the reader, what happened.

import { Log } from "./log.js";
import { askHost } from "./native.js";
import { Origins } from "./origins.js";
import { Code, GREETING_MS, HOST, PROTOCOL } from "./protocol.js";
import { byId, fillTexts, text } from "./text.js";

/** As many of the newest entries as are shown; the saved file has them all. */
const SHOWN = 50;

const { version } = chrome.runtime.getManifest();
const now = () => new Date();
const log = new Log(chrome.storage.local, now);
const origins = new Origins({
  local: chrome.storage.local,
  managed: chrome.storage.managed,
  askHost,
  now,
});

/** The answers that do not come from a host. */
/** @type {Record<string, string>} */
const SILENCE = {
  [Code.hostMissing]: "missing",
  [Code.hostForbidden]: "forbidden",
  [Code.hostEnded]: "ended",
  [Code.timeout]: "ended",
};

/**
 * Greets a host in the extension's own name. It refuses an origin that is no page's, and by
 * that shows that it is there; only a refused version is a fault.
 */
async function checkHost() {
  showState("checking");
  const answer = await askHost(
    {
      type: "hello",
      protocol: PROTOCOL,
      extensionVersion: version,
      pageVersion: version,
      origin: new URL(chrome.runtime.getURL("")).origin,
    },
    GREETING_MS,
  );
  const code = String(answer.code ?? "");
  if (code === Code.version) {
    showState(answer.update === "host" ? "hostOld" : "extensionOld");
  } else {
    showState(SILENCE[code] ?? "ready");
  }
}

/** @param {string} state */
function showState(state) {
  const box = byId("state");
  box.dataset.state = state;
  const [word, advice] = box.children;
  if (word && advice) {
    word.textContent = text(`state_${state}`);
    advice.textContent = text(`advice_${state}`);
  }
}

async function showVersions() {
  byId("extension-version").textContent = version;
  byId("extension-id").textContent = chrome.runtime.id;
  const { hostVersion } = await chrome.storage.local.get("hostVersion");
  byId("host-version").textContent =
    typeof hostVersion === "string" ? hostVersion : text("hostVersionUnknown");
}

async function showPages() {
  const { allowedOrigins, onlyAdministrator } = await origins.policy();
  const answers = Object.entries(await origins.answers()).filter(
    ([origin, { state }]) => state === "allowed" && !allowedOrigins.includes(origin),
  );
  byId("pages").replaceChildren(
    ...allowedOrigins.map((origin) => page(origin, text("pagesByAdministrator"))),
    ...answers.map(([origin, { at }]) => {
      const day = new Date(at).toLocaleDateString(text("lang"), { dateStyle: "long" });
      return page(origin, text("pagesByPerson", day), withdrawal(origin));
    }),
  );
  byId("pages-meaning").hidden = answers.length === 0;
  byId("no-pages").hidden = allowedOrigins.length + answers.length > 0;
  byId("only-administrator").hidden = !onlyAdministrator;
}

/**
 * @param {string} origin
 * @param {string} by whom it was allowed
 * @param {HTMLElement[]} more
 */
function page(origin, by, ...more) {
  const item = document.createElement("li");
  const words = document.createElement("div");
  words.append(element("p", origin, "origin-name"), element("p", by, "note"));
  item.append(words, ...more);
  return item;
}

/** @param {string} origin */
function withdrawal(origin) {
  const button = element("button", text("pagesWithdraw"), "button");
  button.dataset.size = "small";
  button.setAttribute("aria-label", `${text("pagesWithdraw")}: ${origin}`);
  button.addEventListener("click", async () => {
    await origins.withdraw(origin);
    byId("pages-title").focus();
  });
  return button;
}

async function showLog() {
  const entries = await log.entries();
  byId("log").replaceChildren(
    ...entries
      .slice(-SHOWN)
      .reverse()
      .map(({ at, event, origin }) => {
        const row = document.createElement("tr");
        const time = new Date(at).toLocaleString(text("lang"), {
          dateStyle: "short",
          timeStyle: "medium",
        });
        row.append(...[time, event, origin].map((cell) => element("td", cell, "")));
        return row;
      }),
  );
  byId("no-log").hidden = entries.length > 0;
  byId("log-frame").hidden = entries.length === 0;
  /** @type {HTMLButtonElement} */ (byId("save")).disabled = entries.length === 0;
}

async function saveLog() {
  const { hostVersion } = await chrome.storage.local.get("hostVersion");
  const head = [
    `extension ${version} ${chrome.runtime.id}`,
    `host ${HOST} ${hostVersion ?? "-"}`,
    `browser ${navigator.userAgent}`,
    `state ${byId("state").dataset.state}`,
  ];
  const file = new Blob([`${head.join("\n")}\n\n`, await log.text()], { type: "text/plain" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `bridge-extension-${now().toISOString().slice(0, 10)}.txt`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * @param {string} name
 * @param {string} content
 * @param {string} className
 */
function element(name, content, className) {
  const made = document.createElement(name);
  made.textContent = content;
  made.className = className;
  return made;
}

async function show() {
  await Promise.all([showVersions(), showPages(), showLog()]);
}

fillTexts();
byId("check").addEventListener("click", () => void checkHost());
byId("save").addEventListener("click", () => void saveLog());
chrome.storage.onChanged.addListener(() => void show());
await Promise.all([show(), checkHost()]);
