/* global outbox -- from course/views/draft.js, which Python puts at the head of this module */
/** The module that every editor carries: fetches the one bundle of the page, or falls back to a text area. */

import { mountPlain } from "./plain.js";

const TRIES = 30;
const PAUSE = 100; // ms

// One import for all editors of a page, and of the next kernel too; keyed by the sources, as two versions may meet.
const imports = (globalThis[Symbol.for("course.editor")] ??= new Map());

export default {
  async render({ model, el, signal }) {
    const { mount } = await bundle(model).catch(plain);
    return signal?.aborted ? undefined : mount({ model, el, outbox });
  },
};

function plain(error) {
  console.warn("The editor could not be loaded.", error);
  return { mount: mountPlain };
}

function bundle(model) {
  if (!imports.has(SOURCES)) imports.set(SOURCES, load(model));
  const module = imports.get(SOURCES);
  module.catch(() => imports.delete(SOURCES)); // another editor may try again
  return module;
}

async function load(model) {
  const asset = await find(model.widget_manager, model.get("_bundle"));
  const packed = new Blob([asset.get("packed")]).stream().pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(packed).blob();
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(url).finally(() => URL.revokeObjectURL(url));
}

/** After a reload the models of a page are restored in no promised order, so the bundle may come after its editors. */
async function find(manager, id) {
  for (let left = TRIES; ; left--) {
    try {
      return await manager.get_model(id);
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
