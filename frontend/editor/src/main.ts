// The answer's editor: a field of formatted text over the plain one that the page has. What is
// typed goes into the plain field at once, so the form, and a page without scripts, know only that.
import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { type Command, EditorState, Selection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { acts, hasLink, linkAt, linking, picturing } from "./commands";
import { has, read, schema, write } from "./schema";

const { nodes } = schema;

const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

const plugins = (link: Command) => [
  inputRules({
    rules: [
      wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
      wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
      wrappingInputRule(/^>\s$/, nodes.blockquote),
      textblockTypeInputRule(/^###\s$/, nodes.heading, { level: 3 }),
    ],
  }),
  keymap({
    "Mod-b": acts.strong!.run,
    "Mod-i": acts.em!.run,
    "Mod-k": link,
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Shift-Enter": lineBreak,
    Enter: splitListItem(nodes.list_item),
    "Mod-[": liftListItem(nodes.list_item),
    "Mod-]": sinkListItem(nodes.list_item),
  }),
  keymap(baseKeymap),
  history(),
];

class RichText extends HTMLElement {
  #view: EditorView | undefined;
  #plain!: HTMLTextAreaElement;
  #label: HTMLLabelElement | null = null;
  #mirror: MutationObserver | undefined;
  #id = "";

  connectedCallback(): void {
    const plain = this.querySelector("textarea");
    if (!plain || this.#view) return;
    this.#plain = plain;
    this.#id = plain.id;
    this.#label = document.querySelector(`label[for="${plain.id}"]`);
    this.addEventListener("click", this.#onClick);
    this.addEventListener("keydown", this.#onKey);
    this.#label?.addEventListener("click", this.#onLabel);
    this.classList.add("is-ready");
    if (has(plain.value)) this.#showRich();
    else this.#showSource();
  }

  disconnectedCallback(): void {
    this.#label?.removeEventListener("click", this.#onLabel);
    this.#view?.destroy();
    this.#mirror?.disconnect();
  }

  #onLabel = (): void => this.#view?.focus();

  #onClick = ({ target }: Event): void => {
    const command = (target as Element).closest<HTMLElement>("[data-command]")?.dataset.command;
    if (command === "source") this.#toggleSource();
    else if (command === "link" || command === "image") this.#ask(command);
    else if (command === "apply") this.#apply();
    else if (command === "cancel") this.#close();
    else if (command && this.#view) {
      acts[command]?.run(this.#view.state, this.#view.dispatch, this.#view);
      this.#view.focus();
    }
  };

  /** Arrows go along the bar; Enter and Escape end the little form. */
  #onKey = (event: KeyboardEvent): void => {
    const at = event.target as HTMLElement;
    if (at.closest(".rich-ask")) {
      if (event.key === "Enter") this.#apply();
      else if (event.key === "Escape") this.#close();
      else return;
      event.preventDefault();
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !at.closest(".rich-bar")) return;
    const buttons = this.#buttons();
    const next = (buttons.indexOf(at as HTMLButtonElement) + step + buttons.length) % buttons.length;
    for (const button of buttons) button.tabIndex = -1;
    buttons[next]!.tabIndex = 0;
    buttons[next]!.focus();
    event.preventDefault();
  };

  #buttons(): HTMLButtonElement[] {
    const buttons = [...this.querySelectorAll<HTMLButtonElement>(".rich-bar [data-command]")];
    return buttons.filter((button) => !button.disabled);
  }

  #showRich(): void {
    const plain = this.#plain;
    const link: Command = () => {
      this.#ask("link");
      return true;
    };
    const state = EditorState.create({ doc: read(plain.value), plugins: plugins(link) });
    const typing = document.activeElement === plain;
    plain.hidden = true;
    // One thing of the page is the answer: what has its label has its id.
    plain.removeAttribute("id");
    this.#view = new EditorView(this, {
      state,
      attributes: () => this.#attributes(),
      dispatchTransaction: (transaction) => {
        const view = this.#view!;
        view.updateState(view.state.apply(transaction));
        if (transaction.docChanged) {
          plain.value = write(view.state.doc);
          plain.dispatchEvent(new Event("input", { bubbles: true }));
        }
        this.#showState();
      },
    });
    this.#mirror = new MutationObserver(() => this.#view?.setProps({}));
    this.#mirror.observe(plain, { attributes: true });
    this.#showState();
    if (typing) this.#goOn();
  }

  /** Who was already typing in the plain field goes on at the end of it. */
  #goOn(): void {
    const view = this.#view!;
    view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)));
    view.focus();
  }

  /** What the plain field says of itself, said by the other. */
  #attributes(): Record<string, string> {
    const own: Record<string, string> = {
      id: this.#id,
      class: "control prose rich-surface",
      role: "textbox",
      "aria-multiline": "true",
    };
    if (this.#label) {
      this.#label.id ||= `${this.#id}-label`;
      own["aria-labelledby"] = this.#label.id;
    }
    for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
      const value = this.#plain.getAttribute(name);
      if (value) own[name] = value;
    }
    return own;
  }

  #showSource(): void {
    this.#mirror?.disconnect();
    this.#view?.destroy();
    this.#view = undefined;
    this.#plain.id = this.#id;
    this.#plain.hidden = false;
    this.#showState();
  }

  #toggleSource(): void {
    this.#close();
    const note = this.querySelector<HTMLElement>(".rich-note")!;
    note.hidden = true;
    if (this.#view) {
      this.#showSource();
      this.#plain.focus();
    } else if (has(this.#plain.value)) {
      this.#showRich();
      this.#view!.focus();
    } else {
      // It would lose what it cannot show.
      note.hidden = false;
    }
  }

  #showState(): void {
    const state = this.#view?.state;
    for (const button of this.querySelectorAll<HTMLButtonElement>(".rich-bar [data-command]")) {
      const command = button.dataset.command!;
      if (command === "source") {
        button.setAttribute("aria-pressed", String(!state));
        continue;
      }
      button.disabled = !state;
      const is = command === "link" ? hasLink : acts[command]?.is;
      if (is) button.setAttribute("aria-pressed", String(!!state && is(state)));
      else if (acts[command] && state) button.disabled = !acts[command].run(state);
    }
    const buttons = this.#buttons();
    if (!buttons.some(({ tabIndex }) => tabIndex === 0)) {
      buttons.forEach((button, at) => {
        button.tabIndex = at === 0 ? 0 : -1;
      });
    }
  }

  #ask(kind: "link" | "image"): void {
    const view = this.#view;
    const ask = this.querySelector<HTMLElement>(".rich-ask");
    if (!view || !ask) return;
    ask.hidden = false;
    ask.dataset.kind = kind;
    const [address, words] = ask.querySelectorAll("input");
    address!.value = kind === "link" ? (linkAt(view.state) ?? "") : "";
    words!.value = "";
    words!.closest<HTMLElement>("label")!.hidden = kind === "link";
    address!.focus();
  }

  #apply(): void {
    const view = this.#view;
    const ask = this.querySelector<HTMLElement>(".rich-ask");
    if (!view || !ask) return;
    const [address, words] = ask.querySelectorAll("input");
    const typed = address!.value.trim();
    // `example.org/help` is meant as an address of the web.
    const url = !typed || /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
    const act = ask.dataset.kind === "link" ? linking(url) : picturing(url, words!.value.trim());
    act(view.state, view.dispatch, view);
    this.#close();
  }

  #close(): void {
    const ask = this.querySelector<HTMLElement>(".rich-ask");
    if (!ask || ask.hidden) return;
    ask.hidden = true;
    this.#view?.focus();
  }
}

customElements.define("rich-text", RichText);
