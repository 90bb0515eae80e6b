// One page's conversation with one host process, from the page's port to the end of either.
//
// connecting  the page is there and has not said hello
// greeting    the host has our hello and has not answered
// asking      the host does not know the origin; a person is asked
// serving     requests and answers pass
// ended       both ports are closed
//
// All that a relay knows it has from its two ports: when the worker stops, both close, the
// host lets go of the card, and the page comes again to a new relay.

import {
  Code,
  GREETING_MS,
  PROTOCOL,
  errorMessage,
  faultOf,
  isAcceptableOrigin,
  isAnswer,
  isHello,
  isRequest,
} from "./protocol.js";

/** @typedef {import("./protocol.js").Message} Message */
/** @typedef {"connecting" | "greeting" | "asking" | "serving" | "ended"} State */

/**
 * @typedef {object} Surroundings
 * @property {typeof import("./native.js").startHost} startHost
 * @property {import("./origins.js").Origins} origins
 * @property {(event: string, origin: string) => void} log
 * @property {string} version of the extension
 */

export class Relay {
  /** @type {State} */
  #state = "connecting";
  /** @type {import("./native.js").Host | null} */
  #host = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #page;
  #origin;
  #around;
  #gone = new AbortController();
  #wasAsked = false;

  /**
   * @param {chrome.runtime.Port} page
   * @param {Surroundings} around
   */
  constructor(page, around) {
    this.#page = page;
    this.#around = around;
    // The browser's word. Nothing that the page sends is ever taken for it.
    this.#origin = page.sender?.origin ?? "";
    page.onMessage.addListener((/** @type {unknown} */ message) => void this.#hear(message));
    page.onDisconnect.addListener(() => this.#leave("page-left"));
    this.#log("connected");
    if (!isAcceptableOrigin(this.#origin)) {
      this.end(Code.originInsecure);
    }
  }

  get state() {
    return this.#state;
  }

  get origin() {
    return this.#origin;
  }

  /** Settles when the conversation is over. */
  get gone() {
    return this.#gone.signal;
  }

  /**
   * Tells the page why, and closes both sides.
   * @param {string} code
   * @param {Record<string, unknown>} [more]
   */
  end(code, more) {
    if (this.#state !== "ended") {
      this.#page.postMessage(errorMessage(code, more));
      this.#page.disconnect();
      this.#leave(code);
    }
  }

  /** @param {unknown} message */
  async #hear(message) {
    if (this.#state === "ended") {
      return;
    }
    const fault = faultOf(message);
    if (fault) {
      this.end(fault);
      return;
    }
    const sound = /** @type {Message} */ (message);
    if (this.#state === "serving") {
      this.#pass(sound);
    } else if (this.#state === "connecting" && sound.type === "hello") {
      await this.#greet(sound);
    } else {
      this.end(Code.helloFirst);
    }
  }

  /** @param {Message} request */
  #pass(request) {
    if (isRequest(request)) {
      this.#host?.send(request);
    } else {
      this.end(Code.malformed);
    }
  }

  /** @param {Message} hello */
  async #greet(hello) {
    if (!isHello(hello)) {
      this.end(Code.malformed);
      return;
    }
    if (hello.protocol !== PROTOCOL) {
      this.end(Code.version, { update: hello.protocol > PROTOCOL ? "extension" : "page" });
      return;
    }
    this.#state = "greeting";
    const before = await this.#around.origins.standing(this.#origin);
    if (this.#state !== "greeting") {
      return;
    }
    if (before === "forbidden") {
      this.end(Code.originRefused);
    } else if (before === "withdrawn") {
      await this.#ask(hello.pageVersion);
    } else {
      this.#start(hello.pageVersion);
    }
  }

  /** @param {string} pageVersion */
  #start(pageVersion) {
    this.#state = "greeting";
    this.#timer = setTimeout(() => this.end(Code.timeout), GREETING_MS);
    this.#host = this.#around.startHost({
      heard: (message) => void this.#answer(message, pageVersion),
      ended: (code) => this.end(code),
    });
    this.#host.send({
      type: "hello",
      protocol: PROTOCOL,
      extensionVersion: this.#around.version,
      pageVersion,
      origin: this.#origin,
    });
  }

  /**
   * @param {unknown} message
   * @param {string} pageVersion
   */
  async #answer(message, pageVersion) {
    if (!isAnswer(message)) {
      this.end(Code.malformed);
    } else if (this.#state === "serving") {
      this.#page.postMessage(message);
      if (message.type === "error" || message.type === "lost") {
        this.#log(message.code);
      }
    } else if (message.type === "welcome") {
      clearTimeout(this.#timer);
      this.#state = "serving";
      this.#page.postMessage(message);
      this.#log("welcome");
      this.#around.origins.welcomed(message.hostVersion);
    } else if (message.code === Code.originRefused && !this.#wasAsked) {
      await this.#ask(pageVersion);
    } else {
      const { code, update } = message;
      this.end(typeof code === "string" ? code : Code.malformed, update ? { update } : {});
    }
  }

  /** @param {string} pageVersion */
  async #ask(pageVersion) {
    this.#state = "asking";
    this.#wasAsked = true;
    this.#closeHost();
    const refusal = await this.#around.origins.obtain(this.#origin, {
      givenUp: this.#gone.signal,
      asking: () => {
        if (this.#state === "asking") {
          this.#page.postMessage(errorMessage(Code.originPending));
          this.#log(Code.originPending);
        }
      },
    });
    if (this.#state !== "asking") {
      return;
    }
    if (refusal) {
      this.end(refusal);
    } else {
      this.#start(pageVersion);
    }
  }

  /** @param {string} why */
  #leave(why) {
    if (this.#state !== "ended") {
      this.#state = "ended";
      this.#closeHost();
      this.#log(why);
      this.#gone.abort();
    }
  }

  #closeHost() {
    clearTimeout(this.#timer);
    this.#host?.close();
    this.#host = null;
  }

  /** @param {unknown} event */
  #log(event) {
    if (typeof event === "string") {
      this.#around.log(event, this.#origin);
    }
  }
}
