// Tells Python when the reader comes back to this page, so that what it shows is of now. A hidden tab has no width.
export default {
  render({ model, el }) {
    let away = false;
    const watch = new ResizeObserver(([seen]) => {
      const here = seen.contentRect.width > 0;
      if (here && away) {
        model.set("returns", model.get("returns") + 1);
        model.save_changes();
      }
      away = !here;
    });
    el.style.width = "100%";
    el.style.height = "1px";
    watch.observe(el);
    return () => watch.disconnect();
  },
};
