// The conversation as it is seen.
import { type View, ask, choose, entries, retry } from "./conversation";
import { type Child, button, div, el, icon, set, spoken } from "./dom";
import { newFeedback } from "./feedback";
import { anchor, clean, image } from "./html";
import { type Entry, isReply } from "./memory";
import type { Message } from "./reply";
import { say, settings } from "./settings";
import { announce } from "./status";
import { fill } from "./variables";

export const avatar = (): HTMLElement[] =>
  settings.avatar ? [div("avatar", icon(settings.avatar))] : [];

const bubble = (...children: Child[]): HTMLElement =>
  set(div("bubble", ...children), { dir: "auto" });

const fromBot = (...parts: Child[]): HTMLElement =>
  div("turn", ...avatar(), div("parts", spoken(`${say("bot")} `), ...parts));

const drawnPart = (message: Message): Child => {
  if (message.type === "html") return bubble(...clean(message.html));
  if (message.type === "image") return bubble(image(message.url, message.alt));
  if (message.type === "link") {
    const shown = [fill(message.label)];
    return div("options", ...anchor(message.url, "option", shown));
  }
  const options = message.choices.map(({ label, choice }) => {
    const shown = fill(label);
    return button("option", shown, () => choose(choice, shown));
  });
  return div("options", ...options);
};

const drawn = (entry: Entry): HTMLElement => {
  if (!isReply(entry)) {
    return div("turn visitor", bubble(spoken(`${say("you")} `), entry.text));
  }
  const parts = entry.messages.map(drawnPart);
  if (settings.feedback && entry.kind === "answer") {
    parts.push(newFeedback(entry));
  }
  return fromBot(...parts);
};

const welcome = (): HTMLElement[] => {
  const { suggestions } = settings;
  if (!suggestions.length) return [];
  // What the page knows of its visitor is shown, and never sent.
  const options = suggestions.map((text) =>
    button("option", fill(text), () => ask(text, fill(text))),
  );
  const list = set(div("options", ...options), {
    role: "group",
    "aria-labelledby": "suggestions",
  });
  const heading = set(div("muted", say("suggestions")), { id: "suggestions" });
  return [div("welcome", heading, list)];
};

export interface Log extends Omit<View, "giveBack"> {
  element: HTMLElement;
}

export const newLog = (): Log => {
  const now = div("now");
  // What is new is said by the panel's status, so that controls and what was restored are not.
  const element = set(div("log", now), {
    role: "log",
    "aria-live": "off",
    "aria-label": say("title"),
    tabindex: 0,
  });
  let last: string | undefined;

  /** Choices hold for the last turn alone. */
  const settle = (): void => {
    element.querySelector(".welcome")?.remove();
    for (const old of element.querySelectorAll("button.option")) {
      set(old, { disabled: "" });
    }
  };

  const scroll = (to?: HTMLElement): void => {
    // A long answer is read from its start.
    element.scrollTop = to ? to.offsetTop - 16 : element.scrollHeight;
  };

  return {
    element,
    draw() {
      const turns = entries.map(drawn);
      const newest = turns.pop();
      const greeting = fromBot(bubble(fill(say("greeting"))));
      element.replaceChildren(greeting, ...(newest ? turns : welcome()), now);
      if (newest) {
        settle();
        now.before(newest);
      }
      scroll();
    },
    add(entry) {
      const turn = drawn(entry);
      settle();
      now.before(turn);
      if (!isReply(entry)) return scroll();
      scroll(turn);
      announce(turn.innerText);
    },
    show(next, seconds = 0) {
      const text = next ? say(next, { seconds }) : "";
      now.replaceChildren();
      if (next === "typing" || next === "slow") {
        const dots = el("span", { class: "dots" }, el("i"), el("i"), el("i"));
        now.append(
          fromBot(bubble(dots, next === "slow" ? text : spoken(text))),
        );
      } else if (next) {
        now.append(div("notice", text));
      }
      if (next === "unreachable") {
        const again = button("small main", say("retry"), () => retry());
        now.lastElementChild!.append(again);
      }
      // Seconds count down in silence.
      if (text && next !== last) announce(text);
      last = next;
      if (next) scroll();
    },
  };
};
