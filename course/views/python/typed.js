// Tells Python what is typed in the cell for code, run or not. Where a front end has no notebook model, nothing is told.

const PAUSE_MS = 300;

function cellOf(context, id) {
  const { cells } = context.model;
  return Array.from({ length: cells.length }, (_, at) => cells.get(at)).find(
    (cell) => cell.getMetadata("nbgrader")?.grade_id === id,
  )?.sharedModel;
}

export default {
  render({ model }) {
    const context = model.widget_manager?.context;
    if (!context?.model?.cells?.changed) return undefined;
    let cell = null;
    let waiting = 0;
    const tell = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        model.set("text", cell.getSource());
        model.save_changes();
      }, PAUSE_MS);
    };
    const follow = () => {
      const found = cellOf(context, model.get("cell"));
      if (!found || found === cell) return;
      cell?.changed.disconnect(tell);
      cell = found;
      cell.changed.connect(tell);
      tell();
    };
    context.model.cells.changed.connect(follow);
    follow();
    return () => {
      clearTimeout(waiting);
      cell?.changed.disconnect(tell);
      context.model.cells.changed.disconnect(follow);
    };
  },
};
