// The service worker. Listens at once, as Chromium starts it for the very event that it is to
// hear; keeps nothing that a restart would lose.

import { Log } from "./log.js";
import { askHost, startHost } from "./native.js";
import { Origins } from "./origins.js";
import { PROMPT_PORT, Prompts } from "./prompts.js";
import { Code, PORT, PROTOCOL } from "./protocol.js";
import { Relay } from "./relay.js";

const { version } = chrome.runtime.getManifest();
const now = () => new Date();
const log = new Log(chrome.storage.local, now);
const prompts = new Prompts(chrome.windows);
const origins = new Origins({
  local: chrome.storage.local,
  managed: chrome.storage.managed,
  askHost,
  prompt: (origin, givenUp) => prompts.ask(origin, givenUp),
  now,
});

/** @type {Set<Relay>} */
const relays = new Set();

chrome.runtime.onConnectExternal.addListener((port) => {
  if (port.name !== PORT) {
    port.disconnect();
    return;
  }
  const relay = new Relay(port, {
    startHost,
    origins,
    log: (event, origin) => void log.write(event, origin),
    version,
  });
  relays.add(relay);
  relay.gone.addEventListener("abort", () => relays.delete(relay));
});

// How a page finds the extension without a port, and without a host process for it.
chrome.runtime.onMessageExternal.addListener((message, _sender, answer) => {
  if (message?.type === "ping") {
    answer({ type: "pong", extensionVersion: version, protocol: PROTOCOL });
  }
});

chrome.runtime.onConnect.addListener((port) => {
  if (port.name.startsWith(PROMPT_PORT)) {
    prompts.attach(port);
  }
});

// A permission taken back on the options page, or by the administrator, ends what runs on it.
chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "managed" && !changes.answers) {
    return;
  }
  for (const relay of relays) {
    if (relay.state === "serving" && (await origins.standing(relay.origin)) !== "open") {
      relay.end(Code.originRefused);
    }
  }
});
