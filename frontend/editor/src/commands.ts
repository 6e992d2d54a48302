// What the buttons of the bar do, by the names that the page gives them.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import type { MarkType, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState } from "prosemirror-state";
import { schema } from "./schema";

const { nodes, marks } = schema;

export interface Act {
  run: Command;
  /** Whether what is selected has it; a button shows it as pressed. */
  is?: (state: EditorState) => boolean;
}

function isMarked(state: EditorState, type: MarkType): boolean {
  const { from, $from, to, empty } = state.selection;
  return empty
    ? !!type.isInSet(state.storedMarks ?? $from.marks())
    : state.doc.rangeHasMark(from, to, type);
}

function isIn(state: EditorState, type: NodeType, attrs: Record<string, unknown> = {}): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type === type && Object.entries(attrs).every(([key, value]) => node.attrs[key] === value))
      return true;
  }
  return false;
}

const marking = (type: MarkType): Act => ({
  run: toggleMark(type),
  is: (state) => isMarked(state, type),
});

/** A list, or a paragraph again. */
const listing = (type: NodeType): Act => ({
  run: (state, dispatch) =>
    isIn(state, type)
      ? liftListItem(nodes.list_item)(state, dispatch)
      : wrapInList(type)(state, dispatch),
  is: (state) => isIn(state, type),
});

const heading = (level: number): Act => ({
  run: (state, dispatch) =>
    isIn(state, nodes.heading, { level })
      ? setBlockType(nodes.paragraph)(state, dispatch)
      : setBlockType(nodes.heading, { level })(state, dispatch),
  is: (state) => isIn(state, nodes.heading, { level }),
});

const quoting: Act = {
  run: (state, dispatch) =>
    isIn(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch),
  is: (state) => isIn(state, nodes.blockquote),
};

export const acts: Record<string, Act> = {
  strong: marking(marks.strong),
  em: marking(marks.em),
  code: marking(marks.code),
  heading: heading(3),
  subheading: heading(4),
  bullets: listing(nodes.bullet_list),
  numbers: listing(nodes.ordered_list),
  quote: quoting,
  undo: { run: undo },
  redo: { run: redo },
};

/** The address of the link that is selected, if any. */
export function linkAt(state: EditorState): string | undefined {
  const { $from, from, to } = state.selection;
  let found = marks.link.isInSet($from.marks())?.attrs.href;
  state.doc.nodesBetween(from, to, (node) => {
    found ??= marks.link.isInSet(node.marks)?.attrs.href;
  });
  return found;
}

export function hasLink(state: EditorState): boolean {
  return isMarked(state, marks.link);
}

/** Links what is selected, or the address itself where nothing is; an empty address unlinks. */
export function linking(href: string): Command {
  return (state, dispatch) => {
    const { from, to, empty, $from } = state.selection;
    const { tr } = state;
    let [start, end] = [from, to];
    if (empty && hasLink(state)) {
      // The whole of the link that the cursor stands in.
      $from.parent.forEach((node, offset) => {
        const at = $from.start() + offset;
        if (at <= from && from <= at + node.nodeSize && marks.link.isInSet(node.marks)) {
          [start, end] = [at, at + node.nodeSize];
        }
      });
    } else if (empty && href) {
      tr.insertText(href, from);
      end = from + href.length;
    }
    tr.removeMark(start, end, marks.link);
    if (href) tr.addMark(start, end, marks.link.create({ href }));
    dispatch?.(tr);
    return true;
  };
}

export function picturing(src: string, alt: string): Command {
  return (state, dispatch) => {
    if (src) dispatch?.(state.tr.replaceSelectionWith(nodes.image.create({ src, alt })));
    return true;
  };
}
